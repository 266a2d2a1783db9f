"""What base asks of a laptop: who may ask it, of whom, about which families, and what is noted of it at base."""

from collections.abc import Callable
from pathlib import Path

import pytest

from store import errors
from store.exchange import orders
from store.exchange.peers import Peer, base_of, peer_named
from store.exchange.revocation import revoke
from store.ids import FamilyId, new_id
from store.keeping import acts, staffing
from store.keeping.acts.terms.devices import RevocationCause
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause, RecallCause
from store.keeping.acts.terms.store import StaffRole
from store.keeping.store import Store
from tests.exchange.enrolled import FORGOTTEN, add_laptop, enrolled
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, correction, told
from tests.made import opened, passphrase

AUDITOR = "Meadow 44 compass trumpet"

Issue = Callable[[Store, Peer, list[FamilyId]], str]

ISSUED: dict[str, Issue] = {
    "allocate": orders.allocate,
    "recall": lambda base, to, chosen: orders.recall(base, to, chosen, RecallCause.REALLOCATED),
    "lock": lambda base, to, chosen: orders.lock(base, to, chosen, FamilyLockCause.CONTACT_WISH),
    "destroy": orders.destroy,
    "renew_keys": lambda base, to, _: orders.renew_keys(base, to),
}

every_order = pytest.mark.parametrize("issue", ISSUED.values(), ids=ISSUED)
of_what_is_there = pytest.mark.parametrize("issue", [ISSUED[kind] for kind in ("recall", "lock", "destroy")])


@pytest.fixture
def base(tmp_path: Path) -> Store:
    """A base with families and two laptops, open."""
    pair = enrolled(tmp_path)
    add_laptop(pair.base, tmp_path, "other")
    store = opened(pair.base)
    store.record(*DELIVERED)
    return store


@every_order
def test_an_order_is_kept_behind_what_it_needs_and_goes_to_its_laptop_alone(base: Store, issue: Issue) -> None:
    with base:
        laptop = peer_named(base, "laptop")
        orders.allocate(base, laptop, FAMILIES[:2])

        order = issue(base, laptop, FAMILIES[:2])

        issued = told(base, acts.OrderIssued)[-1]
        assert isinstance(issued, acts.OrderIssued)
        assert (issued.order, issued.device) == (order, laptop.device)
        needed = [base.journal.entry(n).body for n in issued.entries]
        assert all(body is not None and FAMILIES[place].encode() in body for place, body in enumerate(needed))
        at = base.journal.size - 1
        ((state, base_at),) = base.rows("SELECT state, base_at FROM fieldorder WHERE order_id = ?", (order,))
        assert (state, base_at) == ("issued", at)
        addressed = {n for (n,) in base.rows("SELECT n FROM addressed WHERE device = ?", (laptop.device,))}
        assert {at, *issued.entries} <= addressed
        other = peer_named(base, "other").device
        assert not base.rows("SELECT 1 FROM addressed WHERE device = ? AND n >= ?", (other, min({at, *issued.entries})))


def test_a_family_is_given_as_it_is_known_at_base(base: Store) -> None:
    with base:
        laptop = peer_named(base, "laptop")
        base.record(correction(FAMILIES[0], "told at base"))

        order = orders.allocate(base, laptop, FAMILIES[:1])

        (given,) = told(base, acts.FamilyAllocated)
        assert isinstance(given, acts.FamilyAllocated)
        assert (given.device, given.interviewer, given.order) == (laptop.device, laptop.staff, order)
        address = DELIVERED[0].details.address.model_copy(update={"directions": "told at base"})
        assert given.details == DELIVERED[0].details.model_copy(update={"address": address})
        assert (given.council_reference, given.handed_over_from) == (DELIVERED[0].council_reference, None)
        assert base.rows("SELECT family, device, state FROM allocation") == [(FAMILIES[0], laptop.device, "given")]


