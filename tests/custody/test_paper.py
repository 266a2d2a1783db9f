"""Sheets are handed out, come back, and are shredded small enough before somebody else (A9, A11)."""

from datetime import timedelta

import pytest

from store.agreement.safeguards import PaperLevel
from store.clock import Instant
from store.custody import paper
from store.custody.naming import staff_named
from store.errors import (
    AsOfTooEarlyError,
    LineFormError,
    PaperLevelError,
    SheetNumberError,
    SheetStateError,
    SheetTakenError,
    SheetUnknownError,
    StaffNameError,
    StillAheadError,
    WitnessError,
)
from store.ids import FamilyId
from store.keeping.acts.terms.devices import SheetState
from store.keeping.acts.terms.store import ErasureReason
from store.keeping.store import Store
from tests.made import SUPERVISOR, MachineTime, families, store

__all__ = ["store"]

GONE = (PaperLevel.P4, "Witness One", "Paper Recyclers Ltd")


def states(store: Store) -> dict[str, SheetState]:
    return {each.sheet: each.state for each in paper.sheets(store)}


def test_a_sheet_goes_out_comes_back_and_is_shredded(store: Store) -> None:
    (family,) = families(1)
    store.record(family)
    me = staff_named(store, SUPERVISOR)

    assert paper.issue(store, ["p-1", " P-2", "p-2"], SUPERVISOR, [family.family], "no signal on the marsh") == 2
    assert states(store) == {"P-1": SheetState.ISSUED, "P-2": SheetState.ISSUED}
    assert paper.left_with(store, me) == 2
    assert paper.take_back(store, ["P-1"]) == 1
    assert paper.left_with(store, me) == 1
    assert paper.shred(store, ["P-1"], *GONE) == 1

    shredded, out = paper.sheets(store)
    assert (shredded.state, shredded.level, shredded.witness, shredded.recycler) == (SheetState.SHREDDED, *GONE)
    assert (shredded.holder, shredded.families) == (me, (family.family,))
    assert out.state is SheetState.ISSUED
    assert "marsh" not in repr(shredded)


def test_a_family_stands_on_its_sheets_until_they_are_shredded_or_it_is_destroyed(
    store: Store, machine_time: MachineTime
) -> None:
    first, second = (each.family for each in families(2))
    store.record(*families(2))
    machine_time.move(hours=1)
    before = store.now()
    machine_time.move(hours=1)
    paper.issue(store, ["P-1", "P-2"], SUPERVISOR, [first, second], "no signal on the marsh")
    machine_time.move(hours=1)
    meanwhile = store.now()
    paper.take_back(store, ["P-1"])
    machine_time.move(hours=1)
    paper.shred(store, ["P-1"], *GONE)

    def on(family: FamilyId, at: Instant | None = None) -> list[str]:
        return [each.sheet for each in paper.sheets_of(store, family, at)]

    assert (on(first, before), on(first, meanwhile), on(first)) == ([], ["P-1", "P-2"], ["P-2"])
    with pytest.raises(AsOfTooEarlyError):
        on(first, before - timedelta(days=400))

    store.erase_for_ever([first], ErasureReason.DESTRUCTION_ORDER, "7.2e")
    assert on(first) == on(first, meanwhile) == []
    assert on(second) == ["P-2"]
    store.replay()
    assert [each.families for each in paper.sheets(store)] == [(second,), (second,)]
    assert [each.families_count for each in paper.sheets(store)] == [2, 2]
    assert on(first) == []


def test_a_number_names_one_sheet_for_ever(store: Store) -> None:
    paper.issue(store, ["P-1"], SUPERVISOR, [], "maps")
    paper.take_back(store, ["P-1"])

    with pytest.raises(SheetTakenError):
        paper.issue(store, ["P-2", "P-1"], SUPERVISOR, [], "maps")
    assert states(store) == {"P-1": SheetState.RETURNED}


@pytest.mark.parametrize("typed", [[], [""], ["P/1"], ["-1"], ["x" * 33], ["P-1", "\x1b[2J"]])
def test_what_is_no_number_is_refused(store: Store, typed: list[str]) -> None:
    with pytest.raises(SheetNumberError):
        paper.issue(store, typed, SUPERVISOR, [], "maps")
    assert states(store) == {}


def test_a_sheet_takes_each_step_once_and_in_order(store: Store) -> None:
    paper.issue(store, ["P-1"], SUPERVISOR, [], "maps")

    with pytest.raises(SheetStateError) as refused:
        paper.shred(store, ["P-1"], *GONE)
    assert refused.value.state == "issued"
    with pytest.raises(SheetUnknownError):
        paper.take_back(store, ["P-1", "P-9"])
    paper.take_back(store, ["P-1"])
    with pytest.raises(SheetStateError):
        paper.take_back(store, ["P-1"])
    assert states(store) == {"P-1": SheetState.RETURNED}


def test_too_coarse_or_unseen_or_tomorrow_is_not_shredded(store: Store) -> None:
    paper.issue(store, ["P-1"], SUPERVISOR, [], "maps")
    paper.take_back(store, ["P-1"])

    with pytest.raises(PaperLevelError):
        paper.shred(store, ["P-1"], PaperLevel.P3, *GONE[1:])
    with pytest.raises(WitnessError):
        paper.shred(store, ["P-1"], PaperLevel.P5, f" {SUPERVISOR.upper()}", GONE[2])
    with pytest.raises(LineFormError):
        paper.shred(store, ["P-1"], PaperLevel.P5, "", GONE[2])
    with pytest.raises(StillAheadError):
        paper.shred(store, ["P-1"], *GONE, at=store.now() + timedelta(minutes=1))
    with pytest.raises(StaffNameError):
        paper.issue(store, ["P-2"], "Nobody Here", [], "maps")
    assert states(store) == {"P-1": SheetState.RETURNED}
