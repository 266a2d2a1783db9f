"""The whole round on the practice deliveries: three files of a council in, two laptops out, consents back, all proved.

Commands and keys alone. One laptop exchanges over a folder, the other over SFTP; whoever is at the door sees a
terminal. Addresses are public ones, and nobody lives at them.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.sftp_server import SftpServer, running_sftp_server
from tests.exchange.wrapped import DELIVERIES
from tests.made import PASSPHRASE, made_base
from tests.tui.at_terminal import LEAVE, AtTerminal, at_terminal
from tests.tui.conftest import run
from tests.tui.running import Run

__all__ = ["run"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo terminal")

CTRL_S = "\x13"
CODE = re.compile(r"((?:[0-9A-Z]  ){4}[0-9A-Z])   -   ((?:[0-9A-Z]  ){4}[0-9A-Z])")
KEEPERS = ("Copper basket 91 thimble", "Velvet quarry 27 saxophone lemon")
LAPTOPS = {"colchester": "Harbour 91 thistle almanac", "chelmsford": "Marble pigeon 40 turnip"}
AREAS = {"colchester": ("CO", "CB"), "chelmsford": ("CM", "SS", "RM", "IG", "EN")}


@dataclass(frozen=True)
class Round:
    """A base and two laptops below one folder."""

    folder: Path
    command: Run

    def run(self, store: str, *words: str, lines: tuple[str, ...] = ()) -> str:
        """Run the command at a store, as whoever keeps it, and return what it printed."""
        where = ("--store", str(self.folder / store), "--passphrase-stdin")
        ended = self.command(*words, *where, lines=lines or (LAPTOPS.get(store, PASSPHRASE),))
        assert ended.code == 0, (words, ended.out, ended.err)
        return ended.out

    def json(self, store: str, *words: str) -> Any:
        return json.loads(self.run(store, *words, "--json"))

    def take_in(self, name: str, kind: str, *more: str, lines: tuple[str, ...] = ()) -> str:
        """Take a council's file in."""
        told = ("--council", "Essex", "--file-passphrase-file", str(DELIVERIES / "PASSPHRASE.txt"))
        return self.run("base", "intake", str(DELIVERIES / name), "--kind", kind, *told, *more, lines=lines)

    def enrol(self, name: str) -> None:
        tickets = self.folder / f"tickets of {name}"
        tickets.mkdir()
        who = f"Interviewer in {name.title()}"
        self.run("base", "enrol", "ticket", "--name", name, "--staff", who, "--to", str(tickets))
        (ticket,) = tickets.glob("ticket-*")
        self.run(name, "init", "field", "--ticket", str(ticket), "--no-keyring")
        assert name in self.run("base", "enrol", "accept", "--from", str(tickets))

    def sync(self, store: str, *words: str) -> dict[str, Any]:
        told: dict[str, Any] = self.json(store, "sync", *words)
        assert told["refused"] == []
        return told


@pytest.fixture
def server() -> Iterator[SftpServer]:
    with running_sftp_server() as server:
        yield server


