"""A frozen laptop, by keys: it says so when somebody comes in, base is asked, and its answer lets the laptop go on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import errors
from store.exchange import lifting
from tests.exchange.enrolled import FORGOTTEN
from tests.exchange.exchanging import FAMILIES, Exchange, Laptop
from tests.exchange.test_lifting import copied_back
from tests.tui.at_terminal import LEAVE, AtTerminal, at_terminal
from tui.by_keys import HINTS

F3 = "\x1bOR"


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    (tmp_path / "box").mkdir()
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:3])
    exchange.sync()
    return exchange


@pytest.fixture
def box(exchange: Exchange) -> Path:
    return exchange.folder / "box"


@pytest.fixture
def seat(exchange: Exchange) -> Iterator[AtTerminal]:
    """A seat before a laptop that was put back."""
    copied_back(exchange)
    with at_terminal("--store", str(exchange.laptop.folder), "--clock-is-right") as seat:
        yield seat


def come_in(seat: AtTerminal) -> None:
    seat.see("Passphrase:").press(f"{FORGOTTEN}\r")
    seat.see("To do 3", without="Passphrase:")


def come_in_frozen(seat: AtTerminal) -> None:
    come_in(seat)
    seat.see("This store is frozen and takes no new acts")


def answered(exchange: Exchange, box: Path, laptop: Laptop | None = None) -> None:
    device = (laptop or exchange.laptop).device
    with exchange.at_base() as base:
        lifting.answer(base, (box / lifting.request_name(device)).read_bytes(), "Its disk was changed.", box)


def choose(seat: AtTerminal, which: str, where: Path) -> None:
    seat.press("r")
    seat.see("This store is frozen. What is it now?").press(which)
    seat.see_either("Into which folder", "does base's answer lie?")
    seat.press(f"{where}\r")


def test_a_frozen_laptop_asks_base_and_goes_on(seat: AtTerminal, exchange: Exchange, box: Path) -> None:
    come_in_frozen(seat)
    seat.see("way on with Recover (r in its list)")
    choose(seat, "1", box)
    seat.see("Base is asked to let this laptop go on.").press("\r")
    seat.see(f"Wrote branch-request-{exchange.laptop.device[:8]}.doorstep").press(F3)
    answered(exchange, box)

    seat.see("To do 3")
    choose(seat, "2", box)
    seat.see("in a new branch of its").press("\r")
    seat.see("This laptop goes on.").press(F3)
    come_in(seat)
    seat.see("No PIN lifts the cover").press(LEAVE)

    assert seat.until_ended() == 0
    with exchange.laptop.open() as store:
        assert (store.frozen, store.journal.branch) == (None, 1)


def test_an_answer_to_another_request_leaves_it_frozen(seat: AtTerminal, exchange: Exchange, box: Path) -> None:
    other = exchange.another("Laptop B")
    exchange.give(FAMILIES[3:4], other)
    exchange.sync_base()
    exchange.sync_laptop(other)
    copy = other.image("before")
    other.correct(FAMILIES[3], "lost")
    exchange.sync_laptop(other)
    exchange.sync_base()
    other.put_back(copy)
    with pytest.raises(errors.StoreBehindError):
        exchange.sync_laptop(other)
    with other.open() as store:
        lifting.request(store, box)
    answered(exchange, box, other)
    come_in_frozen(seat)

    choose(seat, "2", box / lifting.answer_name(other.device))
    seat.see("in a new branch of its").press("\r")

    seat.see(errors.LiftAnswerOldError.message).see(HINTS[errors.LiftAnswerOldError])


def test_what_is_no_answer_is_refused_where_it_is_named(seat: AtTerminal, box: Path) -> None:
    come_in_frozen(seat)

    choose(seat, "2", box)

    seat.see(errors.SignedFileMissingError.message)


def test_a_laptop_that_is_not_frozen_has_nothing_to_ask(exchange: Exchange) -> None:
    with at_terminal("--store", str(exchange.laptop.folder), "--clock-is-right") as seat:
        come_in(seat)
        seat.press("r")

        seat.see(errors.NotFrozenError.message)
