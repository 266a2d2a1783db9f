"""A laptop takes in what base sent: only what base's journal holds, only what is for this laptop, only what is true."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import errors
from store.clock import to_ms
from store.exchange.bundle_contents import Down, Proven
from store.exchange.meant_for import COMES_DOWN, is_for
from store.exchange.taking_down import spans_of
from store.ids import DeviceId, JournalId, StoreId, new_id
from store.keeping import acts
from store.keeping.acts import Act
from store.keeping.acts.terms.consents import ConsentDecision, InterviewState
from store.keeping.acts.terms.exchange import OrderKind
from store.keeping.acts.terms.families import FamilyLock
from store.keeping.acts.values import PARTS_COUNT
from store.keeping.freshness import Frozen
from store.keeping.inspection import inspect
from store.keeping.vault import Seeds
from tests.exchange.enrolled import FORGOTTEN
from tests.exchange.forging import STRANGER, Author, everything, kinds_since, replay_changes_nothing, told_since
from tests.exchange.met import DELIVERED, Met, is_base_put_back, is_refused_down, meeting
from tests.keeping.test_acts import sample
from tests.made import opened

OTHER_LAPTOP = DeviceId("1e" * 16)
OTHER = JournalId("0e" * 16)


@pytest.fixture
def met(tmp_path: Path) -> Iterator[Met]:
    with meeting(tmp_path) as met:
        yield met


@pytest.fixture
def author(met: Met) -> Author:
    """Base's forger."""
    return Author(met.base)


def down(met: Met, author: Author, *carried: Proven, **changed: Any) -> Down:
    """Return what base would send now; its clock stands where the laptop's does."""
    contents = author.down(*carried, consistency=(author.grown(met.at_laptop().their_size),))
    return replace(contents, **{"ahead_ms": met.laptop.sidecar.ahead_ms, **changed})


def for_it(met: Met) -> list[Act]:
    """Return an act of each kind that may come down, for this laptop."""
    device, base = met.device, met.at_laptop().device
    key = Seeds.fresh().sealing_key().public.hex()
    return [
        sample(acts.FamilyAllocated).model_copy(update={"device": device, "family": DELIVERED[1].family}),
        sample(acts.FamilyRecalled).model_copy(update={"device": device, "family": DELIVERED[0].family}),
        acts.OrderIssued(
            order=new_id(),
            order_kind=OrderKind.RENEW_KEYS,
            device=device,
            families=(),
            entries=(),
            follows_from=None,
            due_at_ms=None,
            needs_release=None,
        ),
        sample(acts.OrderCancelled).model_copy(update={"device": device}),
        sample(acts.RecoveryKeyMade).model_copy(update={"device": device}),
        sample(acts.BundleReceived).model_copy(update={"from_device": device, "entries": ()}),
        sample(acts.DeviceKeysRenewed).model_copy(update={"device": base, "sealing_key": key}),
        sample(acts.JournalSucceeded).model_copy(
            update={"store": StoreId(base), "old_journal": OTHER, "new_journal": JournalId("0f" * 16)}
        ),
    ]


ABOUT_WHAT_IS_HERE = (
    acts.CredentialRecorded,
    acts.CredentialEnded,
    acts.StaffLeft,
    acts.ClockStopped,
    acts.AttemptToldOn,
    acts.AppointmentToldOn,
    acts.ObservationsToldOn,
    acts.ContactWishRecorded,
    acts.ConflictFound,
    acts.ConflictSettled,
    acts.OutcomeSet,
)
EVERYWHERE = {acts.WordingIssued, acts.VolumeAttestationEnded, acts.AgreementExtended, acts.TermEnded}


def lock_set(lock: FamilyLock) -> acts.FamilyLockSet:
    return sample(acts.FamilyLockSet).model_copy(update={"lock": lock})


def said(decision: ConsentDecision) -> acts.ConsentRecorded:
    return sample(acts.ConsentRecorded).model_copy(update={"decision": decision, "not_asked_reason": None})


def interview(state: InterviewState) -> acts.InterviewMarked:
    return sample(acts.InterviewMarked).model_copy(update={"state": state})


