"""A laptop that cannot go on by itself, answered at base by keys: a forgotten passphrase, a frozen store."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from store import errors
from store.exchange import lifting, recovery
from store.exchange.signed_file import content_of
from store.exchange.words import Words
from store.fieldwork.looking import lines_of
from store.keeping import acts, staffing
from tests.exchange.enrolled import CHOSEN, INTERVIEWER
from tests.exchange.enrolling import WRONG_WORDS
from tests.exchange.exchanging import FAMILIES, Exchange, told
from tests.exchange.test_lifting import copied_back
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, opened, passphrase
from tests.tui.base_sitting import BaseSitting
from tui.by_keys import HINTS

NAME = f"{INTERVIEWER} of laptop"


@dataclass
class Stood:
    """Base, sat at; its laptop; and the stick between them."""

    exchange: Exchange
    sitting: BaseSitting
    box: Path
    words: Words = field(default_factory=tuple)

    def played(self, *steps: Sequence[str]) -> list[str]:
        """Press what each step says, one after another; return the screen after each, in one line."""
        return [" ".join(said.split()) for said in self.sitting.played(*steps)]

    def recover(self) -> Sequence[str]:
        """Return the keys that look for requests on the stick."""
        return ("l", "r", *str(self.box), "enter", "ctrl+s")


@pytest.fixture
def stood(tmp_path: Path) -> Stood:
    (tmp_path / "box").mkdir()
    (tmp_path / "sat at").mkdir()
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:1])
    exchange.sync()
    return Stood(exchange, BaseSitting(tmp_path / "sat at", exchange.base), tmp_path / "box")


@pytest.fixture
def forgotten(stood: Stood) -> Stood:
    _, words = recovery.request(stood.exchange.laptop.folder, None, passphrase(CHOSEN), stood.box)
    stood.words = words
    return stood


@pytest.fixture
def frozen(stood: Stood, tmp_path: Path) -> Stood:
    copied_back(stood.exchange)
    with stood.exchange.laptop.open() as store:
        lifting.request(store, stood.box)
    (tmp_path / "after").mkdir()
    stood.sitting = BaseSitting(tmp_path / "after", stood.exchange.base)
    return stood


def answer_in(box: Path) -> bytes:
    (path,) = box.glob("*-answer*.doorstep")
    return content_of(path)


def test_a_forgotten_passphrase_is_answered_by_the_words_and_a_second_person(forgotten: Stood) -> None:
    asked, means, done = forgotten.played(
        forgotten.recover(),
        ("1", *" ".join(forgotten.words), "enter", *SECOND_PASSPHRASE, "enter"),
        ("ctrl+s",),
    )

    assert "laptop: Interviewer One of laptop forgot the passphrase" in asked
    assert "opens to the new passphrase that Interviewer One of laptop chose" in means
    assert "Two people answer, and the trail says so." in means
    assert SECOND_PASSPHRASE not in means
    assert "Wrote recovery-answer-" in done
    assert "There, F4 at the prompt, and the new passphrase." in done
    assert str(forgotten.box) in done.replace(" ", "")  # over as many lines as it takes
    folder = forgotten.exchange.laptop.folder
    recovery.apply(folder, answer_in(forgotten.box), passphrase(CHOSEN))
    opened(folder, CHOSEN).close()


def test_the_laptop_of_somebody_who_left_opens_to_whoever_holds_it_and_shows_nobody(forgotten: Stood) -> None:
    with forgotten.sitting.open() as base:
        staffing.leave(base, NAME)

    asked, means, _ = forgotten.played(
        forgotten.recover(),
        ("1", *" ".join(forgotten.words), "enter", *SECOND_PASSPHRASE, "enter"),
        ("ctrl+s",),
    )

    assert "laptop: Interviewer One of laptop left, and nobody can unlock it" in asked
    assert "who carried laptop, left on Mon 2 Nov 2015: it shows no family to whoever unlocks it." in means
    assert "Have laptop before you, or ring whoever has it on a number you know" in means
    folder = forgotten.exchange.laptop.folder
    recovery.apply(folder, answer_in(forgotten.box), passphrase(CHOSEN))
    with opened(folder, CHOSEN) as store:
        assert lines_of(store) == []


def test_words_that_differ_answer_nothing(forgotten: Stood) -> None:
    typed = ("1", *WRONG_WORDS, "enter", *SECOND_PASSPHRASE, "enter", "ctrl+s")

    (said,) = forgotten.played((*forgotten.recover(), *typed))

    assert errors.RecoveryWordsDifferError.message in said
    assert list(forgotten.box.glob("*-answer*")) == []


@pytest.mark.parametrize(
    ("second", "refusal"), [(PASSPHRASE, errors.SecondPersonError), (CHOSEN, errors.WrongPassphraseError)]
)
def test_nobody_answers_alone(forgotten: Stood, second: str, refusal: type[errors.StoreError]) -> None:
    typed = ("1", *" ".join(forgotten.words), "enter", *second, "enter", "ctrl+s")

    (said,) = forgotten.played((*forgotten.recover(), *typed))

    assert refusal.message in said
    assert list(forgotten.box.glob("*-answer*")) == []


def test_a_frozen_store_is_answered_with_a_reason_and_an_incident(frozen: Stood) -> None:
    asked, means, done = frozen.played(frozen.recover(), ("1", *"Its disk was changed.", "enter"), ("ctrl+s",))

    assert "laptop: its store is frozen" in asked
    assert "Its store stands as it was on Mon 2 Nov 2015" in means
    assert "An incident is raised" in means
    assert re.search(r"Wrote branch-answer-[0-9a-f]{8}\.doorstep", done)
    assert "There, r in the list of families." in done
    with frozen.sitting.open() as base:
        assert len(told(base, acts.IncidentRaised)) == 1
        (lifted,) = told(base, acts.FreezeLifted)
        assert isinstance(lifted, acts.FreezeLifted)
        assert lifted.reason == "Its disk was changed."
    with frozen.exchange.laptop.open() as store:
        lifting.apply(store, answer_in(frozen.box))
        assert store.frozen is None


def test_what_cannot_be_answered_says_why_before_anybody_types_a_passphrase(stood: Stood) -> None:
    (stood.box / "recovery-request-0.doorstep").write_bytes(b"{}")

    asked, said = stood.played(stood.recover(), ("1",))

    assert "recovery-request-0.doorstep: cannot be answered" in asked
    assert "This file is not one that Doorstep wrote for this" in said


def test_where_no_request_lies_it_says_what_to_do(stood: Stood) -> None:
    (said,) = stood.played(stood.recover())

    assert "No request of a laptop lies in that folder." in said
    assert HINTS[errors.NoLaptopRequestError] in said