def test_three_deliveries_become_consents_that_base_can_prove(
    tmp_path: Path, run: Run, server: SftpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Issue: base shows 508 delivered, 31 refused, 477 to work, and the right consents."""
    monkeypatch.setenv("DOORSTEP_SFTP_KEY", str(server.key))
    made_base(tmp_path)
    round_ = Round(tmp_path, run)
    stick = tmp_path / "stick"
    stick.mkdir()

    take_everything_in(round_)
    given = allocate(round_)
    for mailbox in (str(stick), server.url()):
        round_.sync("base", "--mailbox", mailbox)
    for laptop, mailbox in (("colchester", str(stick)), ("chelmsford", server.url())):
        assert round_.sync(laptop, "--mailbox", mailbox)["received"] == 1
        assert len(round_.json(laptop, "contacts")) == given[laptop]

    see_the_board(tmp_path / "base")
    family = round_.json("colchester", "contacts")[0]
    code = at_the_door(tmp_path / "colchester", family["reference"])
    round_.sync("colchester")
    round_.sync("chelmsford")
    assert round_.sync("base", "--mailbox", str(stick))["conflicts"] == 0
    round_.sync("base", "--mailbox", server.url())

    look_at_base(round_, code)
    for store in ("base", *LAPTOPS):
        assert round_.run(store, "verify", "--signatures").startswith("Proved:")


def take_everything_in(round_: Round) -> None:
    """Contacts, eligibility by its keeper, refusals."""
    told = round_.take_in("essex-contacts.aes256.zip", "contacts")
    assert "508 rows = 0 refused + 0 held back + 508 supplied" in told
    for number, keeper in enumerate(KEEPERS, start=1):
        words = ("--name", f"Keeper {number}", "--role", "eligibility_keeper")
        round_.run("base", "staff", "add", *words, lines=(PASSPHRASE, keeper))
    told = round_.take_in("essex-eligibility.aes256.7z", "eligibility", lines=(KEEPERS[0],))
    assert "508 supplied" in told
    told = round_.take_in("essex-refusals.aes256.zip", "refusals")
    assert "31 new refusals" in told


def allocate(round_: Round) -> dict[str, int]:
    """Enrol the laptops, give each its postcode areas; return how many each got."""
    given = {}
    for laptop in LAPTOPS:
        round_.enrol(laptop)
        told = [round_.run("base", "allocate", "--to", laptop, "--postcode", area) for area in AREAS[laptop]]
        given[laptop] = sum(int(re.findall(r"is given (\d+)", each)[0]) for each in told)
    assert sum(given.values()) == 477
    return given


def see_the_board(base: Path) -> None:
    """Look at what base shows before anybody was visited."""
    with at_terminal("--store", str(base), "--clock-is-right") as seat:
        seat.see("Passphrase:").press(f"{PASSPHRASE}\r")
        seat.see("508 delivered = 31 refused before anybody had them + 0 ended + 477 to work.")
        seat.press(LEAVE)
        assert seat.until_ended() == 0


def at_the_door(laptop: Path, reference: str) -> str:
    """Ask whoever is interviewed for three consents and tell the attempt; return the receipt code."""
    with at_terminal("--store", str(laptop), "--clock-is-right") as seat:
        seat.see("Passphrase:").press(f"{LAPTOPS['colchester']}\r")
        seat.see("To do", without="Passphrase:").press("2/")
        seat.see_cursor_in_line(2)
        seat.press(reference)
        seat.see("1 by").press("\r\r")
        seat.see(reference).see("c Consent")
        code = consents(seat)
        attempt(seat)
        seat.press(LEAVE)
        assert seat.until_ended() == 0
    return code


def consents(seat: AtTerminal) -> str:
    """Yes to taking part, no to linkage, yes to contact."""
    seat.press("c")
    seat.see("Who is asked?").press("1")
    seat.see("How do the words reach them?").press("1")
    seat.see("Who else is there?").press("\r")
    seat.see("nobody listens?").press("1")
    seat.see("anything of this?").press("\r")
    seat.see("Next, the screen is theirs").press("\r")
    seat.see("Are you willing to take part in this survey?").press("y")
    seat.see("Now comes the interview").press("c")
    seat.see("National Impact Study").see("y  Yes", without="Now comes").press("n")
    seat.see("contact you again", without="National Impact Study").press("y")
    seat.see("Copy this onto the leaflet").see("   -   ")
    found = CODE.search(seat.text)
    assert found is not None
    seat.press("\r")
    seat.see("Attempt (A), this person: complete interview, 110.")
    return "-".join(half.replace(" ", "") for half in found.groups())


def attempt(seat: AtTerminal) -> None:
    """Tell what came of being there."""
    seat.press("a")
    seat.see("complete interview", without="c Consent").press(CTRL_S)
    seat.see("Household: 110 complete").press("\r")
    seat.see("Attempt kept: complete interview.")


def look_at_base(round_: Round, code: str) -> None:
    """Hold base's figures against what was delivered and said."""
    (council,) = round_.json("base", "report", "progress")["by_council"]
    assert (council["whose"], council["families_count"], council["worked_count"]) == ("Essex", 477, 476)
    assert (council["complete_count"], council["attempts_count"]) == (1, 1)
    (wave,) = round_.json("base", "report", "rates")
    assert wave["opted_out_before_issue"] == 31
    assert wave["opted_out_before_issue"] + wave["households"]["total"] == 508
    proof = round_.folder / "proof.doorstep"
    round_.run("base", "extract", "consent", "--receipt", code, "--to", str(proof), "--clear")
    told = round_.command("verify", str(proof), "--json", lines=()).json
    assert [(each["purpose"], each["decision"]) for each in told["records"]] == [
        ("take-part", "given"),
        ("linkage", "refused"),
        ("re-contact", "given"),
    ]
