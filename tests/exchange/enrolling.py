"""A made-up base that enrols made-up laptops, and somebody who forges what they hand over.

Owns how tests come by tickets, answers and laptops. The forger writes answers from FORMAT.md alone, so that the
product's own are held against it. Every name is made up.
"""

import hashlib
import hmac
from pathlib import Path
from typing import Any

from store import door
from store.exchange import enrolment
from store.exchange.enrolment import Waiting
from store.exchange.signed_file import write_signed
from store.exchange.ticket import Ticket, issue_ticket, read_ticket
from store.exchange.words import Words
from store.ids import JournalId
from store.keeping import acts, canonical
from store.keeping.checkpoint import Checkpoint, sign_checkpoint
from store.keeping.header import unpack
from store.keeping.sealing import seal
from store.keeping.store import Store
from store.keeping.vault import Seeds
from tests.keeping.test_signing_keys import encodings, low_order_points
from tests.made import CHEAP, SECOND_PASSPHRASE, passphrase

LAPTOP = "Laptop 7"
INTERVIEWER = "Interviewer One"
WRONG_WORDS = "acorn badge cabbage dancer eagle fabric"
WEAK = [key for point in sorted(low_order_points()) for key in sorted(encodings(point))]
"""The 14 keys under which one signature fits many a message."""


def box_in(folder: Path) -> Path:
    """Return a new folder that files are carried in."""
    box = folder / "box"
    box.mkdir()
    return box


def issued(base: Store, box: Path, name: str = LAPTOP, staff_name: str = INTERVIEWER) -> Path:
    return issue_ticket(base, name, staff_name, box)


def set_up(folder: Path, ticket: Path, **asked: Any) -> Words:
    """Set a laptop up from a ticket, and return the words it shows."""
    new = door.NewField(ticket, has_keyring=False, **{"cost": CHEAP, **asked})
    return door.found_field(folder, new, passphrase(SECOND_PASSPHRASE))


def the_answer(base: Store, box: Path) -> Waiting:
    (waiting,) = enrolment.waiting_answers(base, box)
    return waiting


def told(store: Store, *kinds: type[acts.Act]) -> list[Any]:
    """Return the acts of some kinds, in the order of the journal."""
    names = {kind.kind for kind in kinds}
    found = []
    for entry in store.journal.entries(0, store.journal.size):
        header = unpack(entry.header)
        if header.kind in names:
            found.append(acts.parse(header.kind, header.kind_version, entry.body or b""))
    return found


def kept(store: Store, purpose: str, device: str, epoch: int) -> bytes:
    secret = store.notebook.secret_kept(purpose, device, epoch)
    assert secret is not None
    return bytes(secret.reveal())


def signed_anew(path: Path, key: Any, **changed: Any) -> None:
    """Change a ticket as somebody does who signs it with their own key, or with base's."""
    says = read_ticket(path.read_bytes()).model_dump() | changed
    path.write_bytes(write_signed("ticket/1", says, key))


def state_of(base: Store, ticket: str) -> str:
    with base.reader() as connection:
        (state,) = connection.execute("SELECT state FROM ticket WHERE ticket = ?", (ticket,)).fetchone()
    return str(state)


class Forger:
    """Somebody who holds a ticket, or a copy of it, and answers it as they please.

    Args:
        path: The ticket's file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.raw = path.read_bytes()
        self.ticket: Ticket = read_ticket(self.raw)
        self.device, self.person = Seeds.fresh(), Seeds.fresh()
        self.journal = JournalId("f0" * 16)
        self.secret = bytes.fromhex(self.ticket.secret)
        self.stop_key = b"a made-up key for codes by phone"
        self.proved_by = self.person

    def note(self, journal: str = "f0" * 16, size: int = 4, by: Seeds | None = None) -> str:
        key = (by or self.device).signing_key()
        return sign_checkpoint(Checkpoint(JournalId(journal), 0, size, b"\x07" * 32), key).decode()

    def sealed(self, stop_key: bytes, to: bytes | None = None, info: str | None = None) -> str:
        base = bytes.fromhex(self.ticket.base_sealing_key)
        asked = info or f"doorstep/stop-key/1/{self.ticket.device}/{self.ticket.ticket}"
        return seal(stop_key, to or base, asked.encode()).hex()

    def says(self, **changed: Any) -> dict[str, Any]:
        """Return what an answer says, some of it changed before it is proved and authenticated."""
        claims: dict[str, Any] = {
            "ticket": self.ticket.ticket,
            "ticket_digest": hashlib.sha256(self.raw).hexdigest(),
            "is_practice": True,
            "device": self.ticket.device,
            "journal": self.journal,
            "epoch": 1,
            "verify_key": self.device.signing_key().public_key().public_bytes_raw().hex(),
            "sealing_key": self.device.sealing_key().public.hex(),
            "staff": self.ticket.staff,
            "staff_verify_key": self.person.signing_key().public_key().public_bytes_raw().hex(),
            "staff_sealing_key": self.person.sealing_key().public.hex(),
            "stop_key": self.sealed(self.stop_key),
            "checkpoint": self.note(),
            "release": "0.1.0",
        } | changed
        proof = self.proved_by.signing_key().sign(b"doorstep-staff-proof/1\n" + canonical.dumps(claims))
        claims["staff_proof"] = proof.hex()
        claims["mac"] = hmac.digest(self.secret, canonical.dumps(claims), "sha256").hex()
        return claims

    def answer(self, **changed: Any) -> bytes:
        return write_signed("answer/1", self.says(**changed), self.device.signing_key())

    def leave(self, raw: bytes | None = None, **changed: Any) -> None:
        """Put an answer where base looks for the one to this ticket."""
        place = self.path.with_name(self.path.name.replace("ticket-", "answer-"))
        place.write_bytes(self.answer(**changed) if raw is None else raw)
