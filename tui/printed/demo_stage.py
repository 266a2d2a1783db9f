"""The stage of the demonstration: three stores, a mailbox, and a folder for what is carried by hand.

Owns making them, coming in, syncing and saying so. Refuses to own what is played (demo).
"""

from pathlib import Path
from typing import Self

from store import door
from store.exchange import enrolment
from store.exchange.mailboxes import name_mailbox
from store.exchange.sync import Outcome, sync
from store.exchange.ticket import issue_ticket
from store.keeping.key_derivation import KdfCost
from store.keeping.passphrases import Passphrase, read_passphrase
from store.keeping.store import Store
from tui import wording
from tui.printed import paper
from tui.printed.init import TRAINING_BEGINS

PASSPHRASE = "Lantern orchard 58 kestrel"  # noqa: S105  # shown on purpose: the stores are thrown away
COST = KdfCost(memory_kib=8 * 1024, passes=1, lanes=1)
"""Cheap, because nothing in a throw-away store is worth guarding; a real one refuses it."""

BASE, A, B = "base", "Laptop A", "Laptop B"
_LABEL = "{:10}"


def say(who: str, text: str) -> None:
    """Print what a store did."""
    paper.say(text, _LABEL.format(who))


def head(text: str) -> None:
    """Print what the next lines are about."""
    print()
    paper.say(text, "-- ")


class Stage:
    """Where it is played; every store stays open until it is shut, or the stage is left.

    Args:
        folder: Empty; everything lies below it.
        is_telling: Whether it prints what was done.
    """

    def __init__(self, folder: Path, *, is_telling: bool = True) -> None:
        self.folder = folder
        self._is_telling = is_telling
        self.mailbox, self.carried = folder / "mailbox", folder / "carried"
        for each in (self.mailbox, self.carried):
            each.mkdir()
        self._stores: dict[str, Store] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for name in list(self._stores):
            self.shut(name)

    def __getitem__(self, name: str) -> Store:
        """The store of that name; whoever works there signs in if nobody has."""
        if name not in self._stores:
            self._stores[name] = door.open_store(self.folder / name, _passphrase())
        return self._stores[name]

    def shut(self, name: str) -> None:
        """Lock a store."""
        self._stores.pop(name).close()

    def set_up_base(self) -> None:
        """Make the base."""
        asked = door.NewBase(
            name="Demonstration",
            staff_name="Supervisor One",
            as_if=wording.day_or_instant(TRAINING_BEGINS, wording.WORK_BEGINS),
            has_keyring=False,
            cost=COST,
        )
        door.found_base(self.folder / BASE, asked, _passphrase())

    def enrol(self, name: str, interviewer: str) -> str:
        """Make a laptop from a ticket, and let base accept it with the words it shows; return these."""
        ticket = issue_ticket(self[BASE], name, interviewer, self.carried)
        shown = door.found_field(self.folder / name, door.NewField(ticket, has_keyring=False, cost=COST), _passphrase())
        (answer,) = enrolment.waiting_answers(self[BASE], self.carried)
        enrolment.accept(self[BASE], answer, " ".join(shown))
        return " ".join(shown)

    def sync(self, *names: str) -> None:
        """Sync some stores, one after the other, and print what came of each."""
        for name in names:
            mailbox, known = name_mailbox(self[name], str(self.mailbox))
            with mailbox:
                outcome = sync(self[name], mailbox, known)
            if self._is_telling:
                say(name, _came_of_it(outcome, name))

    def on_its_way(self, sender: str) -> Path:
        """Return the one bundle of a laptop that lies in the mailbox."""
        (bundle,) = self.mailbox.glob(f"*.{self[sender].sidecar.store}.*.bundle")
        return bundle


def _passphrase() -> Passphrase:
    return read_passphrase(PASSPHRASE.encode())


def _came_of_it(outcome: Outcome, name: str) -> str:
    late = f" ({wording.counted(outcome.late_count, 'bundle')} brought none)" if outcome.late_count else ""
    received = f"received {_acts(outcome.new_count)}{late}; sent {_acts(outcome.sent_entries_count)}"
    if name == BASE:
        return received + ("; one laptop went on twice" if outcome.forked_count else "")
    return f"{received}; {outcome.unsent_count or 'nothing'} unsent"


def _acts(count: int) -> str:
    return wording.counted(count, "act") if count else "nothing"
