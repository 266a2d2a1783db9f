"""How one family's file is read: rows for what stands, its own entries for what happened.

Owns putting it together, and the queries for what is said to and by the family; its people, the work and its past have
readers of their own. Refuses to own which of several values stands: rows are as the projection left them.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from store.agreement.outcomes import OutcomeGroup
from store.agreement.purposes import Purpose
from store.fieldwork import family as shapes
from store.fieldwork.family import Event, FamilyFile
from store.fieldwork.lines import Standing, unsent_spans
from store.fieldwork.locks_reading import locks_of
from store.fieldwork.past_reading import Past
from store.fieldwork.people_reading import people_of
from store.fieldwork.rows import maybe
from store.fieldwork.work_reading import appointments_of, attempts_of, open_visits_of
from store.ids import FamilyId, JournalId
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import ConsentDecision, InterviewState, NotAskedReason
from store.keeping.acts.terms.families import WishBy, WishDecision, WishReach
from store.keeping.follows_details import SHOWN
from store.keeping.header import unpack
from store.keeping.merging.stands import State
from store.keeping.merging.wishes import Wished, standing_wishes

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
            people=people_of(self._rows, past.corrections),
            notes=tuple(
                shapes.Note(*row)
                for row in self._rows("familynote", "note, text, source, expires_on", f"state = '{SHOWN}'")
            ),
            safety_note=next(self._safety_notes(), None),
            attempts=tuple(attempts_of(self._rows)),
            outcomes=tuple(
                shapes.SetOutcome(Wave(wave), person or None, code, maybe(OutcomeGroup, group))
                for wave, person, code, group in self._rows("setoutcome", 'wave, person, code, "group"')
            ),
            appointments=tuple(appointments_of(self._rows)),
            lone_visit=next(open_visits_of(self._rows), None),
            observations=past.observations,
            selections=past.selections,
            tracings=past.tracings,
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
            " is_doubted, is_live",
            f"state <> '{State.NEVER_ASKED}'",
        )
        for (
            record,
            person,
            purpose,
            target,
            state,
            why,
            wording,
            version,
            at_ms,
            is_before,
            is_doubted,
            is_live,
        ) in sorted(rows, key=lambda row: (row[1], _PURPOSES.index(Purpose(row[2])), row[3])):
            yield shapes.Consent(
                record=record,
                person=person,
                purpose=Purpose(purpose),
                target=target or None,
                decision=ConsentDecision(state),
                not_asked=maybe(NotAskedReason, why),
                wording=wording,
                wording_version=version,
                at_ms=at_ms,
                is_from_before=bool(is_before),
                is_doubted=bool(is_doubted),
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
