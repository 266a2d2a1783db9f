"""What is said at the prompt with no passphrase is kept at once, and becomes acts when somebody comes in."""

from pathlib import Path

import pytest

from store.agreement.loading import load_agreement
from store.custody.incidents.raising import IncidentEntered
from store.errors import LineFormError, NumberFormError
from store.exchange.told_locked import RefusalTold, note_hand_in, note_incident, note_refusal
from store.ids import DeviceId
from store.keeping import acts
from store.keeping.acts.terms.families import WishBy, WishDecision
from store.keeping.acts.terms.incidents import IncidentKind
from store.keeping.header import unpack
from store.keeping.opening import ClosedStore
from store.keeping.store import Store
from tests.made import QUEUE, families, made_base, opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with three families, locked."""
    folder = made_base(tmp_path)
    with opened(folder) as store:
        store.record(*families(3))
    return folder


def told(store: Store, since: int) -> list[acts.Act]:
    known = {kind.kind: kind for kind in (acts.ContactWishRecorded, acts.FamilyLockSet, acts.DeviceHandedIn)}
    known[acts.IncidentRaised.kind] = acts.IncidentRaised  # type: ignore[assignment]  # one dictionary of kinds
    found: list[acts.Act] = []
    for entry in store.journal.entries(since, store.journal.size):
        kind = known.get(unpack(entry.header).kind)
        if kind is not None:
            found.append(acts.parse(kind.kind, kind.version, entry.body or b""))
    return found


@pytest.mark.parametrize(
    ("by", "decision", "is_locked"),
    [
        (WishBy.RESPONDENT, WishDecision.NO_CONTACT, True),
        (WishBy.OFFICE, WishDecision.NO_CONTACT, True),
        (WishBy.PROXY, WishDecision.PAUSED, False),
        (WishBy.UNSURE, WishDecision.PAUSED, False),
    ],
)
def test_a_refusal_by_number_is_in_the_journal_of_whoever_comes_in_next(
    folder: Path, by: WishBy, decision: WishDecision, is_locked: bool
) -> None:
    refused = families(3)[1]
    closed = ClosedStore(folder)
    note_refusal(closed, RefusalTold(f" {refused.council_reference.lower()} ", by))
    closed.release()

    with opened(folder) as store:
        wish, *locks = told(store, 7)

    assert isinstance(wish, acts.ContactWishRecorded)
    assert (wish.family, wish.by, wish.decision) == (refused.family, by, decision)
    assert [type(each) for each in locks] == ([acts.FamilyLockSet] if is_locked else [])


def test_a_number_that_no_family_has_becomes_an_incident_and_is_not_forgotten(folder: Path) -> None:
    closed = ClosedStore(folder)
    note_refusal(closed, RefusalTold("ZZZ-99", WishBy.RESPONDENT))
    closed.release()

    with opened(folder) as store:
        (raised,) = told(store, 7)

    assert isinstance(raised, acts.IncidentRaised)
    assert "ZZZ-99" in raised.what


def test_a_loss_is_raised_by_nobody_and_names_this_device(folder: Path) -> None:
    closed = ClosedStore(folder)
    note_incident(
        closed, IncidentEntered(IncidentKind.PAPER_LOST, "a sheet blew away", "High Street"), load_agreement()
    )
    closed.release()

    with opened(folder) as store:
        (raised,) = told(store, 7)
        assert isinstance(raised, acts.IncidentRaised)
        assert raised.devices == (DeviceId(store.sidecar.store),)

    assert (raised.incident_kind, raised.what, raised.place) == (
        IncidentKind.PAPER_LOST,
        "a sheet blew away",
        "High Street",
    )


def test_a_laptop_that_is_handed_in_says_what_is_left_on_it_then(folder: Path) -> None:
    closed = ClosedStore(folder)
    note_hand_in(closed, "2")
    closed.release()

    with opened(folder) as store:
        (handed_in,) = told(store, 7)

    assert isinstance(handed_in, acts.DeviceHandedIn)
    assert (handed_in.families_left_count, handed_in.sheets_left_count) == (3, 2)
    assert handed_in.unsent_count >= 3


def test_each_is_told_once_and_none_stands_in_clear(folder: Path) -> None:
    closed = ClosedStore(folder)
    note_incident(closed, IncidentEntered(IncidentKind.DEVICE_LOST, "left on the bus"), load_agreement())
    note_refusal(closed, RefusalTold("ECC-00002", WishBy.RESPONDENT))
    closed.release()
    written = (folder / QUEUE).read_bytes()

    assert b"bus" not in written
    assert b"ECC" not in written
    for _ in range(2):
        with opened(folder) as store:
            assert [act.kind for act in told(store, 7)].count("incident_raised") == 1


@pytest.mark.parametrize("number", ["", " ", "ECC 00001\x1b[2J", "x" * 33, "-1"])
def test_what_is_no_number_is_refused_and_nothing_is_noted(folder: Path, number: str) -> None:
    closed = ClosedStore(folder)

    with pytest.raises(NumberFormError):
        note_refusal(closed, RefusalTold(number, WishBy.RESPONDENT))

    assert closed.queue.waiting() == []
    closed.release()


@pytest.mark.parametrize("sheets", ["", "two", "-1", "1001"])
def test_what_is_no_number_of_sheets_is_refused(folder: Path, sheets: str) -> None:
    closed = ClosedStore(folder)

    with pytest.raises(LineFormError):
        note_hand_in(closed, sheets)
    closed.release()