def test_locking_locks_at_base_too_and_nothing_of_that_goes_down(base: Store) -> None:
    with base:
        laptop = peer_named(base, "laptop")
        orders.allocate(base, laptop, FAMILIES[:1])

        order = orders.lock(base, laptop, FAMILIES[:1], FamilyLockCause.CONTACT_WISH)

        (locked,) = told(base, acts.FamilyLockSet)
        assert isinstance(locked, acts.FamilyLockSet)
        assert (locked.lock, locked.follows_from) == (FamilyLock.LOCKED, order)
        at = base.journal.size - 2
        assert not base.rows("SELECT 1 FROM addressed WHERE n = ?", (at,))


@every_order
def test_nobody_but_a_supervisor_at_base_orders_anything(base: Store, issue: Issue, tmp_path: Path) -> None:
    with base:
        laptop = peer_named(base, "laptop")
        orders.allocate(base, laptop, FAMILIES[:1])
        staffing.add(base, "Auditor One", StaffRole.AUDITOR, passphrase(AUDITOR))
    with opened(tmp_path / "base", AUDITOR) as audited:
        size = audited.journal.size

        with pytest.raises(errors.NotASupervisorError):
            issue(audited, laptop, FAMILIES[:1])

        assert audited.journal.size == size
    with opened(tmp_path / "laptop", FORGOTTEN) as store, pytest.raises(errors.NotBaseError):
        issue(store, base_of(store), FAMILIES[:1])


@every_order
def test_nothing_is_asked_of_a_laptop_that_is_no_longer_believed(base: Store, issue: Issue) -> None:
    with base:
        orders.allocate(base, peer_named(base, "laptop"), FAMILIES[:1])
        revoke(base, peer_named(base, "laptop"), RevocationCause.LOST)
        size = base.journal.size

        with pytest.raises(errors.DeviceRevokedError):
            issue(base, peer_named(base, "laptop"), FAMILIES[:1])

        assert base.journal.size == size


@of_what_is_there
def test_only_families_that_are_there_are_taken_away(base: Store, issue: Issue) -> None:
    with base:
        laptop, other = peer_named(base, "laptop"), peer_named(base, "other")
        orders.allocate(base, laptop, FAMILIES[:1])
        orders.allocate(base, other, FAMILIES[1:2])
        size = base.journal.size

        for chosen in (FAMILIES[1:2], FAMILIES[:2], FAMILIES[2:3], [FamilyId(new_id())]):
            with pytest.raises(errors.FamilyNotThereError):
                issue(base, laptop, chosen)

        assert base.journal.size == size


def test_a_family_that_was_never_delivered_is_not_given(base: Store) -> None:
    with base:
        size = base.journal.size

        with pytest.raises(errors.FamilyUndeliveredError):
            orders.allocate(base, peer_named(base, "laptop"), [FAMILIES[0], FamilyId(new_id())])

        assert base.journal.size == size
        assert not base.rows("SELECT 1 FROM allocation")


def test_what_a_keeper_locked_at_base_is_locked_on_laptops_by_the_next_sync(tmp_path: Path) -> None:
    """Clause 7.2a: a keeper orders nothing, and a deed may be broken off before its orders."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:3])
    with exchange.at_base() as base:
        base.record(
            acts.FamilyLockSet(
                family=FAMILIES[0],
                lock=FamilyLock.LOCKED,
                cause=FamilyLockCause.BASE_DECISION,
                follows_from=None,
                reason=None,
            )
        )

    exchange.sync_base()
    exchange.sync_base()

    with exchange.at_base() as base:
        ordered = base.rows("SELECT families FROM fieldorder WHERE order_kind = ?", ("lock",))
    assert ordered == [(FAMILIES[0],)]


def test_new_keys_are_ordered_once_until_the_laptop_says_that_it_went_over(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.order(orders.renew_keys)
    with pytest.raises(errors.KeysOrderedError):
        exchange.order(orders.renew_keys)
    exchange.sync_base()
    exchange.sync_laptop()
    with pytest.raises(errors.KeysOrderedError):
        exchange.order(orders.renew_keys)  # it went over, and base has not heard so
    exchange.sync()
    with exchange.laptop.open() as store:
        assert store.sidecar.epoch == 2

    exchange.order(orders.renew_keys)
    exchange.sync()

    with exchange.laptop.open() as store:
        assert store.sidecar.epoch == 3
    exchange.hold_all()
