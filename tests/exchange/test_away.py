"""How laptops stand that are away: what base was told last, and what it waits for."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from store.errors import NotBaseError
from store.exchange import orders
from store.exchange.allocation import take_back
from store.exchange.away import QUIET_AFTER, Away, away, is_quiet
from store.exchange.laptops import known
from store.exchange.whereabouts import BaseView, in_base_view, whereabouts
from store.fieldwork.looking import lines_of
from store.keeping import acts
from store.keeping.acts.terms.families import FamilyLockCause, RecallCause
from store.keeping.header import unpack
from tests.exchange.exchanging import FAMILIES, Exchange


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    return Exchange(tmp_path)


def stands(exchange: Exchange) -> Away:
    with exchange.at_base() as base:
        (laptop,) = away(base)
    return laptop


def test_a_laptop_that_nothing_was_exchanged_with_stands_as_never(exchange: Exchange) -> None:
    laptop = stands(exchange)

    assert (laptop.last_in_at, laptop.last_out_at, laptop.held_count) == (None, None, 0)
    assert not laptop.is_quiet


def test_after_a_sync_it_stands_with_both_bundles_and_what_it_holds(exchange: Exchange) -> None:
    exchange.give(FAMILIES[:4])
    exchange.sync()

    laptop = stands(exchange)

    with exchange.at_base() as base:
        headers = [unpack(entry.header) for entry in base.journal.entries(0, base.journal.size)]
    sent = [each.at_ms for each in headers if each.kind == acts.BundleSent.kind]
    assert laptop.last_out_at is not None
    assert laptop.last_out_at.timestamp() * 1000 == sent[-1]
    assert laptop.last_in_at is not None
    assert (laptop.held_count, laptop.clock_ahead, laptop.unconfirmed_count) == (4, timedelta(), 0)


def test_a_refusal_is_waited_for_until_the_laptop_has_said_so(exchange: Exchange) -> None:
    exchange.give(FAMILIES[:4])
    exchange.sync()
    exchange.order(lambda base, to: orders.lock(base, to, FAMILIES[:2], FamilyLockCause.CONTACT_WISH))

    assert stands(exchange).unconfirmed_count == 2

    exchange.sync()

    assert stands(exchange).unconfirmed_count == 0


@pytest.mark.parametrize(("ahead", "told"), [(600, timedelta(minutes=10)), (60, timedelta()), (-90_000, timedelta())])
def test_a_clock_is_wrong_where_a_bundle_was_sealed_after_it_was_opened(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch, ahead: int, told: timedelta
) -> None:
    from store.exchange import taking_up

    exchange.give(FAMILIES[:1])
    monkeypatch.setattr(taking_up, "_ahead_s", lambda *_: ahead)
    exchange.sync()

    assert stands(exchange).clock_ahead == told


def test_a_laptop_is_quiet_that_has_families_and_is_in_use(exchange: Exchange) -> None:
    exchange.give(FAMILIES[:1])
    exchange.sync()

    with exchange.at_base() as base:
        (laptop,) = known(base)
        assert laptop.last_in_at is not None
        later: Any = laptop.last_in_at + QUIET_AFTER
        assert not is_quiet(laptop, None, later)
        assert is_quiet(laptop, None, later + timedelta(seconds=1))


def test_a_laptop_knows_of_no_other(exchange: Exchange) -> None:
    with exchange.laptop.open() as store, pytest.raises(NotBaseError):
        away(store)


def test_views_say_who_can_be_given_and_who_is_out(exchange: Exchange) -> None:
    exchange.give(FAMILIES[:2])
    with exchange.at_base() as base:
        lines = lines_of(base)
        with base.reader() as connection:
            where = whereabouts(connection)

    assert {lines[row].family for row in in_base_view(lines, where, BaseView.OUT)} == set(FAMILIES[:2])
    assert {lines[row].family for row in in_base_view(lines, where, BaseView.FREE)} == set(FAMILIES[2:])
    assert len(in_base_view(lines, where, BaseView.ALL)) == len(FAMILIES)
    assert [(each.name, each.families_count) for each in where.carriers] == [("laptop", 2)]


def test_whoever_is_asked_back_is_known_until_the_laptop_gave_it_back(exchange: Exchange) -> None:
    def asked() -> frozenset[str]:
        with exchange.at_base() as base, base.reader() as connection:
            return whereabouts(connection).asked_back

    exchange.give(FAMILIES[:2])
    exchange.sync()
    assert asked() == set()

    with exchange.at_base() as base:
        take_back(base, FAMILIES[:1], RecallCause.FINISHED)
    assert asked() == {FAMILIES[0]}

    exchange.sync()
    assert asked() == {FAMILIES[0]}  # what the laptop did there lies in no backup yet
    exchange.back_up()
    exchange.sync()
    assert asked() == set()


def test_a_family_of_two_laptops_is_asked_back_once_both_were_asked(exchange: Exchange) -> None:
    other = exchange.another("other")
    for laptop in exchange.laptops:
        exchange.give(FAMILIES[:1], laptop)
    asked = []

    for laptop in (other, exchange.laptop):
        exchange.order(lambda base, to: orders.recall(base, to, FAMILIES[:1], RecallCause.FINISHED), laptop)
        with exchange.at_base() as base, base.reader() as connection:
            asked.append(whereabouts(connection).asked_back)

    assert asked == [set(), {FAMILIES[0]}]
