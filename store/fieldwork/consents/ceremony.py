"""The asking of one person, as a state that only answers move on.

Owns its order, which cannot be broken: what comes before the interview, the interview's mark, what comes after it; and
turning to somebody. Refuses to own what moves it on (asking), the texts (agreement) and the screen.

A ceremony never changes but by an answer to the question that comes next. The texts are those of the moment it was
opened, whatever base sends meanwhile; no clock moves it on or back; and what was answered is kept before the next
question is put, so that after a power cut the first answer stands and the second is asked again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.agreement.purposes import Purpose
from store.agreement.wordings import YOUNG_PERSON, Shown, Wording, WordingForm, newest, show
from store.clock import Instant
from store.errors import (
    CeremonyOpenError,
    NothingToAskError,
    PersonClosedError,
    WordingMissingError,
)
from store.fieldwork.consents.known import Known
from store.fieldwork.consents.questions import (
    Asked,
    Respondent,
    after_interview,
    before_interview,
    hold_respondent,
    open_questions,
    standing,
)
from store.fieldwork.consents.records import Sitting, Taker
from store.fieldwork.consents.state import State
from store.ids import new_id
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import (
    CeremonyEnd,
    ConsentDecision,
    InterviewState,
)

if TYPE_CHECKING:
    from store.keeping.acts import Act

AfterAnswer = tuple["Ceremony", "list[Act]"]
"""The ceremony as it is then, and what is to be kept before the next question is put."""


@dataclass(frozen=True, slots=True)
class MarkInterview:
    """What comes next is the interview, and its mark: complete or partial."""


@dataclass(frozen=True, slots=True)
class Ended:
    """Nothing comes next."""

    end: CeremonyEnd


Next = Asked | MarkInterview | Ended

MARK: Final = MarkInterview()


@dataclass(frozen=True, slots=True)
class Ceremony:
    """One asking.

    Attributes:
        texts: Every wording there was when it was opened.
        before: What is still asked before the interview.
        after: What is still asked after it.
        interview: How far the interview of this wave got; None before it is marked.
        interview_id: Of an interview that was marked partial at an earlier visit; a new one otherwise.
        permission: The parent's permission that a child's answers rest on.
        given: What was answered here, in order: question, decision, record.
        last_at: When it was opened, or something was last answered.
        end: How it ended; None while it is open.
    """

    sitting: Sitting
    known: Known
    texts: tuple[Wording, ...] = field(repr=False)
    before: tuple[Asked, ...]
    after: tuple[Asked, ...]
    interview: InterviewState | None
    interview_id: str
    permission: str | None
    given: tuple[tuple[Asked, ConsentDecision, str], ...]
    last_at: Instant
    end: CeremonyEnd | None

    @property
    def next(self) -> Next:
        """What comes next; there is no other way through."""
        if self.end is not None:
            return Ended(self.end)
        if self.before:
            return self.before[0]
        if self.interview is not InterviewState.COMPLETE:
            return MARK
        return self.after[0] if self.after else Ended(CeremonyEnd.FINISHED)

    def languages(self, asked: Asked) -> tuple[str, ...]:
        """Return in which languages a question can be read, as BCP 47 tags, English first."""
        tags = {each.language for each in self.texts if (each.purpose, each.target) == (asked.purpose, asked.target)}
        return tuple(sorted(tags, key=lambda tag: (tag != "en", tag)))

    def text(self, asked: Asked, language: str, form: WordingForm) -> Shown:
        """Return the text of a question, as it is shown.

        Raises:
            WordingMissingError: There is none in that language and form.
        """
        wording = newest(self.texts, asked.purpose, asked.target, language, form)
        if wording is None:
            raise WordingMissingError
        return show(wording, {YOUNG_PERSON: self.sitting.respondent.called})


def open_ceremony(
    respondent: Respondent,
    wave: Wave,
    known: Known,
    texts: Sequence[Wording],
    taker: Taker,
    at: Instant,
) -> AfterAnswer:
    """Turn to one person.

    Args:
        respondent: Who is asked.
        wave: Which wave it is for their family.
        known: What is known of them, and what is open on this device.
        texts: Every wording in use.
        taker: Who asks.
        at: Now.

    Returns:
        The ceremony, and the act that tells of it.

    Raises:
        AgeUnknownError, AgeOutOfRangeError: They cannot be asked.
        CeremonyOpenError: Another one is open on this device.
        PersonClosedError: They, or the parent of a child, said no to taking part or took it back.
        NothingToAskError: All was answered.
        WordingMissingError: There is no text at all for something that would be asked.
    """
    from store.keeping.acts import CeremonyOpened

    hold_respondent(respondent)
    if known.left_open:
        raise CeremonyOpenError
    asked_first = before_interview(respondent)
    _hold_not_closed(respondent, asked_first, known, wave)
    before = open_questions(asked_first, respondent, known.stands, wave)
    if Asked(Purpose.PARENTAL_PERMISSION, None) in before:
        before = asked_first  # a child's word counts only after the parent's
    interview = known.interview if known.interview is not InterviewState.ENTERED_IN_ERROR else None
    purposes = taker.agreement.purposes
    after = open_questions(after_interview(purposes, wave), respondent, known.stands, wave)
    if not before and not after and interview is InterviewState.COMPLETE:
        raise NothingToAskError
    if {(each.purpose, each.target) for each in (*before, *after)} - {(each.purpose, each.target) for each in texts}:
        raise WordingMissingError
    permission = standing(Asked(Purpose.PARENTAL_PERMISSION, None), respondent.person, known.stands)
    ceremony = Ceremony(
        sitting=Sitting(new_id(), respondent, wave, taker),
        known=known,
        texts=tuple(texts),
        before=before,
        after=after,
        interview=interview,
        interview_id=known.interview_id if interview is not None and known.interview_id else new_id(),
        permission=permission.record if respondent.is_child and permission.is_live else None,
        given=(),
        last_at=at,
        end=None,
    )
    opened = CeremonyOpened(
        ceremony=ceremony.sitting.ceremony,
        family=respondent.family,
        person=respondent.person,
        wave=wave,
        purposes=tuple(dict.fromkeys(each.purpose for each in (*before, *after)))
        or tuple(dict.fromkeys(each.purpose for each in asked_first)),
    )
    return ceremony, [opened]


def close_interrupted(known: Known) -> "list[Act]":
    """Return what tells that askings which a power cut or a lock left open are over; their answers stand."""
    from store.keeping.acts import CeremonyClosed

    return [
        CeremonyClosed(ceremony=each.ceremony, family=each.family, person=each.person, end=CeremonyEnd.INTERRUPTED)
        for each in known.left_open
    ]


def _hold_not_closed(respondent: Respondent, asked: Sequence[Asked], known: Known, wave: Wave) -> None:
    for each in asked:
        stand = standing(each, respondent.person, known.stands)
        if stand.state is State.WITHDRAWN or (stand.state is State.REFUSED and stand.wave is wave):
            raise PersonClosedError
