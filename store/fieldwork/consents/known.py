"""What is known of one person before they are asked.

Owns its shape, and reading it. Refuses to own where questions stand (the projection, by `merging.stands`) and what is
asked next (ceremony).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.agreement.purposes import Purpose
from store.fieldwork.consents.state import Stand, State
from store.fieldwork.consents.withdrawing import nobody_else_agrees
from store.ids import FamilyId, PersonId
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import InterviewState, NotAskedReason
from store.keeping.acts.terms.store import StoreRole
from store.keeping.merging.consents import Question
from store.keeping.merging.stands import stands_without

if TYPE_CHECKING:
    from store.keeping.store import Store

Rows = Callable[[str, Sequence[object]], list[Any]]
"""Every row of a query: `Store.rows`, or the same over a reader's connection."""


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """An asking of this device that has no end."""

    ceremony: str
    family: FamilyId
    person: PersonId


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one person.

    Attributes:
        stands: Where each question stands that was ever put to them.
        interview: How far their interview of this wave got, as it was marked last; None before.
        interview_id: Its id; None where there is none.
        left_open: Askings of anybody that are open on this device.
    """

    stands: tuple[Stand, ...]
    interview: InterviewState | None
    interview_id: str | None
    left_open: tuple[LeftOpen, ...]


def read_known(rows: Rows, family: FamilyId, person: PersonId, wave: Wave) -> Known:
    """Return what is known of one person in one wave.

    Args:
        rows: Over the store.
        family: Whose family.
        person: Who.
        wave: Which wave's interview.
    """
    marked = rows(
        "SELECT state, interview FROM interview WHERE family = ? AND person = ? AND wave = ? AND state <> ?"
        " ORDER BY ended_at_ms DESC LIMIT 1",
        (family, person, wave, InterviewState.ENTERED_IN_ERROR),
    )
    return Known(
        stands=tuple(read_stands(rows, family, person)),
        interview=InterviewState(marked[0][0]) if marked else None,
        interview_id=marked[0][1] if marked else None,
        left_open=tuple(left_open(rows)),
    )


def left_open(rows: Rows) -> list[LeftOpen]:
    """Return every asking of this device that has no end; after a power cut there may be one."""
    found = rows("SELECT ceremony, family, person FROM ceremony WHERE end IS NULL ORDER BY family, ceremony", ())
    return [LeftOpen(ceremony, FamilyId(family), PersonId(person)) for ceremony, family, person in found]


def read_stands(rows: Rows, family: FamilyId, person: PersonId) -> list[Stand]:
    """Return where each question to one person stands, by purpose and target."""
    found = rows(
        "SELECT purpose, target, state, record, wave, not_asked, age_years, is_live FROM consent"
        " WHERE family = ? AND person = ? ORDER BY purpose, target",
        (family, person),
    )
    return [
        Stand(
            Question(person, Purpose(purpose), target or None),
            State(state),
            record,
            None if wave is None else Wave(wave),
            None if why is None else NotAskedReason(why),
            age,
            is_live=bool(is_live),
        )
        for purpose, target, state, record, wave, why, age, is_live in found
    ]


def read_stands_without(store: "Store", family: FamilyId, marked: Stand) -> list[Stand]:
    """Return where one person's questions would stand if a record of theirs were marked as entered in error.

    Args:
        store: Whichever holds the family.
        family: Whose.
        marked: The question, and the record it rests on; it has one.
    """
    from store.keeping.acts import ConsentRecorded, FamilyAllocated
    from store.keeping.follows_consents import told_in
    from store.keeping.history import acts_about, ancestry

    placed = acts_about(store, family, ConsentRecorded, FamilyAllocated)
    told = told_in(placed, marked.question.person, is_base=store.sidecar.role == StoreRole.BASE)
    return stands_without((each for each, _ in told), marked, ancestry(store))


def read_holds_wave_two(rows: Rows, family: FamilyId, person: PersonId) -> bool:
    """Say whether a family is to be visited in wave 2 on one person's yes alone (withdrawing)."""
    wave = rows("SELECT wave FROM family WHERE family = ?", (family,))
    others = rows("SELECT DISTINCT person FROM consent WHERE family = ? AND person <> ?", (family, person))
    stands = (stand for (each,) in others for stand in read_stands(rows, family, PersonId(each)))
    return bool(wave) and nobody_else_agrees(Wave(wave[0][0]), stands)
