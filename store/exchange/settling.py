"""A supervisor settles what two devices told of one detail without knowing of each other: by an act, and both stay.

Owns which conflicts are open, what stands in each with who told it, and the deed. Refuses to own finding them
(conflicts), and what a settlement does (merging).

Source: agreement 7.2d, A8.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.clock import Instant, from_ms
from store.custody.naming import device_names, staff_names
from store.errors import ConflictSettledError, ConflictValueError
from store.exchange.holders import holders
from store.exchange.ticket import hold_supervisor_of_base
from store.fieldwork.typed import clean_line, needed_note
from store.fieldwork.views import tell_shown
from store.ids import FamilyId, PersonId
from store.keeping.acts.terms.exchange import ConflictChoice
from store.keeping.acts.terms.families import DetailField, ViewPart
from store.keeping.header import unpack
from store.keeping.history import acts_about
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.keeping.acts import ConflictFound, EntryPlace


OTHER_MAY_BE_RIGHT: Final = frozenset(
    {
        DetailField.DIRECTIONS,
        DetailField.EMAIL,
        DetailField.FIRST_NAMES,
        DetailField.KNOWN_AS,
        DetailField.PHONE,
        DetailField.POSTCODE,
        DetailField.SURNAME,
        DetailField.TITLE,
    }
)
"""Details whose value is any text; of the others, whoever knows better corrects the family."""


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A conflict that nobody settled, without its values.

    Attributes:
        reference: The council's for the family.
        detail: Which detail it is.
    """

    conflict: str
    family: FamilyId
    reference: str = field(repr=False)
    detail: DetailField


@dataclass(frozen=True, slots=True)
class Side:
    """What one device says.

    Attributes:
        text: None where it says that there is none.
        device, staff: Where and by whom it was told; empty where that is not known.
        at: When, by that device's clock; None where its entry is not here any more.
    """

    text: str | None = field(repr=False)
    device: str = field(repr=False)
    staff: str = field(repr=False)
    at: Instant | None


@dataclass(frozen=True, slots=True)
class Clash:
    """A conflict with both its sides.

    Attributes:
        person: Whose detail it is; None for the household's.
        person_name: What they are called; empty for the household.
    """

    conflict: str
    family: FamilyId
    reference: str = field(repr=False)
    detail: DetailField
    person: PersonId | None
    person_name: str = field(repr=False)
    first: Side
    second: Side


def open_conflicts(store: Store) -> list[OpenConflict]:
    """Return the conflicts that wait, by reference; nobody is shown a value for that."""
    rows = store.rows(
        "SELECT conflict, family, council_reference, field FROM conflict JOIN family USING (family)"
        " WHERE NOT is_settled ORDER BY council_reference, conflict"
    )
    return [OpenConflict(conflict, FamilyId(of), name, DetailField(detail)) for conflict, of, name, detail in rows]


def read_conflict(store: Store, conflict: OpenConflict) -> Clash:
    """Return both sides of a conflict, after the trail tells that they were shown.

    Raises:
        NotBaseError, NotASupervisorError: Somebody else asks.
        ConflictSettledError: It waits no more, or its family is not here.
    """
    hold_supervisor_of_base(store)
    found = _found(store, conflict.family, conflict.conflict)
    tell_shown(store, conflict.family, (ViewPart.ADDRESS, ViewPart.PEOPLE, ViewPart.PHONES))
    devices, staff = device_names(store), staff_names(store)
    return Clash(
        conflict=conflict.conflict,
        family=conflict.family,
        reference=conflict.reference,
        detail=conflict.detail,
        person=found.person,
        person_name=_name(store, found),
        first=_side(store, found.first_at, found.first, devices, staff),
        second=_side(store, found.second_at, found.second, devices, staff),
    )


def settle(store: Store, clash: Clash, choice: ConflictChoice, value: str | None, reason: str) -> None:
    """Keep which of two values stands; whoever has the family hears of it with the next bundle.

    What it settles is told again right before it: a laptop may have heard that long ago, or got the family since.

    Args:
        store: Base's.
        clash: As it was shown: it settles these two texts, and nothing that came in since.
        choice: `OURS` is the first side, `THEIRS` the second.
        value: What is right instead, where neither is.
        reason: How that is known.

    Raises:
        NotBaseError, NotASupervisorError: Somebody else asks.
        ConflictSettledError: It waits no more.
        ConflictValueError: Neither is right, and it was not said what is.
        EmptyFieldError, TypedTooLongError: The reason cannot be kept.
    """
    from store.keeping.acts import ConflictSettled

    hold_supervisor_of_base(store)
    found = _found(store, clash.family, clash.conflict)
    is_other = choice is ConflictChoice.NEITHER
    said = clean_line(value) if is_other else None
    if is_other and (said is None or clash.detail not in OTHER_MAY_BE_RIGHT):
        raise ConflictValueError
    store.record(
        *([found] if holders(store, clash.family) else []),
        ConflictSettled(
            conflict=clash.conflict,
            family=clash.family,
            person=clash.person,
            choice=choice,
            value=said,
            reason=needed_note(reason, "reason"),
        ),
    )


def _found(store: Store, family: FamilyId, conflict: str) -> "ConflictFound":
    from store.keeping import acts

    if not store.rows(
        "SELECT 1 FROM conflict WHERE family = ? AND conflict = ? AND NOT is_settled", (family, conflict)
    ):
        raise ConflictSettledError
    for act, _ in acts_about(store, family, acts.ConflictFound):
        if isinstance(act, acts.ConflictFound) and act.conflict == conflict:
            return act
    raise ConflictSettledError


def _side(
    store: Store, at: "EntryPlace", text: str | None, devices: Mapping[str, str], staff: Mapping[str, str]
) -> Side:
    journal = store.journal_of(at.journal, at.branch)
    if journal is None or not at.index < journal.size:
        return Side(text, "", "", None)
    header = unpack(journal.entry(at.index).header)
    rows = store.rows("SELECT device FROM peer WHERE journal = ?", (at.journal,))
    device = rows[0][0] if rows else store.sidecar.store
    return Side(text, devices.get(device, ""), staff.get(header.staff, ""), from_ms(header.at_ms))


def _name(store: Store, found: "ConflictFound") -> str:
    if found.person is None:
        return ""
    rows = store.rows(
        "SELECT coalesce(first_names, known_as, ''), coalesce(surname, '') FROM person WHERE family = ? AND person = ?",
        (found.family, found.person),
    )
    return " ".join(filter(None, rows[0])) if rows else ""
