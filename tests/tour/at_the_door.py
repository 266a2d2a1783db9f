"""What an interviewer does at a door, by keys: asks whoever is interviewed, tells the attempt, takes a wish down.

Owns the keys. Refuses to own what is answered.
"""

import re
from collections.abc import Callable, Sequence

from tests.tui.at_terminal import AtTerminal

CTRL_S = "\x13"
CODE = re.compile(r"((?:[0-9A-Z]  ){4}[0-9A-Z])   -   ((?:[0-9A-Z]  ){4}[0-9A-Z])")
FILTER_LINE = 2

Look = Callable[[AtTerminal], None]


def open_family(seat: AtTerminal, reference: str) -> None:
    """From the list, find a family by the council's reference and open it."""
    seat.press("2/")
    seat.see_cursor_in_line(FILTER_LINE)
    seat.press(reference)
    seat.see("1 by").press("\r\r")
    seat.see(reference).see("c Consent")


def back(seat: AtTerminal) -> None:
    """Go back to the whole list."""
    seat.press("\x1bOR")
    seat.see("/ Find", without="c Consent")
    seat.press("\x1bOS")
    seat.see("To do", without="1 by")


def interview(seat: AtTerminal, reference: str, answers: Sequence[str], look: Look) -> str:
    """Ask the main carer of a family whether they take part and what follows, and tell the attempt.

    Args:
        seat: At the list.
        reference: The council's, of the family.
        answers: As `consents` takes them.
        look: Called where something is worth seeing.

    Returns:
        The receipt code.
    """
    open_family(seat, reference)
    look(seat)
    code = consents(seat, answers, look)
    attempt(seat)
    back(seat)
    return code


def consents(seat: AtTerminal, answers: Sequence[str], look: Look = lambda _: None) -> str:
    """At a family, ask its main carer, who says yes to taking part; return the receipt code.

    Args:
        seat: At the family.
        answers: To linkage and to being contacted again, `y` or `n`; none where both were answered in wave 1.
        look: As `interview`.
    """
    seat.press("c")
    seat.see("Who is asked?").press("1")
    seat.see("How do the words reach them?").press("1")
    seat.see("Who else is there?").press("\r")
    seat.see("nobody listens?").press("1")
    seat.see("anything of this?").press("\r")
    seat.see("Next, the screen is theirs").press("\r")
    seat.see("Are you willing to take part in this survey?")
    look(seat)
    seat.press("y")
    seat.see("Now comes the interview").press("c")
    if answers:
        seat.see("National Impact Study").see("y  Yes", without="Now comes").press(answers[0])
        seat.see("contact you again", without="National Impact Study").press(answers[1])
    seat.see("Copy this onto the leaflet").see("turn the screen back")
    look(seat)
    found = CODE.search(seat.text)
    assert found is not None
    seat.press("\r")
    seat.see("Attempt (a), this person: complete interview, 110.")
    return "-".join(half.replace(" ", "") for half in found.groups())


def attempt(seat: AtTerminal) -> None:
    """At a family whose carer was just interviewed, tell what came of being there."""
    seat.press("a")
    seat.see("complete interview", without="c Consent").press(CTRL_S)
    seat.see("Household: 110 complete").press("\r")
    seat.see("Attempt kept: complete interview.")
