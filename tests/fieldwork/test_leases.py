"""A laptop that hears nothing of base for too long locks its families, and opens them with the next bundle."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.errors import LeaseEndedError
from store.fieldwork.attempts import no_contact_now
from store.fieldwork.circumstances import circumstances_of
from store.fieldwork.family import FamilyFile
from store.fieldwork.leases import LEASE, ended_at
from store.fieldwork.lines import Standing
from store.fieldwork.looking import file_of
from store.fieldwork.refusals import RefusalEntered, record_refusal
from store.keeping.acts.terms.families import WishBy, WishReach
from store.keeping.agreed import agreement_of
from store.keeping.store import Store
from store.keeping.training import move_training_clock
from tests.exchange.exchanging import FAMILIES, Exchange
from tests.made import MachineTime

FAMILY = FAMILIES[0]
HEARD = datetime(2015, 11, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("heard", "after", "is_ended"),
    [
        (HEARD, LEASE, True),
        (HEARD, LEASE - timedelta(milliseconds=1), False),
        (None, LEASE, False),
        (HEARD, -LEASE, False),
    ],
)
def test_it_ends_so_long_after_base_was_heard_of(heard: datetime | None, after: timedelta, *, is_ended: bool) -> None:
    assert (ended_at(heard, HEARD + after) is not None) is is_ended


def test_a_clock_set_back_before_any_act_says_so_opens_nothing() -> None:
    assert ended_at(HEARD, HEARD, HEARD + LEASE) == HEARD + LEASE
    assert ended_at(HEARD, HEARD, HEARD) is None


def file(store: Store) -> FamilyFile:
    found = file_of(store, FAMILY)
    assert found is not None
    return found


def test_a_laptop_that_stays_away_locks_itself_takes_refusals_and_opens_with_the_next_bundle(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.give([FAMILY])
    exchange.sync()
    with exchange.laptop.open() as store:
        assert file(store).standing is Standing.TO_DO
        later = store.now() + LEASE
        store.now = lambda: later  # type: ignore[method-assign]  # four weeks passed, and nothing came

        now = circumstances_of(store, agreement_of(store))
        away = file(store)

        assert away.standing is Standing.LOCKED
        with pytest.raises(LeaseEndedError):
            no_contact_now(away, now)
        refused = record_refusal(RefusalEntered(WishBy.PROXY, WishReach.FAMILY), away, now)
    with exchange.at_base() as base:
        move_training_clock(base, later)
    exchange.give([FAMILIES[1]])
    exchange.sync()

    with exchange.laptop.open() as store:
        assert file(store).standing is Standing.TO_DO
        no_contact_now(file(store), circumstances_of(store, agreement_of(store)))
        store.record(*refused)
        assert file(store).standing is Standing.PAUSED
    with exchange.at_base() as base:
        found = file_of(base, FAMILY)
        assert found is not None
        assert found.standing is Standing.TO_DO
    exchange.hold_all()


def test_a_laptop_that_syncs_and_has_nothing_to_tell_hears_of_base_all_the_same(
    tmp_path: Path, machine_time: MachineTime
) -> None:
    exchange = Exchange(tmp_path)
    exchange.give([FAMILY])
    exchange.sync(3)

    def standing() -> Standing:
        with exchange.laptop.open() as store:
            return file(store).standing

    for _ in range(2):
        machine_time.move(days=14)
        exchange.sync()
    assert standing() is Standing.TO_DO
    assert exchange.sync_base().sent_count == 0  # two idle stores do not write to each other for ever

    machine_time.move(days=28)
    assert standing() is Standing.LOCKED
    exchange.sync()
    assert standing() is Standing.TO_DO
    exchange.hold_all()


@pytest.mark.parametrize(
    ("ahead_days", "back_days"),
    [
        pytest.param(0, -1, id="set back a day each time, a month is a month"),
        pytest.param(200, 0, id="heard while it was far ahead, it ends all the same"),
        pytest.param(-60, 0, id="a clock that is always behind"),
    ],
)
def test_what_a_clock_shows_neither_stretches_a_lease_nor_cuts_it(
    tmp_path: Path, machine_time: MachineTime, ahead_days: int, back_days: int
) -> None:
    exchange = Exchange(tmp_path)
    exchange.give([FAMILY])
    exchange.sync()

    def worked() -> Standing:
        with exchange.laptop.open() as store:
            return file(store).standing

    if ahead_days:
        machine_time.move(days=ahead_days)
        exchange.give([FAMILIES[1]])
        exchange.sync_base()
        exchange.sync_laptop()
        if ahead_days > 0:
            machine_time.move(days=-ahead_days)  # somebody puts it right
            assert worked() is Standing.TO_DO
    for _ in range(9):
        machine_time.move(days=3)
        assert worked() is Standing.TO_DO
        if back_days:
            machine_time.move(days=back_days)
            assert worked() is Standing.TO_DO
    machine_time.move(days=2)

    assert worked() is Standing.LOCKED


def test_a_clock_that_was_ahead_for_a_while_locks_until_base_answers_as_the_sentence_says(
    tmp_path: Path, machine_time: MachineTime
) -> None:
    """It may as well have lain away that long, and been set back now: setting the clock opens nothing, base does."""
    exchange = Exchange(tmp_path)
    exchange.give([FAMILY])
    exchange.sync(3)

    def refusal() -> LeaseEndedError | None:
        with exchange.laptop.open() as store:
            try:
                no_contact_now(file(store), circumstances_of(store, agreement_of(store)))
            except LeaseEndedError as locked:
                return locked
        return None

    for days in (40, -40):
        machine_time.move(days=days)
        locked = refusal()
        assert locked is not None
        assert "press F5 again" in locked.hint
    exchange.sync_laptop()
    assert refusal() is not None

    exchange.sync_base()
    exchange.sync_laptop()

    assert refusal() is None
    exchange.hold_all()
