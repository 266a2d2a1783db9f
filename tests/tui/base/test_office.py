"""Somebody rings the office: a refusal, a request, a code for a laptop that is away, and opening again, by keys."""

from pathlib import Path

import pytest

from store.agreement.outcomes import OutcomeGroup
from store.clock import to_ms
from store.custody.incidents.known import incidents
from store.custody.paper import sheets
from store.fieldwork.paper_wishes import PaperWishEntered, paper_wish
from store.keeping.acts import ContactWishRecorded, FamilyLockSet, LockCodeIssued, OutcomeSet, RequestReceived
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause, WishBy, WishChannel, WishDecision, WishReach
from store.keeping.noting import keep_or_note
from tests.exchange.exchanging import Exchange, told
from tests.fieldwork import doings
from tests.tui.base_sitting import GIVEN, BaseSitting, press, screen_text
from tests.tui.sitting import Sitting
from tui.app import DoorstepApp
from tui.base.app import BaseApp

OUT = ("f", "2")
"""The families that a laptop has; the first of them is pointed at."""

REFUSED = ("f8", "1", "1", "1", *["enter"] * 3)
"""Somebody of the family, the first of them, for the whole family, by telephone, now, nothing more said."""


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    return BaseSitting(tmp_path)


def seen(sitting: BaseSitting, *steps: tuple[str, ...]) -> list[str]:
    """Return what is on the screen after each step."""
    found: list[str] = []

    async def play(app: BaseApp, pilot: object) -> None:
        for keys in steps:
            await press(app, pilot, *keys)  # type: ignore[arg-type]  # a pilot of this app
            found.append(" ".join(screen_text(app).split()))

    sitting.play(play)
    return found


def test_a_refusal_by_phone_locks_here_and_orders_it_locked_wherever_the_family_is(sitting: BaseSitting) -> None:
    before, after = seen(sitting, (*OUT, *REFUSED), ("ctrl+s",))

    assert "The family is not contacted any more, and it is LOCKED at once." in before
    assert "the family is LOCKED. F5 tells its laptop" in after
    with sitting.open() as store:
        (wish,) = told(store, ContactWishRecorded)
        assert isinstance(wish, ContactWishRecorded)
        assert (wish.by, wish.channel) == (WishBy.RESPONDENT, WishChannel.TELEPHONE)
        assert store.rows("SELECT state FROM fieldorder WHERE order_kind = 'lock'") == [("issued",)]


def test_where_it_is_not_clear_who_said_so_the_family_waits_and_no_order_erases_it(sitting: BaseSitting) -> None:
    _, after = seen(sitting, (*OUT, "f8", "3", "enter", "1", *["enter"] * 3), ("ctrl+s", "3"))

    assert "[3 Paused 1]" in after
    with sitting.open() as store:
        assert store.rows("SELECT 1 FROM fieldorder WHERE order_kind = 'lock'") == []
        (wish,) = told(store, ContactWishRecorded)
        assert isinstance(wish, ContactWishRecorded)
        assert wish.decision is WishDecision.PAUSED


def test_a_refusal_is_taken_back_with_a_reason_and_both_stay(sitting: BaseSitting) -> None:
    steps = (
        (*OUT, "enter", *REFUSED, "ctrl+s"),
        ("o", "1", "1", "1", *"rang again", "enter"),
        ("ctrl+s",),
        ("o",),
    )
    locked, before, after, again = seen(sitting, *steps)

    assert "LOCKED: do not visit" in locked
    assert "The family may be visited again." in before
    assert "Taken back; both stay in the record." in after
    assert "LOCKED" not in after
    assert "Nothing holds this family" in again
    with sitting.open() as store:
        said = [each for each in told(store, ContactWishRecorded) if isinstance(each, ContactWishRecorded)]
        assert [each.decision for each in said] == [WishDecision.NO_CONTACT, WishDecision.LIFTED]
        assert said[1].reason == "rang again"


