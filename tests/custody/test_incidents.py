"""An incident starts its clocks in the transaction that tells of it, wherever it is told (14.1, A10, 2.2d)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.agreement.deadlines import ClockKind
from store.agreement.loading import load_agreement
from store.clock import from_ms
from store.custody.clocks import running
from store.custody.incidents.known import incident_named, incidents
from store.custody.incidents.raising import IncidentEntered, raise_incident, raised, with_clocks
from store.errors import (
    IncidentOrderError,
    IncidentUnknownError,
    LineFormError,
    NoRuleThenError,
    StillAheadError,
)
from store.exchange.told_locked import note_incident
from store.ids import NOBODY, FamilyId
from store.keeping import acts
from store.keeping.acts.terms.incidents import IncidentKind
from store.keeping.freshness import Frozen
from store.keeping.header import unpack
from store.keeping.opening import ClosedStore
from store.keeping.store import Store
from tests.made import BEGINS, made_base, opened, store

__all__ = ["store"]

LOST = IncidentEntered(IncidentKind.DEVICE_LOST, "left on the bus", "Chelmsford")
AGREEMENT = load_agreement()


def test_raising_starts_the_24_hours_and_the_two_working_days_at_one_stroke(store: Store) -> None:
    size = store.journal.size

    raise_incident(store, LOST)

    kinds = [unpack(store.journal.entry(n).header).kind for n in range(size, store.journal.size)]
    assert kinds == ["incident_raised", "clock_started", "clock_started"]
    loss, incident = running(store)
    assert (loss.kind, incident.kind) == (ClockKind.LOSS, ClockKind.INCIDENT)
    assert loss.due_at - loss.started_at == timedelta(hours=24)
    assert incident.due_on.isoformat() == "2015-11-04"
    assert loss.about_id == incidents(store)[0].incident


@pytest.mark.parametrize(
    ("year", "kinds"),
    [
        (2015, {ClockKind.LOSS, ClockKind.INCIDENT}),
        (2019, {ClockKind.LOSS, ClockKind.INCIDENT, ClockKind.REGULATOR_NOTICE}),
    ],
)
def test_the_72_hours_run_where_the_law_of_the_day_says_so(year: int, kinds: set[ClockKind]) -> None:
    now = datetime(year, 11, 2, 9, tzinfo=UTC)

    told = with_clocks(raised(LOST, AGREEMENT, NOBODY, now), AGREEMENT)

    clocks = [each for each in told if isinstance(each, acts.ClockStarted)]
    assert {each.clock_kind for each in clocks} == kinds
    for each in clocks:
        if each.clock_kind is ClockKind.REGULATOR_NOTICE:
            assert from_ms(each.due_at_ms) == now + timedelta(hours=72)


def test_each_clock_runs_from_its_own_instant() -> None:
    noticed, aware = BEGINS - timedelta(hours=20), BEGINS - timedelta(hours=2)
    entered = IncidentEntered(IncidentKind.OVERSEEN, "read over a shoulder", identified_at=noticed, aware_at=aware)

    told = with_clocks(raised(entered, AGREEMENT, NOBODY, BEGINS), AGREEMENT)

    started = {each.clock_kind: each.started_at_ms for each in told if isinstance(each, acts.ClockStarted)}
    assert from_ms(started[ClockKind.LOSS]) == noticed
    assert from_ms(started[ClockKind.INCIDENT]) == aware


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"identified_at": BEGINS + timedelta(minutes=1)}, StillAheadError),
        ({"aware_at": BEGINS + timedelta(minutes=1)}, StillAheadError),
        ({"happened_at": BEGINS + timedelta(minutes=1)}, StillAheadError),
        ({"happened_at": BEGINS, "identified_at": BEGINS - timedelta(hours=1)}, IncidentOrderError),
        ({"happened_at": BEGINS, "aware_at": BEGINS - timedelta(hours=1)}, IncidentOrderError),
        ({"identified_at": BEGINS.replace(year=1015)}, NoRuleThenError),
        ({"aware_at": BEGINS.replace(year=1015)}, NoRuleThenError),
        ({"what": ""}, LineFormError),
        ({"what": "a line\x1b[2J"}, LineFormError),
        ({"place": "x" * 201}, LineFormError),
    ],
)
def test_what_cannot_be_is_refused(changed: dict[str, object], refusal: type[Exception]) -> None:
    entered = IncidentEntered(**{"kind": IncidentKind.OTHER, "what": "something", **changed})  # type: ignore[arg-type]

    with pytest.raises(refusal):
        raised(entered, AGREEMENT, NOBODY, BEGINS)


def test_one_that_was_told_while_locked_runs_from_when_it_was_noticed(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    closed = ClosedStore(folder)
    noticed = closed.now() - timedelta(hours=3)
    entered = IncidentEntered(IncidentKind.PAPER_LOST, "blown away", identified_at=noticed)
    shown = [each for each in note_incident(closed, entered, AGREEMENT) if isinstance(each, acts.ClockStarted)]
    closed.release()

    for _ in range(2):
        with opened(folder) as store:
            clocks = running(store)

    assert [each.due_at for each in clocks] == [from_ms(each.due_at_ms) for each in shown]
    assert clocks[0].due_at == clocks[0].started_at + timedelta(hours=24)
    assert abs(clocks[0].started_at - noticed) < timedelta(milliseconds=1)


def test_a_frozen_store_notes_the_incident_alone(store: Store) -> None:
    store.frozen = Frozen.FORKED

    raise_incident(store, LOST)

    assert [each.what for each in store.queue.waiting()] == ["incident_raised/1"]


@pytest.mark.parametrize(("frozen", "count"), [(None, 10_001), (Frozen.FORKED, 1_001)])
def test_of_more_families_than_an_act_or_a_line_takes_the_count_is_told(
    store: Store, frozen: Frozen | None, count: int
) -> None:
    store.frozen = frozen
    families = tuple(FamilyId(f"{n:032x}") for n in range(count))

    told = raise_incident(store, replace(LOST, families=families))[0]

    assert isinstance(told, acts.IncidentRaised)
    assert (told.families, told.families_count) == ((), count)


def test_one_is_found_by_the_beginning_of_its_number(store: Store) -> None:
    for _ in range(2):
        raise_incident(store, LOST)
    one = incidents(store)[0].incident

    assert incident_named(store, one[:8]).incident == one
    for beginning in ("", "zz", "left on the bus"):
        with pytest.raises(IncidentUnknownError):
            incident_named(store, beginning)


def test_no_repr_shows_what_was_said(store: Store) -> None:
    raise_incident(store, LOST)

    assert "bus" not in repr(incidents(store)) + repr(LOST)
    assert "Chelmsford" not in repr(incidents(store))
