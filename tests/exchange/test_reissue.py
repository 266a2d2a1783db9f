"""A laptop that will not come back: what base says of it, and its families at another one. And families asked back."""

from datetime import timedelta
from pathlib import Path

import pytest

from store import errors
from store.clock import to_ms
from store.exchange import orders
from store.exchange.allocation import free_families, take_back
from store.exchange.peers import peer
from store.exchange.reissue import look, reissue
from store.ids import FamilyId, StaffId, new_id
from store.keeping import acts
from store.keeping.acts.terms.attempts import AttemptMode
from store.keeping.acts.terms.devices import RevocationCause
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause, RecallCause
from tests.exchange.exchanging import FAMILIES, Exchange


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """A base whose laptop has three families, one of them with an appointment tomorrow, and another laptop."""
    exchange = Exchange(tmp_path)
    exchange.another("other")
    exchange.give(FAMILIES[:3])
    exchange.sync()
    return exchange


def test_whoever_is_expected_is_told_and_what_may_be_visited_goes_to_another_laptop(exchange: Exchange) -> None:
    dead, other = exchange.laptops
    with exchange.at_base() as base:
        base.record(
            acts.FamilyLockSet(
                family=FAMILIES[2], lock=FamilyLock.LOCKED, cause=FamilyLockCause.CONTACT_WISH, follows_from=None,
                reason=None,
            ),
            appointment(FAMILIES[0], to_ms(base.now() + timedelta(days=1))),
            appointment(FAMILIES[1], to_ms(base.now() + timedelta(days=9))),
            appointment(FAMILIES[4], to_ms(base.now() + timedelta(days=1))),
        )  # fmt: skip
        known = look(base, dead.device)
        given = reissue(base, peer(base, dead.device), RevocationCause.REPLACED, peer(base, other.device))

    assert (known.families_count, known.free_count) == (3, 2)
    assert [each.family for each in known.booked] == [FAMILIES[0]]
    assert given == 2
    exchange.sync_base()
    exchange.sync_laptop(other)
    assert other.held() == set(FAMILIES[:2])
    with exchange.at_base() as base, pytest.raises(errors.DeviceRevokedError):
        reissue(base, peer(base, dead.device), RevocationCause.REPLACED, None)


def test_what_is_to_be_destroyed_or_lies_elsewhere_too_is_not_promised_to_another_laptop(exchange: Exchange) -> None:
    dead, other = exchange.laptops
    exchange.give(FAMILIES[:1], other)
    exchange.order(lambda base, to: orders.destroy(base, to, FAMILIES[1:2]), dead)

    with exchange.at_base() as base:
        known = look(base, dead.device)
        given = reissue(base, peer(base, dead.device), RevocationCause.REPLACED, peer(base, other.device))

    assert (known.families_count, known.free_count, given) == (3, 1, 1)


def test_a_family_that_one_laptop_was_asked_for_is_asked_of_another_one_too(exchange: Exchange) -> None:
    dead, other = exchange.laptops
    exchange.order(lambda base, to: orders.recall(base, to, FAMILIES[:1], RecallCause.REALLOCATED), dead)
    exchange.give(FAMILIES[:1], other)

    with exchange.at_base() as base:
        assert take_back(base, FAMILIES[:1], RecallCause.REALLOCATED) == 1
        ordered = base.rows("SELECT device FROM fieldorder WHERE order_kind = 'recall' ORDER BY base_at")
        assert ordered == [(dead.device,), (other.device,)]
        with pytest.raises(errors.NothingToRecallError) as nobody:
            take_back(base, FAMILIES[5:], RecallCause.REALLOCATED)
    assert type(nobody.value) is errors.NothingToRecallError


def test_families_asked_back_come_back_once_what_was_told_of_them_is_backed_up(exchange: Exchange) -> None:
    with exchange.at_base() as base:
        assert take_back(base, FAMILIES, RecallCause.REALLOCATED) == 3
        with pytest.raises(errors.AskedBackBeforeError):
            take_back(base, FAMILIES, RecallCause.REALLOCATED)
    exchange.sync()
    with exchange.at_base() as base:
        assert len(list(free_families(base))) == 3

    exchange.back_up()
    exchange.sync()

    with exchange.at_base() as base:
        assert len(list(free_families(base))) == 6


def appointment(family: FamilyId, at_ms: int) -> acts.AppointmentMade:
    return acts.AppointmentMade(
        appointment=new_id(), interviewer=StaffId("0" * 32), family=family, person=None, at_ms=at_ms,
        utc_offset_min=0, duration_min=60,
        mode=AttemptMode.VISIT, is_firm=True, note=None,
    )  # fmt: skip
