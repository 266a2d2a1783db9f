"""A base and two laptops, by the command alone: enrolled, exchanging both ways, over a folder and over SFTP.

Bundles are lost and doubled on purpose, a laptop is copied back from yesterday, and everything kept holds to the end.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from store import door
from store.ids import FamilyId, new_id
from store.keeping.acts import DetailsCorrected
from store.keeping.acts.terms.families import DetailField, DetailSource
from store.keeping.passphrases import read_passphrase
from tests.exchange.sftp_server import SftpServer, running_sftp_server
from tests.faults.command import doorstep
from tests.made import families

PASSPHRASES = {
    "base": "Lantern orchard 58 kestrel",
    "first": "Copper basket 91 thimble",
    "second": "Harbour 91 thistle almanac",
}

CHEAP_KEYS = """
from store.keeping import key_derivation
from tests.made import CHEAP
key_derivation.FLOOR = CHEAP
"""
"""How long a guess takes is not what is told here."""


@dataclass(frozen=True)
class Round:
    """Three stores below one folder, and the mailbox they use."""

    folder: Path
    environment: dict[str, str]

    def run(self, store: str, *words: str, code: int = 0, more: tuple[str, ...] = ()) -> str:
        """Run the command as whoever keeps that store, and return what it printed."""
        typed = "\n".join((PASSPHRASES[store], *more)) + "\n"
        at = ("--store", self.folder / store, "--passphrase-stdin")
        ended = doorstep(*words, *at, line=typed.encode(), environment=self.environment, before=CHEAP_KEYS)
        assert ended.code == code, (words, ended)
        return ended.out + ended.err

    def sync(self, store: str, *words: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.run(store, "sync", "--json", *words))
        assert told["refused"] == []
        return told

    def enrol(self, name: str) -> None:
        tickets = self.folder / f"tickets of {name}"
        tickets.mkdir()
        self.run("base", "enrol", "ticket", "--name", name, "--staff", f"Interviewer {name}", "--to", str(tickets))
        (ticket,) = tickets.glob("ticket-*")
        shown = self.run(name, "init", "field", "--ticket", str(ticket), "--no-keyring")
        accepted = self.run("base", "enrol", "accept", "--from", str(tickets))
        assert name in accepted
        assert len(shown.split()) > 6

    def correct(self, store: str, family: FamilyId, text: str) -> None:
        """Note something about a family, as the screens of a later day will."""
        passphrase = read_passphrase(PASSPHRASES[store].encode())
        with door.open_store(self.folder / store, passphrase, is_clock_right=True) as kept:
            kept.record(
                DetailsCorrected(
                    correction=new_id(),
                    undoes=None,
                    family=family,
                    person=None,
                    field=DetailField.DIRECTIONS,
                    entry=None,
                    old=None,
                    new=text,
                    source=DetailSource.COUNCIL,
                    known_on="2015-11-02",
                    is_odd=False,
                )
            )

    def hold_everything(self) -> None:
        for store in PASSPHRASES:
            assert self.run(store, "verify", "--signatures").startswith("Proved:")


@pytest.fixture
def round_(tmp_path: Path) -> Round:
    here = Round(tmp_path, {})
    here.run("base", "init", "base", "--practice", "--no-keyring", "--name", "Base", "--staff", "Supervisor One")
    with door.open_store(tmp_path / "base", read_passphrase(PASSPHRASES["base"].encode())) as base:
        base.record(*families(6))
    here.enrol("first")
    here.enrol("second")
    references = [family.council_reference for family in families(6)]
    here.run("base", "allocate", "--to", "first", *[word for each in references[:3] for word in ("--family", each)])
    here.run("base", "allocate", "--to", "second", *[word for each in references[3:] for word in ("--family", each)])
    return here


@pytest.fixture
def server() -> Iterator[SftpServer]:
    with running_sftp_server() as server:
        yield server


def exchange(here: Round, address: str, box: Path) -> None:
    """Sync all three over a mailbox, with bundles lost and doubled on the way."""
    mailbox = ("--mailbox", address)
    first, second = [each.family for each in families(6)][::3]
    assert here.sync("base", *mailbox)["sent"] == 2
    for bundle in box.glob("*.bundle"):
        bundle.unlink()  # the first of them are lost
    assert here.sync("base")["sent"] == 2
    doubled = {bundle.name: bundle.read_bytes() for bundle in box.glob("*.bundle")}

    for store, family in (("first", first), ("second", second)):
        assert here.sync(store, *mailbox)["received"] == 1
        for name, content in doubled.items():
            (box / name).write_bytes(content)
        here.correct(store, family, f"behind the mill, says {store}")
        assert here.sync(store)["received"] == 0
    here.correct("base", first, "left of the mill, says base")
    taken = here.sync("base")
    assert (taken["received"], taken["conflicts"]) == (2, 1)
    for bundle in box.glob("*.bundle"):
        bundle.unlink()
    here.sync("base")
    for store in ("first", "second"):
        assert here.sync(store)["unsent"] == 0
    here.hold_everything()


def test_bundles_lost_and_doubled_in_a_folder_and_a_laptop_copied_back(round_: Round, tmp_path: Path) -> None:
    box = tmp_path / "stick"
    box.mkdir()
    exchange(round_, str(box), box)
    yesterday = tmp_path / "yesterday"
    shutil.copytree(tmp_path / "first", yesterday)
    round_.correct("first", families(6)[1].family, "over the bridge")
    round_.sync("first")
    round_.sync("base")

    shutil.rmtree(tmp_path / "first")
    shutil.copytree(yesterday, tmp_path / "first")
    refused = round_.run("first", "sync", code=1)

    assert "older copy" in refused
    carried = tmp_path / "carried"
    carried.mkdir()
    round_.run("first", "recover", "request", "--to", str(carried))
    (request,) = carried.iterdir()
    round_.run("base", "recover", "answer", "--request", str(request), "--to", str(carried), "--reason", "Copied back.")
    (answer,) = set(carried.iterdir()) - {request}
    round_.run("first", "recover", "apply", "--answer", str(answer))
    for store in ("first", "base", "first", "base"):
        round_.sync(store)
    round_.hold_everything()


def test_bundles_lost_and_doubled_on_a_server(round_: Round, server: SftpServer) -> None:
    round_.environment["DOORSTEP_SFTP_KEY"] = str(server.key)

    exchange(round_, server.url(), server.box)
