"""A new laptop at base, by keys: its ticket, and its answer with the six words it shows."""

from pathlib import Path

import pytest

from store.exchange.peers import peer_named
from store.exchange.ticket import tickets_out
from store.exchange.words import Words
from tests.exchange.enrolling import WRONG_WORDS, set_up
from tests.tui.base_sitting import BaseSitting
from tui import wording

TICKET = "ticket-laptop-9.doorstep"


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    (tmp_path / "box").mkdir()
    return BaseSitting(tmp_path)


def answered(sitting: BaseSitting, tmp_path: Path) -> Words:
    """Have base write a ticket by keys and a laptop set up from it; return the words it shows."""
    typed = (*"Laptop 9", "enter", *"Interviewer Nine", "enter", *str(tmp_path / "box"), "enter")
    asked, written = sitting.played(("l", "a", *typed), ("ctrl+s",))[-2:]
    assert "hand it over yourself" in " ".join(asked.split())
    assert f"Wrote {TICKET}." in written
    return set_up(tmp_path / "laptop", tmp_path / "box" / TICKET)


def test_a_laptop_becomes_bases_by_keys_and_the_six_words_it_shows(sitting: BaseSitting, tmp_path: Path) -> None:
    words = answered(sitting, tmp_path)

    folder, asked, means, taken = sitting.played(
        ("l", "t"), ("enter", "ctrl+s"), ("1", *" ".join(words), "enter"), ("ctrl+s",)
    )

    assert f"> Folder                 {str(tmp_path)[:20]}" in folder  # where the ticket went
    assert "1  Laptop 9" in asked
    assert "Words that differ end the ticket" in means
    assert "Laptop 9 is one of base's." in taken
    with sitting.open() as store:
        assert peer_named(store, "Laptop 9").revoked_from is None
    assert not list((tmp_path / "box").iterdir())


def test_other_words_end_the_ticket_and_say_so(sitting: BaseSitting, tmp_path: Path) -> None:
    answered(sitting, tmp_path)

    again = ("l", "t", "enter", "ctrl+s", "1", *WRONG_WORDS, "enter", "ctrl+s")
    differ, ended = sitting.played(again, ("f3", *again[1:]))

    assert "its ticket was ended" in " ".join(differ.split())
    assert "was replaced or given up" in " ".join(ended.split())
    assert "Laptops (l, a)" in " ".join(ended.split())


def test_words_that_no_laptop_shows_are_told_where_they_are_typed(sitting: BaseSitting, tmp_path: Path) -> None:
    words = answered(sitting, tmp_path)

    five, six = sitting.played(
        ("l", "t", "enter", "ctrl+s", "1", *" ".join(words[:5]), "enter"),
        (" ", *words[5], "enter", "ctrl+s"),
    )

    assert "There are not six words." in five
    assert "Laptop 9 is one of base's." in six


def test_where_no_answer_lies_it_says_what_to_do(sitting: BaseSitting, tmp_path: Path) -> None:
    (said,) = sitting.played(("l", "t", *str(tmp_path / "box"), "enter", "ctrl+s"))

    assert "No answer of a laptop lies in that folder." in said
    assert "Laptops (l, a) writes one." in " ".join(said.split())


def test_a_ticket_that_is_out_stands_among_the_laptops_until_its_laptop_joins(
    sitting: BaseSitting, tmp_path: Path
) -> None:
    words = answered(sitting, tmp_path)
    with sitting.open() as store:
        until = wording.when(tickets_out(store)[0].until)

    listed, noticed, full, revoked, taken = sitting.played(
        ("l",),
        ("down", "down"),
        ("enter",),
        ("f3", "v"),
        ("t", "enter", "ctrl+s", "1", *" ".join(words), "enter", "ctrl+s"),
    )

    assert f"Laptop 9         ticket out until {until}, for Interviewer Nine" in listed
    assert "a, under the same name, writes another, and the one that is out ends." in " ".join(noticed.split())
    assert f"can use it once, until {until}." in " ".join(full.split())
    assert "It is for Interviewer Nine, who is to carry it." in full
    assert "Point at a laptop that is still believed." in revoked
    assert "ticket out" not in taken
    assert "Laptop 9" in taken
