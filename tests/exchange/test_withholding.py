"""Orders wait at base for a laptop whose release does not know them, and for nothing longer."""

from pathlib import Path

import pytest

from store import coming_in
from store.exchange import orders, withholding
from store.exchange.peers import peer
from store.exchange.withholding import KNOWN_SINCE, is_known
from store.keeping import acts
from store.keeping.acts.terms.exchange import OrderKind
from store.keeping.acts.terms.families import FamilyLockCause, RecallCause
from tests.exchange.exchanging import FAMILIES, Exchange, told
from tests.exchange.test_succession import copy_of, put_back_and_succeeded

LATER = "0.3.0"


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """Base, and a laptop of this release with two families."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.sync()
    return exchange


def known_later(patch: pytest.MonkeyPatch, *kinds: OrderKind) -> None:
    """Have some kinds of orders be newer than this release."""
    patch.setattr(withholding, "KNOWN_SINCE", {**KNOWN_SINCE, **dict.fromkeys(kinds, LATER)})


def runs(patch: pytest.MonkeyPatch, exchange: Exchange, release: str) -> None:
    """Bring the laptop to a release, and have it sign in and tell base."""
    patch.setattr(coming_in, "RELEASE", release)
    exchange.sync_laptop()
    exchange.sync_base()


def recalled(exchange: Exchange, place: int = 0) -> str:
    return exchange.order(lambda base, to: orders.recall(base, to, [FAMILIES[place]], RecallCause.REALLOCATED))


def known_at_laptop(exchange: Exchange) -> list[str]:
    with exchange.laptop.open() as store:
        return [order for (order,) in store.rows("SELECT order_id FROM fieldorder ORDER BY base_at")]


@pytest.mark.parametrize(
    ("since", "release", "expected"),
    [
        ("0.1.0", "", True),
        ("0.1.0", "0.1.0", True),
        ("0.1.0", "0.1", True),
        ("0.2.0", "", False),
        ("0.2.0", "0.1.9", False),
        ("0.2.0", "0.2.0", True),
        ("0.2.0", "0.10.0", True),
        ("0.10.0", "0.9.9", False),
        ("1.0", "1.0.0", True),
        ("1.0.0", "2", True),
        ("1.0.0", "1.0.0rc1", False),
        ("1.0.0", "1.0.0-alpha.1", False),
        ("1.0.0", "1.0.1.dev3", True),
        ("1.0.0", "1.0.0+linux", True),
    ],
)
def test_a_release_knows_what_came_with_it_or_before(
    monkeypatch: pytest.MonkeyPatch, since: str, release: str, expected: bool
) -> None:
    monkeypatch.setattr(withholding, "KNOWN_SINCE", {OrderKind.LOCK: since})

    assert is_known(OrderKind.LOCK, release) is expected


def test_an_order_the_laptop_does_not_know_waits_and_everything_else_goes_on(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_later(monkeypatch, OrderKind.RECALL)

    waiting = recalled(exchange)
    given = exchange.give(FAMILIES[2:3])
    exchange.sync()

    assert exchange.state_of(waiting) == "withheld"
    assert waiting not in known_at_laptop(exchange)
    assert exchange.state_of(given) == "done"
    with exchange.at_base() as base:
        (kept,) = told(base, acts.OrderWithheld)
        laptop = peer(base, exchange.laptop.device)
    assert isinstance(kept, acts.OrderWithheld)
    assert (kept.order, kept.device_release, kept.needs_release) == (waiting, laptop.release, LATER)
    exchange.hold_all()


def test_a_laptop_whose_release_is_not_known_yet_is_taken_for_the_first_one(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_later(monkeypatch, OrderKind.RENEW_KEYS)
    fresh = exchange.another("fresh")

    waiting = exchange.order(orders.renew_keys, fresh)
    given = exchange.give(FAMILIES[2:3], fresh)

    assert exchange.state_of(waiting) == "withheld"
    assert exchange.state_of(given) == "issued"


def test_an_order_that_waited_is_done_once_the_laptop_knows_it(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_later(monkeypatch, OrderKind.ALLOCATE)
    waiting = exchange.give(FAMILIES[2:4])
    exchange.sync()
    assert exchange.laptop.held() == set(FAMILIES[:2])

    runs(monkeypatch, exchange, LATER)
    exchange.sync()

    assert exchange.state_of(waiting) == "done"
    assert exchange.laptop.held() == set(FAMILIES[:4])
    with exchange.laptop.open() as store:
        assert len(told(store, acts.OrderExecuted)) == 2  # the first families, and these
    exchange.hold_all()


def test_what_is_asked_about_families_that_wait_is_done_after_they_came(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Agreement 7.2a: a lock is no less a lock because the family it is about comes late."""
    known_later(monkeypatch, OrderKind.ALLOCATE)
    given = exchange.give(FAMILIES[2:4])
    lock = exchange.order(lambda base, to: orders.lock(base, to, FAMILIES[2:3], FamilyLockCause.CONTACT_WISH))
    other = exchange.order(lambda base, to: orders.lock(base, to, FAMILIES[:1], FamilyLockCause.CONTACT_WISH))
    exchange.sync()
    exchange.back_up()
    exchange.sync()
    assert [exchange.state_of(order) for order in (given, lock, other)] == ["withheld", "withheld", "done"]

    runs(monkeypatch, exchange, LATER)
    exchange.sync()
    exchange.back_up()
    exchange.sync()

    assert [exchange.state_of(order) for order in (given, lock)] == ["done", "done"]
    assert exchange.laptop.held() == {FAMILIES[1], FAMILIES[3]}
    exchange.hold_all()


def test_a_laptop_that_goes_back_to_an_older_release_is_not_told_what_it_knew_once(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_later(monkeypatch, OrderKind.RECALL)
    runs(monkeypatch, exchange, LATER)
    order = recalled(exchange)
    assert exchange.state_of(order) == "issued"

    runs(monkeypatch, exchange, "0.2.0")
    exchange.sync()

    assert exchange.state_of(order) == "withheld"
    assert order not in known_at_laptop(exchange)
    exchange.hold_all()


def test_an_order_that_waits_is_cancelled_where_it_is(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    known_later(monkeypatch, OrderKind.RECALL)
    order = recalled(exchange)
    with exchange.at_base() as base:
        base.record(acts.OrderCancelled(order=order, device=exchange.laptop.device, reason="Not needed any more."))

    runs(monkeypatch, exchange, LATER)
    exchange.sync()

    assert exchange.state_of(order) == "cancelled"
    assert order not in known_at_laptop(exchange)
    exchange.hold_all()


def test_an_order_that_waits_outlives_the_base_that_gave_it(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_later(monkeypatch, OrderKind.ALLOCATE)
    order = exchange.give(FAMILIES[2:3])
    copy = copy_of(exchange)
    exchange.laptop.correct(FAMILIES[0], "so that base is found behind")
    exchange.sync()

    put_back_and_succeeded(exchange, copy)
    exchange.sync(3)
    assert exchange.state_of(order) == "withheld"
    runs(monkeypatch, exchange, LATER)
    exchange.sync()

    assert exchange.state_of(order) == "done"
    exchange.hold_all()


def test_nothing_is_kept_twice_however_often_base_syncs(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    known_later(monkeypatch, OrderKind.RECALL)
    recalled(exchange)

    exchange.sync(3)

    with exchange.at_base() as base:
        assert len(told(base, acts.OrderWithheld)) == 1
