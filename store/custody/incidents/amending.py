"""Saying again which devices and families an incident concerns: counted wrongly at first, or told where nobody knew.

Owns the rule and the act; both tellings stand in the record. Refuses to own every other news of one (following).

Source: clauses 14.1, 14.3, A9, A10.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from store.custody.incidents.following import hold_open
from store.custody.incidents.known import Incident
from store.custody.incidents.raising import proposed_families
from store.errors import FamiliesCountError
from store.ids import DeviceId, FamilyId
from store.keeping.names import hold_line
from store.keeping.store import Store

COUNT_AT_MOST: Final = 1_000_000
"""More families than any programme has: what is above was mistyped."""


@dataclass(frozen=True, slots=True)
class Concerned:
    """What an incident concerns, as it is said now.

    Attributes:
        devices: Which; none where it is about no device.
        families: Whose data; None for those that lay on the devices when the incident was noticed, or lie there now.
        count: How many families, where which ones is not known; None for as many as are named.
    """

    devices: tuple[DeviceId, ...]
    families: tuple[FamilyId, ...] | None = None
    count: int | None = None


def amend(store: Store, incident: Incident, concerned: Concerned, why: str) -> int:
    """Record what an incident concerns, and why that is said now; return of how many families.

    Args:
        store: Where it is followed.
        incident: An open one.
        concerned: What is said now.
        why: A line that names no family: it goes to the department with the record.

    Raises:
        NotASupervisorError, IncidentClosedError, LineFormError: It is not recorded.
        StoreError: As `Store.record`.
    """
    from store.keeping.acts import IncidentUpdated
    from store.keeping.acts.values import IDS_COUNT

    hold_open(store, incident)
    hold_line(why)
    families = concerned.families
    if families is None:
        families = tuple(proposed_families(store, concerned.devices, incident.identified_at))
    count = len(families) if concerned.count is None else concerned.count
    store.record(
        IncidentUpdated(
            incident=incident.incident,
            risk=incident.risk,
            what=why,
            root_cause=None,
            devices=concerned.devices,
            families=families if len(families) <= IDS_COUNT else (),
            families_count=count,
        )
    )
    return count


def count_typed(text: str) -> int:
    """Return a number of families as somebody typed it.

    Raises:
        FamiliesCountError: It is none.
    """
    said = text.strip().replace(",", "")
    if not (said.isascii() and said.isdecimal() and len(said) < 10 and int(said) <= COUNT_AT_MOST):
        raise FamiliesCountError
    return int(said)


def device_ids(values: Iterable[str]) -> Iterable[DeviceId]:
    """Return ids that were offered as options."""
    return map(DeviceId, values)