FOR_ANOTHER = {
    "device": OTHER_LAPTOP,
    "from_device": OTHER_LAPTOP,
    "store": StoreId(OTHER_LAPTOP),
}


# -- what is let in --------------------------------------------------------------------------------------------------


def test_what_is_for_this_laptop_is_kept_with_the_note_and_told_of(met: Met, author: Author) -> None:
    size, carried = met.laptop.journal.size, []
    for act in for_it(met)[:7]:
        author.write(sample(acts.SettingChanged))  # of base's own, which stays there
        author.write(act)
        carried.append(len(author.entries) - 1)

    heard = met.take_down(down(met, author, *(author.proven(n) for n in carried)), author)

    assert (heard.new_count, heard.is_late) == (7, False)
    received = told_since(met.laptop, size)[0]
    assert isinstance(received, acts.BundleReceived)
    assert [(each.first, each.count) for each in received.entries] == [(n, 1) for n in carried]
    assert (received.checkpoint_size, received.checkpoint_root) == (len(author.entries), author.head().root.hex())
    assert met.at_laptop().their_size == len(author.entries)
    assert met.laptop.seen() == len(author.entries)
    replay_changes_nothing(met.laptop)
    inspect(met.laptop)


def test_what_is_here_already_comes_in_once(met: Met, author: Author) -> None:
    author.write(for_it(met)[2])
    last = author.proven(len(author.entries) - 1)
    met.take_down(down(met, author, last), author)

    assert met.take_down(down(met, author, last), author, 1_001).new_count == 0
    replay_changes_nothing(met.laptop)


def test_a_bundle_that_a_later_one_overtook_changes_nothing(met: Met, author: Author) -> None:
    late = down(met, author)
    author.write(for_it(met)[2])
    met.take_down(down(met, author, author.proven(len(author.entries) - 1)), author, 1_001)
    before = everything(met.laptop)

    for number in (5, 1_000):
        assert met.take_down(late, author, number).is_late
    assert everything(met.laptop) == before


def test_base_gives_each_number_once(met: Met, author: Author) -> None:
    first = down(met, author)
    author.write(sample(acts.SettingChanged))
    met.take_down(down(met, author), author, 1_001)

    is_base_put_back(met, author, first, 1_001)


def test_a_number_that_was_used_twice_is_found_where_its_first_bundle_never_came(met: Met, author: Author) -> None:
    other = author.double()
    author.write(for_it(met)[2])
    met.take_down(down(met, author, author.proven(len(author.entries) - 1)), author, 1_001)
    other.write(sample(acts.SettingChanged))

    assert found_put_back(met, other, down(met, other))


def test_so_it_is_where_it_brings_another_entry_in_the_place_of_one(met: Met, author: Author) -> None:
    other = author.double()
    author.write(for_it(met)[2])
    met.take_down(down(met, author, author.proven(len(author.entries) - 1)), author, 1_001)
    other.write(for_it(met)[3])
    place = len(other.entries) - 1
    other.write(sample(acts.SettingChanged))

    assert found_put_back(met, other, down(met, other, other.proven(place)))


def found_put_back(met: Met, by: Author, contents: Down) -> bool:
    """Send a bundle that a later one overtook; return whether it is found to be of a base that was put back."""
    name = met.put(contents, by, met.laptop, 1_000)
    (refused,) = met.sync(met.laptop).refused
    return (refused.name, type(refused.why)) == (name, errors.BaseBehindError)


# -- base's head -----------------------------------------------------------------------------------------------------


def test_the_head_is_by_base(met: Met, author: Author) -> None:
    contents = down(met, author, checkpoint=author.note(by=STRANGER))

    is_refused_down(met, author, contents, errors.CheckpointNotSignedError)


def test_base_has_one_branch(met: Met, author: Author) -> None:
    contents = down(met, author, checkpoint=author.note(says={"branch": 1}))

    is_refused_down(met, author, contents, errors.BundleContradictsError)


def test_an_earlier_head_takes_nothing_back(met: Met, author: Author) -> None:
    known = met.at_laptop()

    for number, size in enumerate((3, known.their_size - 1), start=1_000):
        met.take_down(down(met, author, checkpoint=author.note(size)), author, number)

    assert (met.at_laptop().their_size, met.at_laptop().their_root) == (known.their_size, known.their_root)
    assert met.laptop.seen() == known.their_size
    replay_changes_nothing(met.laptop)