def test_what_no_wish_locked_is_opened_too(sitting: BaseSitting) -> None:
    family = GIVEN[0]
    sitting.record(
        FamilyLockSet(
            family=family, lock=FamilyLock.LOCKED, cause=FamilyLockCause.SAFETY, follows_from=None, reason=None
        )
    )

    *_, after = seen(sitting, ("f", "4", "enter", "o", "1", *"two go together", "enter"), ("ctrl+s",))

    assert "Taken back" in after
    with sitting.open() as store:
        opened = [each for each in told(store, FamilyLockSet) if isinstance(each, FamilyLockSet)][-1]
        assert (opened.lock, opened.reason) == (FamilyLock.OPEN, "two go together")


def test_a_request_that_is_told_to_the_office_is_taken_down_from_the_list(sitting: BaseSitting) -> None:
    keys = (*OUT, "q", "1", "1", "1", *"what have you got", *["enter"] * 4)
    before, after = seen(sitting, keys, ("ctrl+s",))

    assert "What this does" in before
    assert "Request kept." in after
    with sitting.open() as store:
        (request,) = told(store, RequestReceived)
        assert isinstance(request, RequestReceived)
        assert request.family in GIVEN


def test_a_code_for_a_laptop_that_is_away_is_shown_large_and_the_family_is_locked_here(sitting: BaseSitting) -> None:
    before, shown, back = seen(sitting, (*OUT, "enter", "x", "1", "1"), ("ctrl+s",), ("f3",))

    assert "LOCKED here at once" in before
    assert "█" in shown
    assert "LOCKED: do not visit" in back
    with sitting.open() as store:
        assert len(told(store, LockCodeIssued)) == 1


def test_there_is_no_code_for_a_family_that_no_laptop_has(sitting: BaseSitting) -> None:
    (after,) = seen(sitting, ("f", "1", "enter", "x"))

    assert "No laptop has this family" in after


