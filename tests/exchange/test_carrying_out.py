"""A laptop does what base asked, once, and erases nothing that base does not hold."""

from pathlib import Path

import pytest

from store import errors
from store.exchange import orders
from store.exchange import sync as syncing
from store.exchange.carrying_out import carry_out
from store.exchange.peers import Peer, peer
from store.exchange.revocation import revoke
from store.ids import FamilyId, new_id
from store.keeping import acts, epochs, sidecar
from store.keeping.acts.terms.devices import RevocationCause
from store.keeping.acts.terms.exchange import OrderEnd, OrderKind
from store.keeping.acts.terms.families import FamilyLockCause, RecallCause
from store.keeping.acts.terms.store import ErasureReason
from store.keeping.header import unpack
from store.keeping.history import acts_about
from store.keeping.journal import Journal
from store.keeping.store import Store
from tests.exchange.exchanging import (
    DELIVERED,
    FAMILIES,
    Exchange,
    Laptop,
    about,
    everything_in,
    hold,
    killed_at_each_step,
    synced,
    told,
)

CANARY = "the gate with the canary"


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """Base, and a laptop with three families, both having heard everything."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:3])
    exchange.sync()
    return exchange


def recall(base: Store, to: Peer, *places: int) -> str:
    return orders.recall(base, to, [FAMILIES[place] for place in places], RecallCause.REALLOCATED)


def lock(base: Store, to: Peer, *places: int) -> str:
    return orders.lock(base, to, [FAMILIES[place] for place in places], FamilyLockCause.CONTACT_WISH)


def destroy(base: Store, to: Peer, *places: int) -> str:
    return orders.destroy(base, to, [FAMILIES[place] for place in places])


def ended(laptop: Laptop, order: str) -> list[OrderEnd]:
    """Return how an order ended on a laptop, as often as it did."""
    with laptop.open() as store:
        return [
            act.end
            for act in told(store, acts.OrderExecuted)
            if isinstance(act, acts.OrderExecuted) and act.order == order
        ]


def erased_by(store: Store) -> list[tuple[ErasureReason, str | None]]:
    return [(act.reason, act.order) for act in told(store, acts.BodiesErased) if isinstance(act, acts.BodiesErased)]


def files_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


# -- given


def test_what_is_given_lies_on_the_laptop_and_base_knows_it_from_the_leaf(exchange: Exchange) -> None:
    order = exchange.give(FAMILIES[3:5])
    assert exchange.holdings()[FAMILIES[3]] == "given"

    exchange.sync()

    assert exchange.laptop.held() == set(FAMILIES[:5])
    assert ended(exchange.laptop, order) == [OrderEnd.DONE]
    assert exchange.state_of(order) == "done"
    assert exchange.holdings() == dict.fromkeys(FAMILIES[:5], "held")
    with exchange.laptop.open() as store, exchange.at_base() as base:
        loaded = [each for each in told(store, acts.FamilyLoaded) if isinstance(each, acts.FamilyLoaded)]
        given = given_at(base)
        for each in loaded:
            (leaf,) = base.journal.leaves(given[each.family], given[each.family] + 1)
            assert each.allocation_leaf == leaf.hex()
        streets = dict(store.rows("SELECT family, street FROM contactline"))
    assert streets == {each.family: each.details.address.lines[0] for each in DELIVERED[:5]}
    exchange.hold_all()


def given_at(base: Store) -> dict[FamilyId, int]:
    """Return where in base's journal each family was given last."""
    found = {}
    for entry in base.journal.entries(0, base.journal.size):
        read = unpack(entry.header)
        if read.kind == acts.FamilyAllocated.kind and entry.body is not None:
            act = acts.parse(read.kind, read.kind_version, entry.body)
            assert isinstance(act, acts.FamilyAllocated)
            found[act.family] = entry.n
    return found


def test_a_family_that_never_came_is_told(exchange: Exchange) -> None:
    order = exchange.give(FAMILIES[3:5])
    with exchange.at_base() as base:
        base.erase_for_ever(FAMILIES[4:5], ErasureReason.DESTRUCTION_ORDER, "7.2f")

    exchange.sync()

    assert ended(exchange.laptop, order) == [OrderEnd.COULD_NOT]
    assert exchange.state_of(order) == "could_not"
    assert exchange.laptop.held() == set(FAMILIES[:4])
    exchange.hold_all()


def test_what_came_with_another_order_did_not_come_with_this_one(exchange: Exchange) -> None:
    order = new_id()
    with exchange.at_base() as base:
        base.record(issued(order, exchange.laptop, OrderKind.ALLOCATE, FAMILIES[0]))

    exchange.sync()

    assert ended(exchange.laptop, order) == [OrderEnd.COULD_NOT]
    with exchange.laptop.open() as store:
        assert all(getattr(each, "order", None) != order for each in told(store, acts.FamilyLoaded))