def test_an_earlier_head_brings_nothing(met: Met, author: Author) -> None:
    n = len(author.entries)
    author.write(for_it(met)[2])
    author.write(sample(acts.SettingChanged))
    met.take_down(down(met, author), author)
    contents = down(met, author, author.proven(n, n + 1), checkpoint=author.note(n + 1))

    is_base_put_back(met, author, contents, number=1_001)


def test_a_bundle_begins_where_this_laptop_is(met: Met, author: Author) -> None:
    is_refused_down(met, author, down(met, author, first=met.at_laptop().their_size + 1), errors.BundleGapError)


def test_base_is_not_another_at_the_size_it_was(met: Met, author: Author) -> None:
    contents = down(met, author, checkpoint=author.note(met.at_laptop().their_size, says={"root": b"\x07" * 32}))

    is_base_put_back(met, author, contents)


def test_a_longer_journal_shows_that_it_only_grew(met: Met, author: Author) -> None:
    known = met.at_laptop().their_size
    author.write(sample(acts.SettingChanged))
    others = [author.grown(size) for size in range(1, known)]
    changed = author.grown(known)[1]

    is_base_put_back(met, author, down(met, author, consistency=()))
    is_base_put_back(met, author, down(met, author, consistency=tuple(others)))
    for path in (changed[:-1], (*changed, b"\0" * 32), (b"\0" * 32, *changed[1:]), changed[::-1]):
        is_base_put_back(met, author, down(met, author, consistency=((known, path),)))


def test_a_journal_that_was_written_anew_is_refused(met: Met, author: Author) -> None:
    """Signed by base's own key, and whole in itself."""
    known = met.at_laptop().their_size
    del author.entries[known - 1 :]
    for _ in range(4):
        author.write(sample(acts.SettingChanged))

    is_base_put_back(met, author, down(met, author))


def test_another_journal_needs_the_act_that_succeeds_to_it(met: Met, author: Author) -> None:
    author.journal, author.trees = JournalId("0f" * 16), {0: []}
    author.write(sample(acts.SettingChanged))
    is_refused_down(met, author, down_anew(met, author), errors.BundleContradictsError)

    base = met.at_laptop()
    fits = for_it(met)[7].model_copy(update={"old_journal": base.journal})
    for wrong in ({"old_journal": OTHER}, {"new_journal": OTHER}):
        author.trees[0] = []
        author.write(fits.model_copy(update=wrong))
        is_refused_down(met, author, down_anew(met, author, 0), errors.BundleContradictsError)

    author.trees[0] = []
    author.write(fits.model_copy(update={"store": StoreId(OTHER_LAPTOP)}))
    is_refused_down(met, author, down_anew(met, author, 0), errors.BundleEntryError)

    author.trees[0] = []
    author.write(fits)
    assert met.take_down(down_anew(met, author, 0), author).new_count == 1
    assert met.at_laptop().journal == author.journal
    replay_changes_nothing(met.laptop)


def down_anew(met: Met, author: Author, *carried: int) -> Down:
    return replace(author.down(*(author.proven(n) for n in carried)), ahead_ms=met.laptop.sidecar.ahead_ms)


# -- base's entries --------------------------------------------------------------------------------------------------


def test_an_entry_is_in_base_s_journal(met: Met, author: Author) -> None:
    author.write(for_it(met)[2])
    n = len(author.entries) - 1
    good = author.proven(n)
    wrong = [
        replace(good, path=()),
        replace(good, path=good.path[:-1]),
        replace(good, path=(*good.path, b"\0" * 32)),
        replace(good, path=(b"\0" * 32, *good.path[1:])),
        replace(good, n=n - 1),
        replace(good, entry=author.entry(for_it(met)[2], n)),
    ]

    for proven in wrong:
        is_refused_down(met, author, down(met, author, proven), errors.ProofDoesNotHoldError)


