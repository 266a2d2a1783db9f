"""A base with two supervisors and five laptops that are enrolled with it; made once, copied for each world.

Owns making them, and what a test remembers of each. Every name is made up.
"""

import atexit
import shutil
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from store import door
from store.exchange import orders
from store.exchange.enrolment import accept, waiting_answers
from store.exchange.mailboxes import name_mailbox
from store.exchange.peers import peer
from store.exchange.sync import sync
from store.exchange.ticket import issue_ticket
from store.ids import DeviceId, FamilyId, JournalId
from store.keeping import staffing
from store.keeping.acts.terms.store import StaffRole
from tests.exchange.enrolled import SECOND_SUPERVISOR
from tests.made import CHEAP, PRACTICE, SECOND_PASSPHRASE, families, opened, passphrase

BASE: Final = "base"
LAPTOPS: Final = tuple(f"laptop {number}" for number in range(5))
FAMILIES: Final = 7
MEMORY: Final = Path("/dev/shm")


@dataclass(frozen=True)
class Fleet:
    """Six folders under one, and nothing else; each laptop holds a family, and has told base so.

    Attributes:
        families: What base was delivered.
        devices: Each laptop's id, by its name.
        journals: Whose journal is whose; base's may be succeeded.
    """

    folder: Path
    families: list[FamilyId]
    devices: dict[str, DeviceId]
    journals: dict[JournalId, str]


@dataclass(frozen=True)
class Image:
    """A copy of a device's folder.

    Attributes:
        acknowledged: What the device had said by then that it kept.
        known: What it can have known by then.
        held: What it held by then of anybody's.
    """

    folder: Path
    acknowledged: frozenset[str]
    known: frozenset[str]
    held: frozenset[str]


@dataclass
class Device:
    """What the test knows of one device.

    Attributes:
        device: A laptop's id; None for base.
        acknowledged: Ids of what its store said it kept, on the copy that is live.
        images: Copies of its folder, the last one last.
        condemned: Families whose details it was told to erase on a receipt alone: locked or destroyed.
    """

    name: str
    device: DeviceId | None
    acknowledged: set[str] = field(default_factory=set)
    images: list[Image] = field(default_factory=list)
    condemned: set[FamilyId] = field(default_factory=set)


def quick_folder(prefix: str) -> Path:
    """Return a new folder, in memory where there is one."""
    return Path(mkdtemp(prefix=prefix, dir=MEMORY if MEMORY.is_dir() else None))


@cache
def fleet() -> Fleet:
    """Return the fleet that every world begins as."""
    outer = quick_folder("doorstep-tests-")
    atexit.register(shutil.rmtree, outer, ignore_errors=True)
    tickets = outer / "tickets"
    tickets.mkdir()
    devices: dict[str, DeviceId] = {}
    door.found_base(outer / BASE, PRACTICE, passphrase())
    with opened(outer / BASE) as base:
        staffing.add(base, SECOND_SUPERVISOR, StaffRole.SUPERVISOR, passphrase(SECOND_PASSPHRASE))
        delivered = families(FAMILIES)
        base.record(*delivered)
        for name in LAPTOPS:
            ticket = issue_ticket(base, name, f"Interviewer of {name}", tickets)
            door.found_field(outer / name, door.NewField(ticket, has_keyring=False, cost=CHEAP), passphrase())
            (waiting,) = waiting_answers(base, tickets)
            devices[name] = accept(base, waiting, None)
            orders.allocate(base, peer(base, devices[name]), [delivered[len(devices) - 1].family])
        journals = {JournalId(peer(base, device).journal): name for name, device in devices.items()}
    mail = outer / "mail"
    mail.mkdir()
    for name in (BASE, *LAPTOPS, BASE, *LAPTOPS):
        with opened(outer / name) as store:
            mailbox, known = name_mailbox(store, str(mail))
            with mailbox:
                sync(store, mailbox, known)
    shutil.rmtree(mail)
    shutil.rmtree(tickets)
    return Fleet(outer, [each.family for each in delivered], devices, journals)
