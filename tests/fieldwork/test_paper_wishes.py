"""A refusal by paper number: noted while the store is locked, settled once its family is found."""

from pathlib import Path

import pytest

from store import errors
from store.exchange.told_locked import RefusalTold, note_refusal
from store.fieldwork.paper_wishes import (
    PaperWish,
    PaperWishEntered,
    open_paper_wishes,
    paper_wish,
    settle_paper_wish,
)
from store.keeping import acts
from store.keeping.acts.terms.families import WishBy, WishReach
from store.keeping.freshness import Frozen
from store.keeping.header import unpack
from store.keeping.noting import keep_or_note
from store.keeping.opening import ClosedStore
from store.keeping.store import Store
from tests.exchange.met import meeting
from tests.fieldwork.filed import AT_DOOR, MOTHER, SON, family_file, lock, of
from tests.made import made_base, opened
from tests.made import store as store  # a fixture

ENTERED = PaperWishEntered(" p-0017 ", WishBy.RESPONDENT)
NOTED = PaperWish("0a" * 16, "P-0017", WishBy.RESPONDENT, WishReach.FAMILY, AT_DOOR.now_ms - 1_000)


def test_a_refusal_at_the_prompt_by_a_number_no_family_has_waits_for_its_family(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    closed = ClosedStore(folder)

    note_refusal(closed, RefusalTold(" p-zxqw ", WishBy.RESPONDENT))
    closed.release()

    assert b"zxqw" not in (folder / "queue-1").read_bytes().lower()
    with opened(folder) as store:
        (wish,) = open_paper_wishes(store)
    assert (wish.sheet, wish.by, wish.reach) == ("P-ZXQW", WishBy.RESPONDENT, WishReach.FAMILY)


def test_a_letters_number_that_no_sheet_has_is_looked_into_all_the_same(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    closed = ClosedStore(folder)

    note_refusal(closed, RefusalTold("ECC/17", WishBy.UNSURE))
    closed.release()

    with opened(folder) as store:
        assert open_paper_wishes(store) == []
        assert "incident_raised" in [
            unpack(entry.header).kind for entry in store.journal.entries(0, store.journal.size)
        ]


def test_a_note_is_open_until_it_is_settled_also_after_a_replay(store: Store) -> None:
    keep_or_note(store, paper_wish(ENTERED, store.now()))
    keep_or_note(store, paper_wish(PaperWishEntered("P-0018"), store.now()))
    first, second = sorted(open_paper_wishes(store), key=lambda each: each.sheet)

    store.record(acts.PaperWishSettled(noted=first.noted, sheet=first.sheet))
    store.replay()

    assert open_paper_wishes(store) == [second]
    assert second.by is WishBy.UNSURE


def test_a_frozen_store_notes_it_in_its_queue(store: Store) -> None:
    store.frozen = Frozen.ROLLED_BACK

    keep_or_note(store, paper_wish(ENTERED, store.now()))

    assert [each.what for each in store.queue.waiting()] == ["paper_wish_noted/1"]


@pytest.mark.parametrize(
    ("sheet", "refused"),
    [
        ("", errors.EmptyFieldError),
        ("P/17", errors.ValueFormError),
        ("-1", errors.ValueFormError),
        ("9" * 33, errors.ValueFormError),
        ("9" * 999, errors.TypedTooLongError),
    ],
)
def test_what_is_no_number_of_a_sheet_is_not_noted(sheet: str, refused: type[errors.StoreError], store: Store) -> None:
    with pytest.raises(refused):
        keep_or_note(store, paper_wish(PaperWishEntered(sheet), store.now()))

    assert open_paper_wishes(store) == []


def test_settling_does_all_that_a_refusal_does_and_names_the_sheet() -> None:
    told = settle_paper_wish(NOTED, None, MOTHER, family_file(), AT_DOOR)

    (said,), (locked,), (settled,) = (
        of(told, acts.ContactWishRecorded),
        of(told, acts.FamilyLockSet),
        of(told, acts.PaperWishSettled),
    )
    assert (said.sheet, said.channel, said.at_ms, said.by_person) == ("P-0017", "paper_form", NOTED.noted_at_ms, MOTHER)
    assert locked.follows_from == said.wish
    assert (settled.noted, settled.sheet) == (NOTED.noted, "P-0017")


def test_a_note_of_one_person_closes_that_person_also_in_a_locked_family() -> None:
    note = PaperWish("0a" * 16, "P-1", WishBy.RESPONDENT, WishReach.PERSON, AT_DOOR.now_ms)

    (said,) = of(settle_paper_wish(note, SON, SON, family_file(locks=(lock(),)), AT_DOOR), acts.ContactWishRecorded)

    assert (said.reach, said.person) == (WishReach.PERSON, SON)


def test_a_clock_that_fell_back_since_is_no_hindrance() -> None:
    note = PaperWish("0a" * 16, "P-1", WishBy.UNSURE, WishReach.FAMILY, AT_DOOR.now_ms + 60_000)

    (said,) = of(settle_paper_wish(note, None, None, family_file(), AT_DOOR), acts.ContactWishRecorded)

    assert said.at_ms == AT_DOOR.now_ms


def test_base_hears_of_a_note_and_of_its_settling(tmp_path: Path) -> None:
    with meeting(tmp_path) as met:
        keep_or_note(met.laptop, paper_wish(ENTERED, met.laptop.now()))
        met.sync(met.laptop)
        met.sync(met.base)
        (wish,) = open_paper_wishes(met.base)

        met.laptop.record(acts.PaperWishSettled(noted=wish.noted, sheet=wish.sheet))
        met.sync(met.laptop)
        met.sync(met.base)

        assert wish.sheet == "P-0017"
        assert open_paper_wishes(met.base) == []
