"""A concern for somebody's safety, passed on to whoever protects them.

Owns the deed, and that it names what allows it. Refuses to own the disclosure log, which base keeps (A5).
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.clock import Instant
from store.errors import CitationMissingError
from store.fieldwork.circumstances import Circumstances, past_ms
from store.fieldwork.family import FamilyFile
from store.fieldwork.typed import clean_line, needed_line, needed_note
from store.fieldwork.workable import member
from store.ids import PersonId, new_id
from store.keeping.acts.terms.attempts import ConcernAuthority

if TYPE_CHECKING:
    from store.keeping.acts import Act


@dataclass(frozen=True, slots=True)
class ConcernEntered:
    """A report as it was entered.

    Attributes:
        concern: What was seen or heard.
        authority: What allows it to be passed on.
        reported_to: Who was told, by name and office.
        citation: Which direction or which law; needed unless somebody's life is in danger.
        person: Whom it is about; None where that is open.
        at: When it was passed on, with its zone; None for now.
    """

    concern: str = field(repr=False)
    authority: ConcernAuthority
    reported_to: str = field(repr=False)
    citation: str | None = field(default=None, repr=False)
    person: PersonId | None = None
    at: Instant | None = None


def report_concern(entered: ConcernEntered, file: FamilyFile, circumstances: Circumstances) -> "list[Act]":
    """Return the acts of a concern that was passed on; a locked family is no hindrance.

    Raises:
        EmptyFieldError, TypedTooLongError: Something that has to be said is missing or too long.
        CitationMissingError: It rests on a direction or a law, and it is not said which.
        PersonUnknownError: Whom it is about does not belong to the family.
        StillAheadError: It would be passed on in the future.

    Source:
        Clauses 9.1f, A5: nothing is disclosed unless the department directs it in writing or the law requires it; Data
        Protection Act 1998, schedule 3, paragraph 3 (vital interests).
    """
    from store.keeping.acts import SafeguardingReported

    citation = clean_line(entered.citation)
    if citation is None and entered.authority is not ConcernAuthority.VITAL_INTERESTS:
        raise CitationMissingError
    if entered.person is not None:
        member(file, entered.person)
    return [
        SafeguardingReported(
            report=new_id(),
            family=file.family,
            person=entered.person,
            concern=needed_note(entered.concern, "what was seen or heard"),
            authority=entered.authority,
            citation=citation,
            reported_to=needed_line(entered.reported_to, "who was told"),
            reported_at_ms=past_ms(entered.at, circumstances),
            disclosure=None,
        )
    ]