def test_an_entry_is_below_base_s_head(met: Met, author: Author) -> None:
    author.write(for_it(met)[2])
    n = len(author.entries) - 1

    for beyond in (n + 1, 2**40):
        proven = replace(author.proven(n), n=beyond)
        is_refused_down(met, author, down(met, author, proven), errors.ProofDoesNotHoldError)


@pytest.mark.parametrize("wrong", [{"n": 0}, {"branch": 1}, {"journal": OTHER}], ids=str)
def test_an_entry_stands_in_its_own_place(met: Met, author: Author, wrong: dict[str, Any]) -> None:
    n = len(author.entries)
    author.entries.append(author.entry(for_it(met)[2], **{"n": n, **wrong}))

    is_refused_down(met, author, down(met, author, author.proven(n)), errors.BundleEntryError)


def test_an_entry_has_its_own_body_and_has_one(met: Met, author: Author) -> None:
    n, good = len(author.entries), author.write(for_it(met)[2])
    proven = author.proven(n)

    for entry in (good._replace(body=author.entry(for_it(met)[3], n).body), good._replace(salt=None, body=None)):
        is_refused_down(met, author, down(met, author, replace(proven, entry=entry)), errors.BundleEntryError)


@pytest.mark.parametrize("later", [{"kind": "yet_unheard_of"}, {"version": 200}], ids=str)
def test_what_a_later_release_wrote_waits_for_it(met: Met, author: Author, later: dict[str, Any]) -> None:
    n = len(author.entries)
    author.write(for_it(met)[2], **later)

    is_refused_down(met, author, down(met, author, author.proven(n)), errors.BundleTooNewError)


def test_entries_come_once_each_and_in_order(met: Met, author: Author) -> None:
    n = len(author.entries)
    author.write(for_it(met)[2])
    author.write(for_it(met)[2])
    first, second = author.proven(n), author.proven(n + 1)

    is_refused_down(met, author, down(met, author, first, first), errors.BundleEntryError)
    is_refused_down(met, author, down(met, author, second, first), errors.BundleEntryError)


@pytest.mark.parametrize("place", range(8))
def test_what_is_for_another_laptop_is_refused(met: Met, author: Author, place: int) -> None:
    n, act = len(author.entries), for_it(met)[place]
    (addressed,) = set(FOR_ANOTHER) & set(type(act).model_fields)
    author.write(act.model_copy(update={addressed: FOR_ANOTHER[addressed]}))

    is_refused_down(met, author, down(met, author, author.proven(n)), errors.BundleEntryError)


def test_only_eight_kinds_for_it_the_wordings_and_the_term_ever_come_down_7_2c(met: Met, author: Author) -> None:
    """Nothing of eligibility, of other staff or of the programme, whatever base's own key signs.

    What is about a family, a person or a clock is let in where that is here, which of the samples none is.
    """
    allowed = {type(act) for act in for_it(met)} | EVERYWHERE | set(ABOUT_WHAT_IS_HERE)
    never = [kind for kind in acts.CATALOGUE.values() if kind not in allowed]
    held_back: dict[type[Act], Act] = {
        acts.FamilyLockSet: lock_set(FamilyLock.LOCKED),
        acts.ConsentRecorded: said(ConsentDecision.GIVEN),
        acts.InterviewMarked: interview(InterviewState.COMPLETE),
    }
    first = len(author.entries)
    for kind in never:
        author.write(held_back.get(kind) or _addressed(sample(kind), met.device))
    before = everything(met.laptop)

    assert len(allowed) == 12 + len(ABOUT_WHAT_IS_HERE)
    assert set(COMES_DOWN) == allowed | set(held_back)  # each with the release since which laptops read it
    assert {acts.FamilyDelivered, acts.StaffAdded, acts.ProgrammeStatusRecorded, acts.EligibilityOpened} <= set(never)
    for n in range(first, len(author.entries)):
        with pytest.raises(errors.BundleEntryError) as refused:
            met.take_down(down(met, author, author.proven(n)), author)
        assert refused.value.n == n
    assert everything(met.laptop) == before


