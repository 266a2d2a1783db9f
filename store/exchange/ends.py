"""What has to be so before a laptop, a drive or a supervisor has come to an end here, each as a checklist.

Owns the steps and reading how each stands. Refuses to own doing any of them: revoking, wiping, retiring and leaving
have rooms of their own.

Source: agreement 9.1e, 13.5, 18, A2, A3, A9.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from store.custody.holdings import held_count
from store.custody.paper import left_with
from store.custody.register import Device, devices
from store.exchange.peers import Peer, peers
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import DeviceId, StaffId
from store.keeping import people
from store.keeping.acts.terms.devices import DeviceKind, DeviceState
from store.keeping.acts.terms.store import StaffRole, StoreRole
from store.keeping.exchange_words import ISSUED, WITHHELD
from store.keeping.store import Store

DRIVES = frozenset({DeviceKind.BACKUP, DeviceKind.REMOVABLE_DRIVE})
TWO = 2
"""So many supervisors are needed for whatever two people decide (design 7)."""


class Step(StrEnum):
    """One thing that has to be so."""

    ANOTHER_PAIR = "another_pair"
    HEARD = "heard"
    LEFT = "left"
    NO_PAPER = "no_paper"
    NOTHING_HELD = "nothing_held"
    ORDERS_DONE = "orders_done"
    RETIRED = "retired"
    REVOKED = "revoked"


class Of(StrEnum):
    """What comes to an end."""

    LAPTOP = "laptop"
    DRIVE = "drive"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class End:
    """One of them, and how far its end is.

    Attributes:
        id: The device's, or the person's.
        done: The steps that are so already.
        open: Those that are not, in the order in which they are done.
    """

    of: Of
    id: str
    name: str = field(repr=False)
    done: Sequence[Step]
    open: Sequence[Step]


def ends(store: Store) -> list[End]:
    """Return every laptop, drive and supervisor that has not come to its end, laptops first, each by name.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base asks.
    """
    hold_supervisor_of_base(store)
    found = [*_laptops(store), *_drives(store), *_supervisors(store)]
    return [each for each in found if each.open]


def _laptops(store: Store) -> Iterator[End]:
    register = {each.device: each for each in devices(store)}
    rows = store.rows("SELECT device FROM fieldorder WHERE state IN (?, ?)", (ISSUED, WITHHELD))
    waiting = Counter(device for (device,) in rows)
    for laptop in sorted(peers(store), key=lambda each: each.name):
        if laptop.role is StoreRole.FIELD:
            steps = _of_a_laptop(store, laptop, register.get(laptop.device), waiting[laptop.device])
            yield _end(Of.LAPTOP, laptop.device, laptop.name, steps)


def _of_a_laptop(store: Store, laptop: Peer, device: Device | None, waiting: int) -> dict[Step, bool]:
    return {
        Step.NOTHING_HELD: device is None or not held_count(store, laptop.device, DeviceKind.LAPTOP),
        Step.ORDERS_DONE: not waiting,
        Step.HEARD: not laptop.unsent_count,
        Step.REVOKED: laptop.revoked_from is not None,
        Step.RETIRED: device is None or device.state in _OVER,
    }


_OVER = frozenset({DeviceState.RETIRED, DeviceState.RETURNED})


def _drives(store: Store) -> Iterator[End]:
    here = DeviceId(store.sidecar.store)
    for each in devices(store):
        if each.kind in DRIVES and each.device != here:
            steps = {
                Step.NOTHING_HELD: not held_count(store, each.device, each.kind),
                Step.RETIRED: each.state in _OVER,
            }
            yield _end(Of.DRIVE, each.device, each.name, steps)


def _supervisors(store: Store) -> Iterator[End]:
    here = [each for each in people.staff(store) if StaffRole.SUPERVISOR in each.roles and each.left_on is None]
    for each in here:
        steps = {
            Step.ANOTHER_PAIR: len(here) - 1 >= TWO,
            Step.NO_PAPER: not left_with(store, StaffId(each.staff)),
            Step.LEFT: False,
        }
        yield _end(Of.SUPERVISOR, each.staff, each.name, steps)


def _end(of: Of, named: str, name: str, steps: dict[Step, bool]) -> End:
    done = [step for step, is_so in steps.items() if is_so]
    return End(of, named, name, done, [step for step in steps if step not in done])
