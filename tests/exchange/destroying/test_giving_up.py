"""A yes that comes late takes back what laptops were ordered; what they had done is told, and can be given (7.2e)."""

import shutil
from pathlib import Path

import pytest

from store import errors
from store.exchange.allocation import free_families
from store.exchange.destroying import deciding, doing
from store.exchange.destroying.giving_up import destroyed_too_soon
from store.keeping.store import Store
from tests.exchange.destroying.test_doing import second
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange
from tests.exchange.test_succession import put_back_and_succeeded
from tests.tui.test_extract_command import take

HELD = set(FAMILIES[:3])


def ordered(folder: Path) -> Exchange:
    """Return base and laptop with three families there, and a list for not agreeing decided that has them all."""
    exchange = Exchange(folder)
    exchange.give(FAMILIES[:3])
    exchange.sync()
    with exchange.at_base() as base:
        decide(base)
    return exchange


def decide(base: Store) -> None:
    deciding.decide(base, deciding.of_families(deciding.not_recontactable(base)), second, for_clause="7.2e")
    doing.go_on(base)


def say_yes(exchange: Exchange) -> None:
    with exchange.laptop.open() as store:
        take(store, DELIVERED[1])


def test_a_late_yes_calls_back_what_the_laptop_was_ordered_and_the_next_list_goes_without_it(tmp_path: Path) -> None:
    exchange = ordered(tmp_path)
    exchange.sync_base()
    say_yes(exchange)
    exchange.sync_laptop()  # it hears the order, and waits for the receipt of its yes

    exchange.sync()

    assert exchange.laptop.held() == HELD
    with exchange.at_base() as base:
        with pytest.raises(errors.YesSinceError):
            doing.go_on(base)
        assert base.rows("SELECT state FROM fieldorder WHERE order_kind = 'destroy'") == [("cancelled",)]
        decide(base)
    exchange.sync()
    assert exchange.laptop.held() == {FAMILIES[1]}
    with exchange.at_base() as base:
        doing.go_on(base)
        assert destroyed_too_soon(base) == []
    exchange.hold_all()


def test_a_laptop_that_had_destroyed_it_is_told_and_can_be_given_it_again(tmp_path: Path) -> None:
    exchange = ordered(tmp_path)
    exchange.sync_base()
    exchange.sync_laptop()  # nothing unsent: it destroys at once
    assert exchange.laptop.held() == set()
    with exchange.at_base() as base:
        take(base, DELIVERED[1])  # said by phone, before base heard of that
        with pytest.raises(errors.YesSinceError):
            doing.go_on(base)
    exchange.sync()

    with exchange.at_base() as base:
        assert destroyed_too_soon(base) == sorted(HELD)
        decide(base)
        assert destroyed_too_soon(base) == [FAMILIES[1]]
        assert FAMILIES[1] in {each.family for each in free_families(base)}
    exchange.give([FAMILIES[1]])
    exchange.sync()
    assert exchange.laptop.held() == {FAMILIES[1]}
    with exchange.at_base() as base:
        assert destroyed_too_soon(base) == []
    exchange.hold_all()


def test_a_base_that_goes_on_under_a_new_journal_takes_the_order_back_again(tmp_path: Path) -> None:
    exchange = ordered(tmp_path)
    first, other = exchange.laptop, exchange.another("other")
    exchange.sync_base()
    say_yes(exchange)
    exchange.sync_laptop()  # it has heard the order, and is away from now on
    exchange.laptops = [other]
    exchange.sync_base()  # the order is taken back here, and nobody hears of it
    shutil.copytree(exchange.base, tmp_path / "older")
    exchange.give(FAMILIES[3:4], other)
    exchange.sync()
    for each in exchange.mail.glob(f"{first.device}*"):
        each.unlink()
    put_back_and_succeeded(exchange, tmp_path / "older")
    exchange.laptops = [first, other]

    exchange.sync(3)

    assert first.held() == HELD
    exchange.hold_all()