def test_an_order_this_release_does_not_carry_out_is_told(exchange: Exchange) -> None:
    order = new_id()
    with exchange.at_base() as base:
        base.record(issued(order, exchange.laptop, OrderKind.HAND_IN))

    exchange.sync()

    assert ended(exchange.laptop, order) == [OrderEnd.COULD_NOT]
    assert exchange.state_of(order) == "could_not"


def issued(order: str, laptop: Laptop, kind: OrderKind, *chosen: FamilyId) -> acts.OrderIssued:
    return acts.OrderIssued(
        order=order,
        order_kind=kind,
        device=laptop.device,
        families=chosen,
        entries=(),
        follows_from=None,
        due_at_ms=None,
        needs_release=None,
    )


# -- locked


def test_locking_erases_contact_details_at_once_and_keeps_what_base_does_not_hold(exchange: Exchange) -> None:
    exchange.laptop.correct(FAMILIES[0], CANARY)
    order = exchange.order(lambda base, to: lock(base, to, 0))
    exchange.sync_base()
    with exchange.laptop.open() as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr(syncing, "portions", lambda _: [])  # base gets nothing of it yet

        assert synced(store, exchange.mail).waiting_orders_count == 1

        assert about(store, FAMILIES[0]) == ["family_loaded", "details_corrected", "family_lock_set"]
        assert not store.rows("SELECT 1 FROM family WHERE family = ?", (FAMILIES[0],))
        assert not store.rows("SELECT 1 FROM person WHERE family = ?", (FAMILIES[0],))
        assert DELIVERED[0].details.address.lines[0] not in everything_in(store)
        assert CANARY in everything_in(store)
        assert carry_out(store) == 1
        assert len(told(store, acts.FamilyLockSet)) == 1
    assert exchange.state_of(order) == "issued"
    exchange.sync(2)
    assert exchange.state_of(order) == "issued"  # base holds it all, in one place only

    exchange.back_up()
    exchange.sync(3)

    assert exchange.laptop.bodies(FAMILIES[0]) == []
    assert exchange.state_of(order) == "done"
    assert ended(exchange.laptop, order) == [OrderEnd.DONE]
    assert exchange.holdings()[FAMILIES[0]] == "gone"
    with exchange.at_base() as base:
        kinds = [type(act) for act, _ in acts_about(base, FAMILIES[0])]
        assert {acts.DetailsCorrected, acts.FamilyLockSet} <= set(kinds)
    exchange.hold_all()


# -- taken back


def test_what_was_recalled_waits_for_a_verified_backup(exchange: Exchange) -> None:
    exchange.laptop.correct(FAMILIES[0], CANARY)
    order = exchange.order(lambda base, to: recall(base, to, 0))

    exchange.sync(3)

    assert exchange.state_of(order) == "issued"
    assert "details_corrected" in exchange.laptop.bodies(FAMILIES[0])
    exchange.back_up()
    exchange.sync()
    assert exchange.laptop.bodies(FAMILIES[0]) == []
    assert exchange.state_of(order) == "done"
    assert exchange.holdings() == {FAMILIES[0]: "gone", FAMILIES[1]: "held", FAMILIES[2]: "held"}
    with exchange.laptop.open() as store:
        assert erased_by(store) == [(ErasureReason.RELEASED_AFTER_BACKUP, order)] * 2  # base's entries, and its own
        assert store.sidecar.epoch == 1
    exchange.hold_all()


def test_a_backup_from_before_the_last_act_releases_nothing(exchange: Exchange) -> None:
    exchange.sync()
    exchange.back_up()
    exchange.laptop.correct(FAMILIES[0], CANARY)
    order = exchange.order(lambda base, to: recall(base, to, 0))

    exchange.sync(3)

    assert exchange.state_of(order) == "issued"
    assert "details_corrected" in exchange.laptop.bodies(FAMILIES[0])


# -- destroyed


def test_nothing_is_destroyed_before_base_has_receipted_it(exchange: Exchange) -> None:
    order = exchange.order(lambda base, to: destroy(base, to, 0, 1))
    exchange.sync_base()
    exchange.laptop.correct(FAMILIES[1], CANARY)

    assert exchange.sync_laptop().waiting_orders_count == 1

    assert exchange.laptop.held() == set(FAMILIES[:3])
    with exchange.laptop.open() as store:
        assert CANARY in everything_in(store)
        assert store.sidecar.epoch == 1
    exchange.sync()
    assert exchange.state_of(order) == "done"
    with exchange.at_base() as base:
        assert CANARY in everything_in(base)