def test_what_concerns_nothing_here_is_left_out_and_the_rest_is_kept(met: Met, author: Author) -> None:
    """A family may be gone by the time base's word of it comes, and a clock a copy's that was put back since."""
    taken_back = [
        *(said(decision) for decision in (ConsentDecision.WITHDRAWN, ConsentDecision.ENTERED_IN_ERROR)),
        interview(InterviewState.ENTERED_IN_ERROR),
    ]
    about = [*taken_back, lock_set(FamilyLock.OPEN), *(sample(kind) for kind in ABOUT_WHAT_IS_HERE)]
    size, first = met.laptop.journal.size, len(author.entries)
    for act in (*about, for_it(met)[2]):
        author.write(act)
    carried = [author.proven(n) for n in range(first, len(author.entries))]

    heard = met.take_down(down(met, author, *carried), author)

    assert (heard.new_count, heard.is_late) == (1, False)
    received = told_since(met.laptop, size)[0]
    assert isinstance(received, acts.BundleReceived)
    assert [(each.first, each.count) for each in received.entries] == [(len(author.entries) - 1, 1)]
    assert met.take_down(down(met, author, *carried), author, 1_001).new_count == 0
    replay_changes_nothing(met.laptop)
    inspect(met.laptop)


def _addressed(act: Act, device: DeviceId) -> Act:
    """Return an act that names a device, wherever it could."""
    names: list[str] = [name for name in ("device", "from_device", "to_device") if name in type(act).model_fields]
    named = dict.fromkeys(names, device)
    return act.model_copy(update=named)


def test_one_false_entry_among_true_ones_keeps_all_out(met: Met, author: Author) -> None:
    n = len(author.entries)
    author.write(for_it(met)[2])
    author.write(sample(acts.ProgrammeStatusRecorded))
    author.write(for_it(met)[0])

    contents = down(met, author, *(author.proven(each) for each in range(n, n + 3)))

    is_refused_down(met, author, contents, errors.BundleEntryError)


# -- receipts --------------------------------------------------------------------------------------------------------


def own(met: Met) -> Author:
    return Author(met.laptop)


def test_a_receipt_is_kept_with_what_is_backed_up(met: Met, author: Author) -> None:
    laptop, size = own(met), met.laptop.journal.size
    receipt = author.receipt(laptop.note(), backed_up_size=5)

    met.take_down(down(met, author, receipts=(receipt,)), author)

    told = told_since(met.laptop, size)[1]
    assert isinstance(told, acts.ReceiptReceived)
    assert (told.size, told.backed_up_size, told.root) == (len(laptop.entries), 5, laptop.head().root.hex())
    assert met.laptop.rows("SELECT size, backed_up_size FROM receipt") == [(len(laptop.entries), 5)]
    inspect(met.laptop)


def test_the_same_receipt_is_told_once(met: Met, author: Author) -> None:
    receipts = (author.receipt(own(met).note()),)
    met.take_down(down(met, author, receipts=receipts), author)
    size = met.laptop.journal.size

    met.take_down(down(met, author, receipts=receipts), author, 1_001)

    assert kinds_since(met.laptop, size) == ["bundle_received"]


def test_a_receipt_is_by_base_and_of_this_laptop(met: Met, author: Author) -> None:
    laptop = own(met)
    wrong: list[tuple[Any, type[errors.StoreError]]] = [
        (replace(author.receipt(laptop.note()), note=laptop.note()), errors.CosignatureMissingError),
        (author.receipt(laptop.note(), by=STRANGER), errors.CosignatureMissingError),
        (author.receipt(laptop.note(), name=f"doorstep/{OTHER}"), errors.CosignatureMissingError),
        (author.receipt(laptop.note(by=STRANGER)), errors.CheckpointNotSignedError),
        (author.receipt(laptop.note(says={"journal": OTHER})), errors.BundleContradictsError),
        (author.receipt(author.note()), errors.CheckpointNotSignedError),
    ]

    for receipt, refusal in wrong:
        is_refused_down(met, author, down(met, author, receipts=(receipt,)), refusal)


def test_a_receipt_is_not_taken_back(met: Met, author: Author) -> None:
    laptop = own(met)
    (known,) = met.laptop.rows("SELECT size FROM receipt")[0]

    receipt = author.receipt(laptop.note(known - 1))

    is_base_put_back(met, author, down(met, author, receipts=(receipt,)))


