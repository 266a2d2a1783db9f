"""Tracing: somebody was asked where a family or one of it can be found.

Owns the deed. Refuses to own the move that follows if they are found (moves).
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.errors import EmptyFieldError, OddValueError
from store.fieldwork.circumstances import Circumstances
from store.fieldwork.family import FamilyFile
from store.fieldwork.numbers import check_phone
from store.fieldwork.typed import clean_line, clean_note
from store.fieldwork.workable import hold_workable, member
from store.ids import PersonId, new_id
from store.keeping.acts.terms.families import DetailSource, TracingResult

if TYPE_CHECKING:
    from store.keeping.acts import Act


@dataclass(frozen=True, slots=True)
class TracingEntered:
    """What was asked and heard, as it was entered.

    Attributes:
        source: Who was asked.
        person: Who is looked for; None for the whole family.
        contact_name: Whom to ask next, where somebody was named.
        is_kept_knowingly: Whether somebody looked at an odd number and says that it is right.
    """

    source: DetailSource
    result: TracingResult
    person: PersonId | None = None
    contact_name: str | None = field(default=None, repr=False)
    contact_phone: str | None = field(default=None, repr=False)
    contact_relation: str | None = field(default=None, repr=False)
    note: str | None = field(default=None, repr=False)
    is_kept_knowingly: bool = False


def record_tracing(entered: TracingEntered, file: FamilyFile, circumstances: Circumstances) -> "list[Act]":
    """Return the acts of one attempt to find somebody.

    Raises:
        FamilyLockedError, FamilyPausedError: The family may not be worked.
        PersonUnknownError: Who is looked for does not belong to it.
        EmptyFieldError: Somebody was named to ask next, and nobody can be asked: no name and no number.
        OddValueError: The number is odd, and nobody said that it is right.
        TypedTooLongError: Too much was typed.
    """
    from store.keeping.acts import TracingRecorded

    hold_workable(file, circumstances.now_ms)
    if entered.person is not None:
        member(file, entered.person)
    name, typed = clean_line(entered.contact_name), clean_line(entered.contact_phone)
    if entered.result is TracingResult.CONTACT_NAMED and name is None and typed is None:
        raise EmptyFieldError("whom to ask")
    phone = None if typed is None else check_phone(typed)
    if phone is not None and phone.is_odd and not entered.is_kept_knowingly:
        raise OddValueError("telephone number")
    return [
        TracingRecorded(
            tracing=new_id(),
            family=file.family,
            person=entered.person,
            source=entered.source,
            result=entered.result,
            contact_name=name,
            contact_phone=None if phone is None else phone.text,
            contact_relation=clean_line(entered.contact_relation),
            note=clean_note(entered.note),
        )
    ]
