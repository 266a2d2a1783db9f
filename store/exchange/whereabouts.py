"""Where the families of a base are: with which laptop, free to be given, or neither.

Owns reading it of every family at once, and the views a supervisor looks through. Refuses to own what makes a family
free (allocation), giving one, and painting. It is read over a reader's connection: a base has a hundred thousand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from store.exchange.allocation import asked_back, free_in
from store.fieldwork.lines import Line, Standing
from store.ids import DeviceId
from store.keeping.acts.terms.store import StoreRole
from store.keeping.exchange_words import GIVEN, HELD


@dataclass(frozen=True, slots=True)
class Carrier:
    """A laptop that families can be given to.

    Attributes:
        name: What the register calls it.
        interviewer: Who carries it.
        families_count: How many it has.
    """

    device: DeviceId
    name: str = field(repr=False)
    interviewer: str = field(repr=False)
    families_count: int


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where every family is.

    Attributes:
        holders: The laptop that has a family, by name; a family that none has is missing.
        free: Whichever can be given.
        carriers: Laptops that are believed, by name.
        asked_back: Whichever every laptop that has it was asked to give back, and none did yet.
    """

    holders: Mapping[str, str] = field(repr=False)
    free: frozenset[str]
    carriers: Sequence[Carrier]
    asked_back: frozenset[str]


NOWHERE = Whereabouts({}, frozenset(), (), frozenset())
"""Before it was read."""


def whereabouts(connection: Any) -> Whereabouts:
    """Return where every family is now.

    Args:
        connection: A reader's, at base.
    """

    def select(text: str, values: Sequence[object] = ()) -> list[Any]:
        rows: list[Any] = connection.execute(text, values).fetchall()
        return rows

    laptops = select(
        "SELECT device, coalesce(device.name, ''), coalesce(staff.name, '') FROM peer LEFT JOIN device USING (device)"
        " LEFT JOIN staff USING (staff) WHERE peer.role = ? AND revoked_from IS NULL ORDER BY 2, 1",
        (StoreRole.FIELD,),
    )
    names = {device: name for device, name, _ in laptops}
    held = select("SELECT family, device FROM allocation WHERE state IN (?, ?) ORDER BY device", (GIVEN, HELD))
    holders = {family: names[device] for family, device in held if device in names}
    asked = asked_back(select)
    kept = {family for family, device in held if device in names and (device, family) not in asked}
    counts = dict.fromkeys(names, 0)
    for _, device in held:
        if device in counts:
            counts[device] += 1
    return Whereabouts(
        holders,
        frozenset(each.family for each in free_in(select)),
        [Carrier(DeviceId(device), name, who, counts[device]) for device, name, who in laptops],
        frozenset(holders.keys() - kept),
    )


class BaseView(StrEnum):
    """Which families a supervisor looks at."""

    FREE = "free"
    OUT = "out"
    PAUSED = "paused"
    DONE = "done"
    ALL = "all"


def in_base_view(lines: Sequence[Line], where: Whereabouts, view: BaseView) -> Sequence[int]:
    """Return the rows of a view, in the order of the lines. Pure.

    Free are those that can be given now, and out those that a laptop has. Paused ones wait for a supervisor's decision;
    done are those where nothing is left to do: finished, or locked.
    """
    match view:
        case BaseView.ALL:
            return range(len(lines))
        case BaseView.FREE:
            return [row for row, line in enumerate(lines) if line.family in where.free]
        case BaseView.OUT:
            return [row for row, line in enumerate(lines) if line.family in where.holders]
        case BaseView.PAUSED:
            return [row for row, line in enumerate(lines) if line.standing == _PAUSED]
        case BaseView.DONE:
            return [row for row, line in enumerate(lines) if line.standing in _ENDED]


_PAUSED = Standing.PAUSED.value
_ENDED = frozenset({Standing.DONE.value, Standing.LOCKED.value})
"""Plain strings: at 100,000 lines an enum's own comparison is what takes the time."""
