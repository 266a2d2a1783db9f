"""Where the tour is played: a base and two laptops below one folder, in practice, and the command as a person types it.

Owns running commands there and remembering what later chapters ask for. Refuses to own what is played, and how it is
shown.
"""

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.made import CHEAP
from tests.tour.telling import Telling
from tests.tui.at_terminal import LEAVE, AtTerminal, at_terminal
from tui.__main__ import main

ROOT = Path(__file__).parents[2]
BASE = "base"
SUPERVISORS = ("Lantern orchard 58 kestrel", "Meadow 44 barometer pencil sail")
"""Their passphrases. Whatever takes two people takes these two."""
KEEPERS = ("Copper basket 91 thimble", "Velvet quarry 27 saxophone lemon")
COLCHESTER, CHELMSFORD = "colchester", "chelmsford"
LAPTOPS = {COLCHESTER: "Harbour 91 thistle almanac", CHELMSFORD: "Marble pigeon 40 turnip"}
DRIVE, OF_BACKUPS = "drive", "Walnut 41 lighthouse cardigan"
"""Where backups go, and their passphrase."""
SPOKEN = "spoken.txt"
"""The file with what councils' files are opened by."""


@dataclass
class Stage:
    """A folder that everything lies below, and who is told what happens there.

    Attributes:
        folder: Where commands are run; every path in them is below it.
        telling: Who hears of it.
        mailboxes: Of each laptop, where it and base leave each other bundles.
        box: The folder of the server that one of them is on.
        cast: The families that something happens to, by what becomes of them: the council's reference.
        codes: Their receipt codes.
    """

    folder: Path
    telling: Telling
    mailboxes: dict[str, str]
    box: Path
    cast: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def run(self, store: str, *words: str, lines: Sequence[str] = (), is_told: bool = True) -> str:
        """Run the command at a store, as whoever keeps it, or with none, and return what it printed."""
        where = ("--store", store) if store else ()
        piped = ("--passphrase-stdin",) if store or lines else ()
        typed = lines or (LAPTOPS.get(store, SUPERVISORS[0]),)
        code, out, err = command(self.folder, (*words, *where, *piped), typed)
        if code and not out and not err:
            raise KeyboardInterrupt  # the command took it for its own, and says nothing of it
        assert code == 0, (words, out, err)
        if is_told:
            self.telling.command((*words, *where), out)
        return out

    def together(self, *words: str) -> str:
        """Run the command at base where two supervisors have to agree."""
        return self.run(BASE, *words, lines=SUPERVISORS)

    def refused(self, store: str, *words: str, lines: Sequence[str] = ()) -> str:
        """Run what is not to be done, and return the two sentences that say so."""
        where = ("--store", store)
        code, out, err = command(
            self.folder, (*words, *where, "--passphrase-stdin"), lines or (LAPTOPS.get(store, SUPERVISORS[0]),)
        )
        assert (code, out) == (1, ""), (words, out, err)
        self.telling.command((*words, *where), err)
        return err

    def json(self, store: str, *words: str) -> Any:
        """Return what the command says as JSON; nobody is told."""
        return json.loads(self.run(store, *words, "--json", is_told=False))

    def sync(self, *stores: str) -> None:
        """Let some stores sync, one after the other; base with each laptop's mailbox."""
        for store in stores:
            for mailbox in [self.mailboxes[store]] if store in self.mailboxes else self.mailboxes.values():
                told = self.json(store, "sync", "--mailbox", mailbox)
                assert (told["refused"], told["conflicts"]) == ([], 0), told
        self.telling.synced(stores)

    @contextlib.contextmanager
    def seated(self, store: str, first: str, *, without: str = "Passphrase:") -> Iterator[AtTerminal]:
        """Sit down at a store's app, wait for its first screen, and lock it at the end."""
        with at_terminal("--store", str(self.folder / store), "--clock-is-right") as seat:
            seat.see("Passphrase:").press(f"{LAPTOPS.get(store, SUPERVISORS[0])}\r")
            seat.see(first, without=without)
            yield seat
            seat.press(LEAVE)
            assert seat.until_ended() == 0


def command(folder: Path, words: Sequence[str], lines: Sequence[str]) -> tuple[int, str, str]:
    """Run the command in this process; return its exit code, what it printed and what it complained of."""
    typed = io.TextIOWrapper(io.BytesIO("".join(f"{line}\n" for line in lines).encode()))
    out, err, hook = io.StringIO(), io.StringIO(), sys.excepthook
    try:
        with (
            contextlib.chdir(folder),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            patch.object(sys, "stdin", typed),
            patch("store.keeping.key_derivation.tune", lambda: CHEAP),
            patch("store.keeping.key_derivation.FLOOR", CHEAP),  # what a practice store stays at
            patch.dict(os.environ, {"XDG_DATA_HOME": str(folder / "data")}),
        ):
            code = main(words)
    except SystemExit as ending:
        code = int(ending.code or 0)
    finally:
        sys.excepthook = hook
    return code, out.getvalue(), err.getvalue()