def test_a_destroyed_family_is_nowhere_in_the_laptops_files(exchange: Exchange) -> None:
    exchange.laptop.correct(FAMILIES[0], CANARY)
    exchange.sync()
    marks = [CANARY, DELIVERED[0].details.address.lines[0], DELIVERED[0].council_reference]
    with exchange.laptop.open() as store:
        held = everything_in(store)
    assert all(mark in held for mark in marks)
    order = exchange.order(lambda base, to: destroy(base, to, 0))

    exchange.sync()

    assert exchange.state_of(order) == "done"
    with exchange.laptop.open() as store:
        left = everything_in(store)
        assert store.sidecar.epoch == 2
        (changed,) = told(store, acts.EpochChanged)
        assert isinstance(changed, acts.EpochChanged)
        assert changed.order == order
        assert about(store, FAMILIES[0]) == []
    assert [mark for mark in marks if mark in left] == []
    assert all(each.details.address.lines[0] in left for each in DELIVERED[1:3])
    names = {path.name for path in exchange.laptop.folder.iterdir()}
    assert {name for name in names if "1" in name} == set(), "something of the old epoch is left"
    raw = files_of(exchange.laptop.folder)
    assert [mark for mark in marks if mark.encode() in raw] == []
    exchange.hold_all()


def test_several_destructions_take_one_epoch(exchange: Exchange) -> None:
    made = [exchange.order(lambda base, to, place=place: destroy(base, to, place)) for place in (0, 1)]  # type: ignore[misc]

    exchange.sync()

    assert [exchange.state_of(order) for order in made] == ["done", "done"]
    with exchange.laptop.open() as store:
        assert store.sidecar.epoch == 2
    assert exchange.laptop.held() == {FAMILIES[2]}
    exchange.hold_all()


def test_new_keys_are_known_at_base(exchange: Exchange) -> None:
    order = exchange.order(orders.renew_keys)

    exchange.sync()

    assert exchange.state_of(order) == "done"
    with exchange.laptop.open() as store, exchange.at_base() as base:
        laptop = peer(base, exchange.laptop.device)
        assert (laptop.epoch, laptop.sealing_key) == (2, store.sidecar.device.sealing)
    exchange.hold_all()


# -- once


def test_an_order_whose_bundle_comes_twice_is_done_once(exchange: Exchange) -> None:
    order = exchange.give(FAMILIES[3:4])
    renewed = exchange.order(orders.renew_keys)
    exchange.sync_base()
    bundles = {path.name: path.read_bytes() for path in exchange.mail.iterdir()}
    exchange.sync_laptop()

    for _ in range(2):
        for name, content in bundles.items():
            (exchange.mail / name).write_bytes(content)
        exchange.sync_laptop()
    exchange.sync()

    assert ended(exchange.laptop, order) == ended(exchange.laptop, renewed) == [OrderEnd.DONE]
    with exchange.laptop.open() as store:
        assert store.sidecar.epoch == 2
    exchange.hold_all()


@pytest.mark.parametrize("kind", ["give", "recall", "lock", "destroy", "renew"])
def test_an_order_is_done_once_wherever_the_laptop_was_killed(exchange: Exchange, kind: str) -> None:
    exchange.laptop.correct(FAMILIES[0], CANARY)
    exchange.sync()
    exchange.back_up()
    match kind:
        case "give":
            order = exchange.give(FAMILIES[3:5])
        case "recall":
            order = exchange.order(lambda base, to: recall(base, to, 0))
        case "lock":
            order = exchange.order(lambda base, to: lock(base, to, 0))
        case "destroy":
            order = exchange.order(lambda base, to: destroy(base, to, 0))
        case _:
            order = exchange.order(orders.renew_keys)
    exchange.sync_base()
    with exchange.laptop.open() as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr(syncing, "carry_out", lambda _: 0)
        synced(store, exchange.mail)
    exchange.sync_base()
    before = exchange.laptop.image("before")

    def deed() -> None:
        with exchange.laptop.open() as store:
            carry_out(store)

    steps: list[tuple[object, str]] = [(Journal, "append")]
    if kind in ("recall", "lock", "destroy"):
        steps.append((Journal, "erase"))
    if kind in ("destroy", "renew"):
        begun = epochs._Begun
        steps += [(begun, "build"), (begun, "tell"), (begun, "commit"), (sidecar, "ready_to_write"), (Store, "become")]
    killed = 0
    for _ in killed_at_each_step(deed, *steps):
        killed += 1
        with exchange.laptop.open() as store:
            carry_out(store)
            hold(store)
            assert len(told(store, acts.EpochChanged)) == (kind in ("destroy", "renew"))
        if kind != "lock":  # which waits until the lock lies in a backup
            assert ended(exchange.laptop, order) == [OrderEnd.DONE]
        exchange.laptop.put_back(before)
    assert killed >= 2 * len(steps)
    exchange.laptop.put_back(before)
    exchange.sync(2)
    exchange.back_up()
    exchange.sync(2)
    assert exchange.state_of(order) == "done"
    assert ended(exchange.laptop, order) == [OrderEnd.DONE]
    exchange.hold_all()


