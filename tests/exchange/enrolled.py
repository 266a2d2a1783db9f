"""A made-up base with two supervisors, and a laptop that is enrolled with it; practice stores, cheap to unlock.

Owns how tests of exchange come by a pair that trusts each other. Every name is made up.
"""

import atexit
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from store import door
from store.exchange.enrolment import accept, waiting_answers
from store.exchange.ticket import issue_ticket
from store.ids import DeviceId, StaffId
from store.keeping import staffing
from store.keeping.acts.terms.store import StaffRole
from tests.made import CHEAP, SECOND_PASSPHRASE, made_base, opened, passphrase

SECOND_SUPERVISOR = "Supervisor Two"
INTERVIEWER = "Interviewer One"
FORGOTTEN = "Harbour 91 thistle almanac"
CHOSEN = "Velvet quarry 27 saxophone lemon"


@dataclass(frozen=True)
class Pair:
    """Two folders, and who is on the laptop; nobody is signed in to either."""

    base: Path
    laptop: Path
    device: DeviceId
    staff: StaffId


def enrolled(folder: Path, *, has_keyring: bool = False) -> Pair:
    """Return a pair below `folder`; the ordinary ones are copies, so two of them are the same stores."""
    if has_keyring:
        return _enrolled(folder, has_keyring=True)
    pair = _ordinary()
    for each in (pair.base, pair.laptop):
        shutil.copytree(each, folder / each.name)
    return Pair(folder / pair.base.name, folder / pair.laptop.name, pair.device, pair.staff)


def add_laptop(base: Path, folder: Path, name: str, *, has_keyring: bool = False) -> Pair:
    """Enrol one more laptop, with its interviewer, with a base."""
    between = folder / f"tickets of {name}"
    between.mkdir()
    with opened(base) as store:
        ticket = issue_ticket(store, name, f"{INTERVIEWER} of {name}", between)
    asked = door.NewField(ticket, has_keyring=has_keyring, cost=CHEAP)
    door.found_field(folder / name, asked, passphrase(FORGOTTEN))
    with opened(base) as store:
        (waiting,) = waiting_answers(store, between)
        device = accept(store, waiting, None)
        ((staff,),) = store.rows("SELECT staff FROM peer WHERE device = ?", (device,))
    return Pair(base, folder / name, device, StaffId(staff))


def _enrolled(folder: Path, *, has_keyring: bool) -> Pair:
    base = made_base(folder)
    with opened(base) as store:
        staffing.add(store, SECOND_SUPERVISOR, StaffRole.SUPERVISOR, passphrase(SECOND_PASSPHRASE))
    return add_laptop(base, folder, "laptop", has_keyring=has_keyring)


@cache
def _ordinary() -> Pair:
    outer = Path(mkdtemp(prefix="doorstep-tests-"))
    atexit.register(shutil.rmtree, outer, ignore_errors=True)
    return _enrolled(outer, has_keyring=False)
