"""Consent, from the door to the proof: a young person declines, their carer agrees in part, and takes one back later.

Keys and screens alone at the laptop; then the command at base, and a process that has no store at all.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.exchange.enrolled import FORGOTTEN
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange
from tests.made import PASSPHRASE
from tests.tui.at_terminal import LEAVE, AtTerminal, at_terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo terminal")

CTRL_S = "\x13"
CODE = r"(?:[0-9A-Z]  ){4}[0-9A-Z]   -   (?:[0-9A-Z]  ){4}[0-9A-Z]"
CARER, CHILD = DELIVERED[0].details.people[0], DELIVERED[0].details.people[2]
"""Rosa, and José, who is 14."""


def test_what_was_said_at_the_door_is_proved_years_later_with_no_store(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:1])
    exchange.sync()

    with at_terminal("--store", str(exchange.laptop.folder), "--clock-is-right") as seat:
        seat.see("Passphrase:").press(f"{FORGOTTEN}\r")
        seat.see("To do", without="Passphrase:").press("\r")
        seat.see("ECC-00001").see("c Consent")

        childs = a_child_declines(seat)
        code = the_carer_agrees_in_part(seat)
        take_recontact_back(seat, code)

        seat.press(LEAVE)
        assert seat.until_ended() == 0

    exchange.sync()
    path = tmp_path / "proof.doorstep"
    extracted(exchange.base, path, code)
    told = json.loads(verified(path))
    assert [(each["purpose"], each["decision"]) for each in told["records"]] == [
        ("take-part", "given"),
        ("linkage", "refused"),
        ("re-contact", "given"),
        ("re-contact", "withdrawn"),
    ]
    extracted(exchange.base, tmp_path / "childs", childs)
    told = json.loads(verified(tmp_path / "childs"))
    assert [each["purpose"] for each in told["records"]][:2] == ["parental-permission", "young-persons-assent"]
    assert "José" in told["records"][0]["shown_text"]

    proof = path.read_text("utf-8")
    at = proof.index("Essex") + 1
    path.write_text(f"{proof[:at]}z{proof[at + 1 :]}", "utf-8")
    assert "This file does not prove a consent" in verified(path, code=1)


def a_child_declines(seat: AtTerminal) -> str:
    """Ask the parent, then the young person of 14, who says no; return the receipt code."""
    seat.press("c")
    seat.see("Who is asked?").press("3")
    seat.see("How old are they").press("14\r")
    seat.see("Which parent or guardian").press("1")
    seat.see("What are they to").press("1")
    turn(seat)
    seat.see("Do you agree that we may ask José", without=CARER.first_names).press("y")
    seat.see("Would you like to take part?", without="José").press("n")
    return copied(seat, "Attempt (a), this person: refusal by respondent, 431.")


def the_carer_agrees_in_part(seat: AtTerminal) -> str:
    """Ask the carer: yes to taking part, no to linkage, yes to contact; return the receipt code."""
    seat.press("c")
    seat.see("Who is asked?").press("1")
    turn(seat)
    seat.see("Are you willing to take part in this survey?", without=CARER.first_names).press("y")
    seat.see("Now comes the interview").press("c")
    seat.see("National Impact Study").see("y  Yes", without="Now comes").press("n")
    seat.see("contact you again", without="National Impact Study").press("y")
    return copied(seat, "Attempt (a), this person: complete interview, 110.")


def take_recontact_back(seat: AtTerminal, code: str) -> None:
    """From the list, by the code alone."""
    seat.press("\x1b")
    seat.see("To do", without="c Consent").press("l")
    seat.see("Type the code").press(f"{code.lower()}\r")
    seat.see("What do they take back?").press("1")
    seat.see("Who says so?").press("1")
    seat.see("How did it reach you?").press("2")
    seat.see("What was said").press("\r")
    seat.see("There is no contact for wave 2").press(CTRL_S)
    seat.see("Withdrawal kept")


def turn(seat: AtTerminal) -> None:
    """Read aloud, nobody else there, a private place offered, nothing else; the screen is turned."""
    seat.see("How do the words reach them?").press("1")
    seat.see("Who else is there?").press("\r")
    seat.see("nobody listens?").press("1")
    seat.see("anything of this?").press("\r")
    seat.see("Next, the screen is theirs").press("\r")


def copied(seat: AtTerminal, said: str) -> str:
    """Read the code off the screen, and go on to the family."""
    (code,) = seat.see("Copy this onto the leaflet").find(CODE, 1)
    seat.press("\r")
    seat.see(said)
    return code.replace(" ", "")


def extracted(base: Path, path: Path, code: str) -> None:
    """Let the proof out at base."""
    words = ("extract", "consent", "--store", str(base), "--receipt", code, "--to", str(path), "--clear")
    run(*words, "--passphrase-stdin", typed=f"{PASSPHRASE}\n")


def verified(path: Path, code: int = 0) -> str:
    """Check a proof where there is no store, and no folder that could hold one."""
    return run("verify", str(path), "--json", code=code, HOME=str(path.parent / "nobody"), DOORSTEP_STORE="")


def run(*words: str, typed: str = "", code: int = 0, **env: str) -> str:
    """Run the command, and return what it printed."""
    ended = subprocess.run(
        [sys.executable, "-m", "tui", *words],
        input=typed,
        capture_output=True,
        text=True,
        env={**os.environ, **env},
        check=False,
    )
    assert ended.returncode == code, (words, ended.stdout, ended.stderr)
    return ended.stdout + " ".join(ended.stderr.split())