@pytest.mark.parametrize("ahead", [1, 40])
def test_a_receipt_ahead_of_the_journal_freezes_it_for_good(met: Met, author: Author, ahead: int) -> None:
    laptop = own(met)
    for _ in range(ahead):
        laptop.write(sample(acts.SettingChanged))
    _is_frozen_by(met, author, laptop.note(), Frozen.ROLLED_BACK)


def test_a_receipt_of_another_journal_of_the_same_size_freezes_it_for_good(met: Met, author: Author) -> None:
    laptop = own(met)
    laptop.entries[-2:] = [
        laptop.entry(sample(acts.SettingChanged), n) for n in range(len(laptop.entries) - 2, len(laptop.entries))
    ]
    _is_frozen_by(met, author, laptop.note(), Frozen.FORKED)


def _is_frozen_by(met: Met, author: Author, note: bytes, frozen: Frozen) -> None:
    before, folder = everything(met.laptop), met.laptop.folder
    name = met.put(down(met, author, receipts=(author.receipt(note),)), author, met.laptop)

    with pytest.raises(errors.StoreBehindError):
        met.sync(met.laptop)

    assert met.laptop.frozen is frozen
    assert everything(met.laptop) == before
    assert (met.mail / name).exists()  # it is evidence, and the branch that goes on takes it in
    with pytest.raises(errors.StoreFrozenError):
        met.laptop.record(sample(acts.SettingChanged))
    met.laptop.close()
    for _ in range(2):
        with opened(folder, FORGOTTEN) as again:
            assert again.frozen is frozen


def test_a_receipt_of_a_later_branch_freezes_it_for_good(met: Met, author: Author) -> None:
    """The copy that was put back is from before the branch was opened."""
    laptop, folder = own(met), met.laptop.folder
    laptop.write(sample(acts.SettingChanged), 1)
    met.put(down(met, author, receipts=(author.receipt(laptop.note(branch=1)),)), author, met.laptop)

    with pytest.raises(errors.StoreBehindError):
        met.sync(met.laptop)

    assert met.laptop.frozen is not None
    met.laptop.close()
    with opened(folder, FORGOTTEN) as again:
        assert again.frozen is not None


# -- the training clock ----------------------------------------------------------------------------------------------


def test_a_laptop_follows_the_training_clock_forward_and_never_back(met: Met, author: Author) -> None:
    stood, day = met.laptop.sidecar.ahead_ms, 86_400_000
    assert stood is not None

    met.take_down(down(met, author, ahead_ms=stood + day), author)
    assert met.laptop.sidecar.ahead_ms == stood + day

    met.take_down(down(met, author, ahead_ms=stood), author, 1_001)
    assert met.laptop.sidecar.ahead_ms == stood + day
    assert to_ms(met.laptop.now()) > to_ms(met.base.now())


def test_a_clock_beyond_any_exercise_is_refused_with_all_that_came_along(met: Met, author: Author) -> None:
    century = 100 * 365 * 86_400_000

    is_refused_down(met, author, down(met, author, ahead_ms=century), errors.BundleContradictsError)


# -- spans -----------------------------------------------------------------------------------------------------------


@given(st.sets(st.integers(0, 5_000), max_size=700))
def test_spans_cover_every_index_and_are_few_sorted_and_apart(chosen: set[int]) -> None:
    spans = spans_of(OTHER, sorted(chosen))

    covered = {n for span in spans for n in range(span.first, span.first + span.count)}
    assert chosen <= covered
    assert len(spans) <= PARTS_COUNT
    assert all(a.first + a.count < b.first for a, b in pairwise(spans))
    assert all(span.first in chosen and span.first + span.count - 1 in chosen for span in spans)
    if len(spans) < PARTS_COUNT:
        assert chosen == covered


def test_each_kind_on_the_list_is_for_one_laptop(met: Met) -> None:
    base = met.at_laptop().device

    for act in for_it(met):
        is_for_every_laptop = isinstance(act, acts.DeviceKeysRenewed | acts.JournalSucceeded)
        assert is_for(act, met.device, base)
        assert is_for(act, OTHER_LAPTOP, base) is is_for_every_laptop
