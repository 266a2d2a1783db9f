"""How one family's file is read: rows for what stands, its own entries for what happened.

Owns the queries, and nothing that is shown. Refuses to own which of several values stands: rows are as the projection
left them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

from store.agreement.outcomes import OutcomeGroup
from store.agreement.purposes import Purpose
from store.fieldwork import family as shapes
from store.fieldwork.family import Correction, Event, FamilyFile
from store.fieldwork.lines import Standing, unsent_spans
from store.fieldwork.locks_reading import locks_of
from store.fieldwork.past_reading import Past
from store.ids import FamilyId, JournalId, PersonId
from store.keeping.acts.terms.attempts import (
    AppointmentChange,
    AttemptMode,
    AttemptResult,
    NoInterviewReason,
    Presence,
    VisitEnd,
    Wave,
)
from store.keeping.acts.terms.consents import ConsentDecision, InterviewState, NotAskedReason
from store.keeping.acts.terms.families import (
    DetailField,
    PersonEnd,
    PersonRole,
    PhoneKind,
    WishBy,
    WishDecision,
    WishReach,
)
from store.keeping.follows_details import SHOWN
from store.keeping.header import unpack
from store.keeping.merging.stands import State
from store.keeping.merging.wishes import Wished, standing_wishes

T = TypeVar("T")

_NUMBERS = (DetailField.PHONE, DetailField.EMAIL, DetailField.CONFIDENTIALITY)
_PURPOSES = list(Purpose)


class Reading:
    """One family, over one connection, at one moment.

    Args:
        connection: As `read_family`, and so are the others.
    """

    def __init__(self, connection: Any, family: FamilyId, journal: JournalId | None) -> None:
        self._connection = connection
        self._family = family
        self._journal = journal

    def file(self) -> FamilyFile | None:
        """Return everything, or None where nothing is known."""
        found = self._rows(
            "family", "council_reference, wave, letter_sent_on, language, lines, postcode, directions, is_moved, recall"
        )
        line = self._rows("contactline", "standing")
        if not found or not line:
            return None
        reference, wave, letter_sent_on, language, lines, postcode, directions, is_moved, recall = found[0]
        past = Past(self._events)
        ways = self._ways(past.corrections)
        wishes = self._wishes()
        return FamilyFile(
            family=self._family,
            reference=reference,
            wave=Wave(wave),
            letter_sent_on=letter_sent_on,
            standing=Standing(line[0][0]),
            address=shapes.Address(
                tuple(filter(None, lines.split("\n"))),
                postcode,
                directions,
                tuple(each for each in past.corrections if each.person is None),
                bool(is_moved),
            ),
            language=language,
            people=tuple(self._people(past.corrections, ways)),
            notes=tuple(
                shapes.Note(*row)
                for row in self._rows("familynote", "note, text, source, expires_on", f"state = '{SHOWN}'")
            ),
            safety_note=next(self._safety_notes(), None),
            attempts=tuple(self._attempts()),
            outcomes=tuple(
                shapes.SetOutcome(Wave(wave), person or None, code, _maybe(OutcomeGroup, group))
                for wave, person, code, group in self._rows("setoutcome", 'wave, person, code, "group"')
            ),
            appointments=tuple(self._appointments()),
            lone_visit=next(self._visits(), None),
            observations=past.observations,
            selections=past.selections,
            tracings=past.tracings,
            splits=past.splits,
            wishes=wishes,
            locks=locks_of(self._lock_row(), recall, self._recalled_at(), wishes),
            consents=tuple(self._consents()),
            interviews=tuple(
                shapes.Interview(interview, person, Wave(wave), InterviewState(state), began, ended)
                for interview, person, wave, state, began, ended in self._rows(
                    "interview",
                    "interview, person, wave, state, began_at_ms, ended_at_ms",
                    f"state <> '{InterviewState.ENTERED_IN_ERROR}' ORDER BY began_at_ms",
                )
            ),
            ceremonies=tuple(
                shapes.Ceremony(ceremony, person, Wave(wave))
                for ceremony, person, wave in self._rows("ceremony", "ceremony, person, wave", '"end" IS NULL')
            ),
            history=tuple(self._events),
        )

    # -- what happened -----------------------------------------------------------------------------------------------

    @cached_property
    def _events(self) -> Sequence[Event]:
        """Every entry about the family, newest first."""
        spans = [] if self._journal is None else unsent_spans(self._connection, self._journal)
        rows = self._connection.execute(
            "SELECT entry.id, header, body FROM familyentry JOIN entry ON entry.id = familyentry.entry"
            " WHERE family = ? AND body IS NOT NULL",
            (self._family,),
        )
        found = []
        for key, header, body in rows:
            read = unpack(header)
            event = Event(
                n=read.n,
                at_ms=read.at_ms,
                staff=read.staff,
                kind=read.kind,
                kind_version=read.kind_version,
                is_own=read.journal == self._journal,
                is_unsent=any(first <= key <= last for first, last in spans),
                body=body,
            )
            found.append((read.at_ms, key, event))
        return [event for *_, event in sorted(found, key=lambda each: each[:2], reverse=True)]

    # -- what is to be read first ------------------------------------------------------------------------------------

    def _safety_notes(self) -> Iterator[shapes.SafetyNote]:
        for note, text, source, expires_on, is_read in self._rows(
            "safetynote", "note, text, source, expires_on, is_read"
        ):
            yield shapes.SafetyNote(note, text, source, expires_on, bool(is_read))

    # -- who they are ------------------------------------------------------------------------------------------------

    def _people(self, corrections: Sequence[Correction], ways: "_Ways") -> Iterable[shapes.Person]:
        rows = self._rows(
            "person",
            "person, role, title, first_names, surname, known_as, born_on, age_years, age_on, language, left_how,"
            " left_on, is_added",
            "1 ORDER BY place",
        )
        for person, role, title, first, surname, known, born, age, age_on, language, how, on, is_added in rows:
            yield shapes.Person(
                person=person,
                role=PersonRole(role),
                title=title,
                first_names=first,
                surname=surname,
                known_as=known,
                born_on=born,
                age_years=age,
                age_on=age_on,
                language=language,
                left=_maybe(PersonEnd, how),
                left_on=on,
                is_added=bool(is_added),
                phones=tuple(each for each in ways[person] if isinstance(each, shapes.Phone)),
                emails=tuple(each for each in ways[person] if isinstance(each, shapes.Email)),
                corrections=tuple(
                    each for each in corrections if each.person == person and each.detail not in _NUMBERS
                ),
            )

    def _ways(self, corrections: Sequence[Correction]) -> "_Ways":
        found: _Ways = defaultdict(list)
        rows = self._rows("contactdetail", "entry, person, kind, value, is_confidential, is_odd", "1 ORDER BY place")
        for entry, person, kind, value, is_confidential, is_odd in rows:
            changed = tuple(each for each in corrections if each.entry == entry)
            if kind:
                way: shapes.Phone | shapes.Email = shapes.Phone(
                    entry, value, PhoneKind(kind), bool(is_confidential), bool(is_odd), changed
                )
            else:
                way = shapes.Email(entry, value, bool(is_confidential), bool(is_odd), changed)
            found[person].append(way)
        return found

    # -- what was done -----------------------------------------------------------------------------------------------

    def _attempts(self) -> Iterable[shapes.Attempt]:
        rows = self._rows(
            "attempt",
            "attempt, wave, number, at_ms, utc_offset_min, mode, result, reason, met, met_description, others_present,"
            " respondents, household_code, household_group, next_appointment, sheet, note, interviewer, is_late,"
            " is_corrected, is_taken_back, is_from_before",
            "1 ORDER BY at_ms, number, attempt",
        )
        for row in rows:
            (attempt, wave, number, at_ms, offset, mode, result, reason, met, described, others, respondents, code) = (
                row[:13]
            )
            group, appointment, sheet, note, interviewer, is_late, is_corrected, is_taken_back, is_before = row[13:]
            yield shapes.Attempt(
                attempt=attempt,
                wave=Wave(wave),
                number=number,
                at_ms=at_ms,
                utc_offset_min=offset,
                mode=AttemptMode(mode),
                result=AttemptResult(result),
                reason=_maybe(NoInterviewReason, reason),
                met=tuple(map(PersonId, met.split())),
                met_description=described,
                others_present=tuple(map(Presence, others.split())),
                respondents=tuple(map(_respondent, respondents.split())),
                household_code=code,
                household_group=_maybe(OutcomeGroup, group),
                next_appointment=appointment,
                sheet=sheet,
                note=note,
                interviewer=interviewer,
                is_late=bool(is_late),
                is_corrected=bool(is_corrected),
                is_taken_back=bool(is_taken_back),
                is_from_before=bool(is_before),
            )

    def _appointments(self) -> Iterable[shapes.Appointment]:
        rows = self._rows(
            "appointment",
            'appointment, person, interviewer, at_ms, utc_offset_min, duration_min, mode, is_firm, note, "end",'
            " is_from_before",
            "1 ORDER BY at_ms, appointment",
        )
        for appointment, person, interviewer, at_ms, offset, minutes, mode, is_firm, note, end, is_before in rows:
            yield shapes.Appointment(
                appointment=appointment,
                person=person,
                interviewer=interviewer,
                at_ms=at_ms,
                utc_offset_min=offset,
                duration_min=minutes,
                mode=_maybe(AttemptMode, mode),
                is_firm=bool(is_firm),
                note=note,
                end=_maybe(AppointmentChange, end),
                is_from_before=bool(is_before),
            )

    def _visits(self) -> Iterator[shapes.LoneVisit]:
        columns = 'visit, interviewer, expected_back_at_ms, "end", back_at_ms'
        for visit, interviewer, expected, end, back in self._rows("lonevisit", columns, '"end" IS NULL'):
            yield shapes.LoneVisit(visit, interviewer, expected, _maybe(VisitEnd, end), back)

    # -- what they said ----------------------------------------------------------------------------------------------

    def _wishes(self) -> tuple[shapes.Wish, ...]:
        rows = self._rows(
            "wish",
            'wish, follows, reach, person, decision, "by", by_person, by_description, at_ms, reason, counts',
            "1 ORDER BY at_ms DESC, wish",
        )
        standing = standing_wishes(Wished(row[0], row[1], WishDecision(row[4]), bool(row[10])) for row in rows)
        return tuple(
            shapes.Wish(
                wish,
                follows,
                WishReach(reach),
                person,
                WishDecision(decision),
                WishBy(by),
                by_person,
                described,
                at_ms,
                reason,
                wish in standing,
            )
            for wish, follows, reach, person, decision, by, by_person, described, at_ms, reason, _ in rows
        )

    def _consents(self) -> Iterable[shapes.Consent]:
        rows = self._rows(
            "consent",
            "record, person, purpose, target, state, not_asked, wording, wording_version, at_ms, is_from_before,"
            " is_live",
            f"state <> '{State.NEVER_ASKED}'",
        )
        for record, person, purpose, target, state, why, wording, version, at_ms, is_before, is_live in sorted(
            rows, key=lambda row: (row[1], _PURPOSES.index(Purpose(row[2])), row[3])
        ):
            yield shapes.Consent(
                record=record,
                person=person,
                purpose=Purpose(purpose),
                target=target or None,
                decision=ConsentDecision(state),
                not_asked=_maybe(NotAskedReason, why),
                wording=wording,
                wording_version=version,
                at_ms=at_ms,
                is_from_before=bool(is_before),
                is_live=bool(is_live),
            )

    # -- inside ------------------------------------------------------------------------------------------------------

    def _lock_row(self) -> tuple[str, str, str | None, int] | None:
        rows = self._rows("lockset", "lock, cause, follows_from, entry")
        if not rows:
            return None
        lock, cause, follows_from, key = rows[0]
        ((header,),) = self._connection.execute("SELECT header FROM entry WHERE id = ?", (key,)).fetchall()
        return lock, cause, follows_from, unpack(header).at_ms

    def _recalled_at(self) -> int:
        return next((event.at_ms for event in self._events if event.kind == "family_recalled"), 0)

    def _rows(self, table: str, columns: str, where: str = "1") -> list[Any]:
        # Names of tables and columns, and conditions, are written above.
        text = f"SELECT {columns} FROM {table} WHERE family = ? AND {where}"  # noqa: S608
        return list(self._connection.execute(text, (self._family,)).fetchall())


_Ways = defaultdict[str, list[shapes.Phone | shapes.Email]]


def _respondent(text: str) -> shapes.RespondentOutcome:
    person, code, group = text.split(":")
    return shapes.RespondentOutcome(PersonId(person), code, OutcomeGroup(group) if group else None)


def _maybe(kind: Callable[[Any], T], value: str | None) -> T | None:
    return None if value is None else kind(value)