def test_a_laptop_enrolled_anew_is_asked_nothing_of_what_its_former_store_was(exchange: Exchange) -> None:
    order = exchange.order(lambda base, to: destroy(base, to, 0))

    with exchange.at_base() as base:
        revoke(base, peer(base, exchange.laptop.device), RevocationCause.RETIRED)
    again = exchange.another("laptop again")
    exchange.give(FAMILIES[:1], again)

    exchange.sync_base()
    exchange.sync_laptop(again)
    exchange.sync_base()
    exchange.sync_laptop(again)

    assert again.held() == set(FAMILIES[:1])
    assert ended(again, order) == []
    assert exchange.state_of(order) == "issued"


# -- taken back by base


def test_an_order_that_was_cancelled_in_time_is_not_carried_out(exchange: Exchange) -> None:
    order = exchange.order(lambda base, to: destroy(base, to, 0))
    cancel(exchange, order)

    exchange.sync()

    assert ended(exchange.laptop, order) == []
    assert exchange.state_of(order) == "cancelled"
    assert exchange.laptop.held() == set(FAMILIES[:3])
    exchange.hold_all()


def test_an_order_that_waited_and_was_cancelled_is_not_carried_out(exchange: Exchange) -> None:
    order = exchange.order(lambda base, to: recall(base, to, 0))
    exchange.sync()
    cancel(exchange, order)
    exchange.sync()

    exchange.back_up()
    exchange.sync()

    assert exchange.state_of(order) == "cancelled"
    assert exchange.laptop.held() == set(FAMILIES[:3])
    exchange.hold_all()


def test_an_order_that_was_cancelled_too_late_is_known_to_be_done(exchange: Exchange) -> None:
    order = exchange.order(lambda base, to: destroy(base, to, 0))
    exchange.sync_base()
    exchange.sync_laptop()
    cancel(exchange, order)

    exchange.sync()

    assert exchange.state_of(order) == "done"
    assert exchange.holdings()[FAMILIES[0]] == "gone"
    with exchange.laptop.open() as store:
        ((state,),) = store.rows("SELECT state FROM fieldorder WHERE order_id = ?", (order,))
        assert state == "done"
    cancel(exchange, order)
    assert exchange.state_of(order) == "done"
    exchange.hold_all()


def cancel(exchange: Exchange, order: str) -> None:
    with exchange.at_base() as base:
        base.record(acts.OrderCancelled(order=order, device=exchange.laptop.device, reason="A mistake."))


# -- of another laptop


def test_what_another_laptop_says_of_an_order_counts_for_nothing(exchange: Exchange) -> None:
    other = exchange.another("other")
    exchange.sync()
    order = exchange.order(lambda base, to: destroy(base, to, 0))
    with other.open() as store:
        store.record(
            acts.OrderExecuted(order=order, end=OrderEnd.DONE, families=tuple(FAMILIES[:1]), reason=None),
        )

    exchange.sync_laptop(other)
    exchange.sync_base()

    assert exchange.state_of(order) == "issued"
    assert exchange.holdings()[FAMILIES[0]] == "held"
    exchange.sync()
    assert exchange.state_of(order) == "done"


def test_base_carries_nothing_out(exchange: Exchange) -> None:
    exchange.order(lambda base, to: destroy(base, to, 0))
    with exchange.at_base() as base:
        size = base.journal.size

        assert carry_out(base) == 0

        assert base.journal.size == size


def test_what_cannot_be_kept_leaves_the_order_open(exchange: Exchange) -> None:
    order = exchange.order(lambda base, to: destroy(base, to, 0))
    exchange.sync_base()

    with exchange.laptop.open() as store:
        with store.reader(), pytest.raises((errors.ErasureNotSettledError, errors.EpochReadersError)):
            synced(store, exchange.mail)
        ((state,),) = store.rows("SELECT state FROM fieldorder WHERE order_id = ?", (order,))
        assert state == "issued"
        assert carry_out(store) == 0
    exchange.sync()

    assert exchange.state_of(order) == "done"
    assert ended(exchange.laptop, order) == [OrderEnd.DONE]
    exchange.hold_all()