def test_a_refusal_by_number_has_its_family_once_somebody_at_base_says_whose_it_is(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        keep_or_note(store, paper_wish(PaperWishEntered("p-0017", WishBy.RESPONDENT, WishReach.FAMILY), store.now()))

    inbox, before, after, again = seen(
        sitting, ("m", "enter"), ("f3", *OUT, "enter", "b", "1", "1"), ("ctrl+s",), ("b",)
    )

    assert "open that family" in inbox
    assert "Sheet P-0017 is of ECC" in before
    assert "has its family now" in after
    assert "No refusal by number waits" in again
    with sitting.open() as store:
        assert store.rows("SELECT state FROM fieldorder WHERE order_kind = 'lock'") == [("issued",)]


def test_sheets_are_handed_out_come_back_and_are_shredded_by_keys(sitting: BaseSitting) -> None:
    out = ("y", "a", *"p-1 p-2", "enter", "1", "enter", *"no screen there", "enter", "enter")
    handed, back, gone = seen(
        sitting, out, ("b", "enter", "enter"), ("x", "enter", "4", *"Somebody", "enter", *"Recycler", "enter", "ctrl+s")
    )

    assert "The sheets are handed out." in handed
    assert handed.count("issued") == 2
    assert "The sheets are back." in back
    with sitting.open() as store:
        assert [each.state for each in sheets(store)][1] == "issued"
    assert "The sheets are shredded." in gone


def test_enter_on_a_sheet_asks_its_next_step(sitting: BaseSitting) -> None:
    out = ("y", "a", "p", "enter", "1", "enter", *"no screen there", "enter", "enter")
    back, kept, shredding, _, done = seen(
        sitting, (*out, "enter"), ("enter", "enter"), ("enter",),
        ("enter", "4", *"Somebody", "enter", *"Recycler", "enter", "ctrl+s"), ("enter",),
    )  # fmt: skip

    assert "Sheets came back" in back
    assert "The sheets are back." in kept
    assert "Sheets were shredded" in shredding
    assert "nothing is left to do with it" in done


def test_what_went_wrong_with_a_family_on_the_screen_is_told_of_that_family(sitting: BaseSitting) -> None:
    keys = (*OUT, "enter", "f2", "4", "1", "2", *"read aloud in a shop", *["enter"] * 4)
    asked, _ = seen(sitting, (*OUT, "enter", "f2", "4"), ("f3",))
    seen(sitting, keys, ("enter",))

    assert "Whose data is it?" in asked
    with sitting.open() as store:
        (incident,) = incidents(store)
        assert incident.families_count == 1
        assert set(incident.families) <= set(GIVEN)


def test_a_mailbox_is_told_from_another_by_the_end_of_its_address(sitting: BaseSitting) -> None:
    listed = sitting.seen_after("e")

    mailboxes = [line for line in listed.splitlines() if " mailbox " in line]
    assert mailboxes
    assert all("/mail mailbox" in line for line in mailboxes)


CLOSED = ("c", "1", "1", "1", *"the hospital rang", "enter")
"""The whole household, for somebody died, as what is proposed."""


def test_a_case_is_closed_at_the_office_and_taken_up_again_and_the_history_tells_both(sitting: BaseSitting) -> None:
    steps = (
        (*OUT, "enter", *CLOSED),
        ("ctrl+s",),
        ("h",),
        ("f3", "c", "1", "a"),
        (*"another family", "enter"),
        ("ctrl+s",),
        ("h",),
    )
    before, after, history, asked, again, back, told_all = seen(sitting, *steps)

    assert "Nobody visits the whole household any more: other ineligible (790), counted as not eligible." in before
    assert "The case is closed. F5 tells its laptop." in after
    assert "The family is not visited any more, says the office: other ineligible (790); the history (h)" in after
    assert "gave the family the final outcome 790 (not eligible): “the hospital rang”" in history
    assert "how is that known?" in asked
    assert "What was done at the door counts again" in again
    assert "The outcome is taken back." in back
    assert "not visited any more" not in back
    assert "took back the final outcome of the family: “another family”" in told_all
    with sitting.open() as store:
        said = [each for each in told(store, OutcomeSet) if isinstance(each, OutcomeSet)]
        assert [(each.code, each.group) for each in said] == [("790", OutcomeGroup.NOT_ELIGIBLE), (None, None)]


def test_a_closed_case_is_done_in_the_list_and_whoever_expects_a_visit_is_to_be_rung(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        ahead_ms = to_ms(store.now()) + 3_600_000
        store.record(*(doings.appointment(family, ahead_ms) for family in GIVEN))

    before, listed = seen(sitting, (*OUT, "enter", *CLOSED), ("ctrl+s", "f3", "4"))

    assert "An appointment stands: today 10:" in before
    assert "Ring them: this does not." in before
    assert "[4 Done 1]" in listed
    assert "office 790" in listed


def test_one_person_is_closed_alone_and_a_refusal_is_no_outcome_to_choose(sitting: BaseSitting) -> None:
    other = ("f3", "down", "enter", *REFUSED, "ctrl+s", "c")
    before, after, refused = seen(sitting, (*OUT, "enter", "c", "2", "5", "1", *"ill", "enter"), ("ctrl+s",), other)

    assert "any more: unable (532), counted as other, eligible." in before
    assert "is not visited any more, says the office: unable (532)" in after
    assert "Somebody refused, or a refusal waits to be decided on" in refused
    with sitting.open() as store:
        (said,) = told(store, OutcomeSet)
        assert isinstance(said, OutcomeSet)
        assert said.person is not None


def test_whoever_has_the_family_reads_on_the_laptop_that_it_is_closed_and_why(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.give(GIVEN)
    exchange.sync()
    at_base = BaseSitting(tmp_path / "office", exchange.base)
    seen(at_base, (*OUT, "enter", *CLOSED, "ctrl+s"))
    exchange.base = at_base.folder
    exchange.sync()
    door, found = Sitting(tmp_path / "door", exchange.laptop.folder), []

    async def play(app: DoorstepApp, pilot: object) -> None:
        for keys in (("4",), ("enter",), ("h",)):
            await press(app, pilot, *keys)  # type: ignore[arg-type]  # a pilot of this app
            found.append(" ".join(screen_text(app).split()))

    door.play(play)

    listed, page, history = found
    assert "office 790" in listed
    assert "The family is not visited any more, says the office: other ineligible (790)" in page
    assert "Still owed" not in page
    assert "“the hospital rang”" in history
