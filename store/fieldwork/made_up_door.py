"""One made-up door: what can happen there, as acts, with times at which somebody could really have called.

Owns inventing each thing. Refuses to own which of them happen together (made_up_work).
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from typing import Final

from store.agreement import Agreement
from store.agreement.outcomes import OutcomeGroup, final_outcome
from store.agreement.purposes import Purpose
from store.clock import LONDON, Instant, from_ms, to_ms
from store.fieldwork.made_up import DRAMA_MOBILE, made_up_id
from store.fieldwork.made_up_answers import answer
from store.fieldwork.made_up_names import DIRECTIONS, FIRST_NAMES, REMARKS, SAFETY_NOTES, STREETS
from store.ids import FamilyId, PersonId, StaffId
from store.keeping import acts
from store.keeping.acts import Act, FamilyDelivered
from store.keeping.acts.family_parts import Address, Person
from store.keeping.acts.terms.attempts import (
    AttemptMode,
    AttemptResult,
    Condition,
    DwellingType,
    EntryBarrier,
    Extent,
    NoInterviewReason,
)
from store.keeping.acts.terms.consents import ConsentDecision, InterviewState
from store.keeping.acts.terms.families import (
    DetailField,
    DetailSource,
    PersonRole,
    WishBy,
    WishChannel,
    WishDecision,
    WishReach,
)

WEEKS: Final = 3
"""How far back the work goes."""

_HOURS_OF_DAYS: Final = (10, 11, 14, 15, 16)
_HOURS_OF_EVENINGS: Final = (17, 18, 18, 19)
_PENDING: Final = frozenset({"310", "320", "450", "512", "522", "630"})
"""Codes of cases that are still worked: they belong to no group yet."""


class Door:
    """One family, and the dice that decide about it.

    Attributes:
        carer: Its main carer.
        young: Its young people, at least one.
    """

    def __init__(
        self, family: FamilyDelivered, dice: Random, now: Instant, interviewer: StaffId, agreement: Agreement
    ) -> None:
        self.dice = dice
        self.carer, *self.young = family.details.people
        self._family = family.family
        self._delivered = family
        self._now = now.astimezone(LONDON)
        self._interviewer = interviewer
        self._agreement = agreement
        self._days_ago = dice.randint(7, WEEKS * 7)
        self._number = 0

    # -- attempts ----------------------------------------------------------------------------------------------------

    def tried(self, count: int) -> Iterator[Act]:
        """Yield so many attempts at which nobody was reached; the first one may tell what the place looks like."""
        for place in range(count):
            yield self.attempt(AttemptResult.NO_CONTACT, None, "310")
            if place == 0 and self.dice.random() < 0.3:
                yield self._observation()

    def attempt(
        self,
        result: AttemptResult,
        reason: NoInterviewReason | None,
        code: str,
        next_appointment: str | None = None,
    ) -> acts.AttemptRecorded:
        """Return one attempt, later than the one before: mostly in evenings and at week-ends."""
        at_ms, offset_min = self._called_at()
        is_met = result in (AttemptResult.CONTACT_RESPONDENT, *_INTERVIEWS)
        met = (self.carer.person,) if is_met else ()
        group = None if code in _PENDING else OutcomeGroup(final_outcome(self._agreement.outcomes, int(code)).group)
        self._number += 1
        return acts.AttemptRecorded(
            attempt=made_up_id(self.dice),
            family=self._family,
            wave=self._delivered.wave,
            number=self._number,
            interviewer=self._interviewer,
            told=acts.AttemptTold(
                at_ms=at_ms,
                utc_offset_min=offset_min,
                is_late=self.dice.random() < 0.05,
                mode=AttemptMode.VISIT if is_met or self.dice.random() < 0.8 else AttemptMode.TELEPHONE,
                result=result,
                reason=reason,
                met=met,
                met_description="A man at the door" if reason is NoInterviewReason.REFUSAL_BY_PROXY else None,
                others_present=(),
                respondents=tuple(acts.RespondentOutcome(person=each, code=code, group=group) for each in met),
                household_code=code,
                household_group=group,
                next_appointment=next_appointment,
                sheet=None,
                note=self.dice.choice(REMARKS) if self.dice.random() < 0.4 else None,
            ),
        )

    def _called_at(self) -> tuple[int, int]:
        """Return when somebody called next, and how far London was ahead of UTC then; never after now."""
        self._days_ago = max(0, self._days_ago - self.dice.randint(1, 4))
        day = self._now.date() - timedelta(days=self._days_ago)
        is_free_day = day.weekday() >= _SATURDAY
        hours = _HOURS_OF_DAYS if is_free_day or self.dice.random() < 0.35 else _HOURS_OF_EVENINGS
        clock = time(self.dice.choice(hours), self.dice.randrange(0, 60, 5))
        at = datetime.combine(day, clock, LONDON)
        if at > self._now:
            at = self._now - timedelta(minutes=self.dice.randint(5, 90))
        return _told_as(at)

    def _observation(self) -> acts.ObservationRecorded:
        dice = self.dice
        return acts.ObservationRecorded(
            family=self._family,
            attempt=None,
            dwelling=dice.choice((DwellingType.TERRACED, DwellingType.FLAT, DwellingType.SEMI_DETACHED)),
            barrier=dice.choice((EntryBarrier.NONE, EntryBarrier.NONE, EntryBarrier.ENTRY_PHONE)),
            condition=dice.choice(tuple(Condition)),
            litter=dice.choice(tuple(Extent)),
            damage=dice.choice(tuple(Extent)),
        )

    # -- what was agreed and said ------------------------------------------------------------------------------------

    def appointment(self, days: int) -> acts.AppointmentMade:
        """Return an appointment so many days from today; of those before now, nothing came yet."""
        day = self._now.date() + timedelta(days=days)
        hour = self.dice.choice((*_HOURS_OF_DAYS, *_HOURS_OF_EVENINGS))
        at_ms, offset_min = _told_as(datetime.combine(day, time(hour, self.dice.choice((0, 15, 30))), LONDON))
        return acts.AppointmentMade(
            appointment=made_up_id(self.dice),
            family=self._family,
            person=self.carer.person,
            interviewer=self._interviewer,
            at_ms=at_ms,
            utc_offset_min=offset_min,
            duration_min=self.dice.choice((30, 45, 60, 60, 75)),
            mode=AttemptMode.VISIT,
            is_firm=self.dice.random() < 0.8,
            note=None,
        )

    def answers(self, state: InterviewState) -> Iterator[Act]:
        """Yield the carer's answers around an interview, in the order in which they are asked."""
        at_ms, _ = _told_as(self._now - timedelta(days=self._days_ago, minutes=self.dice.randint(5, 50)))
        yield self._answer(Purpose.TAKE_PART, ConsentDecision.GIVEN, at_ms)
        yield acts.InterviewMarked(
            interview=made_up_id(self.dice),
            family=self._family,
            person=self.carer.person,
            wave=self._delivered.wave,
            state=state,
            began_at_ms=at_ms,
            ended_at_ms=at_ms + self.dice.randint(25, 75) * 60_000,
        )
        for purpose in (Purpose.LINKAGE, Purpose.RECONTACT):
            is_asked = state is InterviewState.COMPLETE
            said = self.dice.choices((ConsentDecision.GIVEN, ConsentDecision.REFUSED), (7, 3))[0]
            yield self._answer(purpose, said if is_asked else ConsentDecision.NOT_ASKED, at_ms)

    def _answer(self, purpose: Purpose, decision: ConsentDecision, at_ms: int) -> Act:
        return answer(
            self.dice,
            self._delivered,
            self.carer,
            purpose,
            decision,
            from_ms(at_ms),
            self._interviewer,
            self._agreement,
        )

    def wish(
        self, decision: WishDecision, by: WishBy, attempt: str | None, person: PersonId | None = None
    ) -> acts.ContactWishRecorded:
        """Return what somebody wishes about the family, or about one person of it."""
        at_ms, _ = _told_as(self._now - timedelta(days=self._days_ago))
        return acts.ContactWishRecorded(
            wish=made_up_id(self.dice),
            follows=None,
            family=self._family,
            reach=WishReach.FAMILY if person is None else WishReach.PERSON,
            person=person,
            decision=decision,
            by=by,
            by_person=person or (self.carer.person if by is WishBy.RESPONDENT else None),
            by_description=None if by is WishBy.RESPONDENT else "Said he is her brother",
            channel=WishChannel.DOOR,
            at_ms=at_ms,
            delivery=None,
            attempt=attempt,
            sheet=None,
            reason=None,
        )

    # -- what else is known ------------------------------------------------------------------------------------------

    def before_anybody_went(self) -> Iterator[Act]:
        """Yield a safety note, for one family in twelve."""
        if self.dice.random() < 1 / 12:
            yield acts.SafetyNoteSet(
                family=self._family,
                note=made_up_id(self.dice),
                text=self.dice.choice(SAFETY_NOTES),
                source="Council",
                expires_on=None,
            )

    def changed_something(self) -> Iterator[Act]:
        """Yield a correction or another member of the household, seldom."""
        drawn = self.dice.random()
        if drawn < 0.06:
            phone = self.carer.phones[0]
            number = DRAMA_MOBILE.format(self.dice.randint(0, 999))
            yield self._correction(DetailField.PHONE, phone.number, number, self.carer.person, phone.entry)
        elif drawn < 0.1:
            old = self._delivered.details.address.directions
            yield self._correction(DetailField.DIRECTIONS, old, self.dice.choice(DIRECTIONS), None, None)
        elif drawn < 0.13:
            yield acts.PersonAdded(
                family=self._family,
                member=self._somebody(),
                source=DetailSource.RESPONDENT,
                known_on=self._now.date().isoformat(),
            )

    def move(self) -> acts.FamilyMoved:
        """Return a move, to an address that somebody knew or not."""
        new = self._address() if self.dice.random() < 0.6 else None
        return acts.FamilyMoved(
            family=self._family,
            old=self._delivered.details.address,
            new=new,
            moved_on=None,
            source=DetailSource.NEIGHBOUR,
        )

    def split(self) -> Iterator[Act]:
        """Yield a young person going on as a household of their own, and that household."""
        gone, new_family = self.young[-1], FamilyId(made_up_id(self.dice))
        nowhere = Address(lines=(), postcode=None, directions=None)
        source = DetailSource.RESPONDENT
        yield acts.FamilySplit(
            family=self._family, new_family=new_family, people=(gone.person,), split_on=None, source=source
        )
        known_on = self._now.date().isoformat()
        yield acts.PersonAdded(family=new_family, member=gone, source=source, known_on=known_on)
        yield acts.FamilyMoved(family=new_family, old=nowhere, new=self._address(), moved_on=None, source=source)

    def _correction(
        self, field: DetailField, old: str | None, new: str, person: PersonId | None, entry: str | None
    ) -> acts.DetailsCorrected:
        return acts.DetailsCorrected(
            correction=made_up_id(self.dice),
            undoes=None,
            family=self._family,
            person=person,
            field=field,
            entry=entry,
            old=old,
            new=new,
            source=DetailSource.INTERVIEWER,
            known_on=self._now.date().isoformat(),
            is_odd=False,
        )

    def _somebody(self) -> Person:
        return self.carer.model_copy(
            update={
                "person": PersonId(made_up_id(self.dice)),
                "role": PersonRole.ADULT,
                "first_names": self.dice.choice(FIRST_NAMES),
                "phones": (),
            }
        )

    def _address(self) -> Address:
        postcode = f"CM1 9{self.dice.choice('ABDEFGHJ')}{self.dice.choice('LNPQRSTU')}"
        street = f"{self.dice.randint(1, 120)} {self.dice.choice(STREETS)}"
        return Address(lines=(street, "Chelmsford"), postcode=postcode, directions=None)


_SATURDAY: Final = 5
_INTERVIEWS: Final = (AttemptResult.COMPLETE_INTERVIEW, AttemptResult.PARTIAL_INTERVIEW)


def _told_as(at: datetime) -> tuple[int, int]:
    offset = at.utcoffset()
    assert offset is not None
    return to_ms(at), int(offset.total_seconds()) // 60
