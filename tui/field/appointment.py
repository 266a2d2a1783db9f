"""The form of an appointment: a new one, or what became of one that was made.

Owns the questions. Refuses to own which appointments may be made (store) and the diary.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from store.clock import Instant, from_ms
from store.errors import AppointmentUnknownError
from store.fieldwork.appointments import (
    LONGEST_MIN,
    USUAL_MIN,
    AppointmentEntered,
    end_appointment,
    make_appointment,
    move_appointment,
    reopen_appointment,
)
from store.fieldwork.booked import clashes
from store.fieldwork.family import Appointment
from store.fieldwork.workable import is_closed
from store.ids import PersonId
from store.keeping.acts.terms.attempts import AppointmentChange, AttemptMode
from store.keeping.acts.terms.families import ViewPart
from tui import wording
from tui.field.clashes import clash_lines
from tui.field.offered import people_offered
from tui.field.readied import DiaryRoom
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.room import Known
from tui.moments import Lies, typed_moment
from tui.spans import minutes_read, typed_minutes
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act

_NEW: Final = "new"
_OPEN: Final = "open"
_FIRM: Final = "firm"
_HOPED: Final = "hoped"
_AGAIN: Final = "again"
_CHANGES: Final = (
    Option(AppointmentChange.MOVED, "moved to another time"),
    Option(AppointmentChange.KEPT, "kept"),
    Option(AppointmentChange.BROKEN_BY_RESPONDENT, "broken by the family"),
    Option(AppointmentChange.BROKEN_BY_INTERVIEWER, "broken by me"),
    Option(AppointmentChange.CANCELLED, "called off"),
    Option(AppointmentChange.ENTERED_IN_ERROR, "entered in error"),
)
_STANDS_AGAIN: Final = (Option(_AGAIN, "it stands again"),)
_MODES: Final = (AttemptMode.VISIT, AttemptMode.TELEPHONE, AttemptMode.VIDEO)


class AppointmentRoom(DiaryRoom):
    """Makes an appointment, or says what became of one: then it is about that one."""

    FORM: ClassVar[str] = "appointment"
    HEADING: ClassVar[str] = "Appointment"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = (ViewPart.PEOPLE, ViewPart.APPOINTMENTS)

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked."""

        def is_new(so: Answers) -> bool:
            return known.about is None and one(so, "which") in (None, _NEW)

        def is_moved(so: Answers) -> bool:
            return one(so, "change") == AppointmentChange.MOVED

        return (
            Field(
                "which", "Which", "A new one, or one that was made?", Kind.ONE,
                options=lambda _: _which(known),
                applies=lambda _: known.about is None and bool(known.file.appointments),
            ),
            Field(
                "change", "What came of it", "What came of it?", Kind.ONE,
                options=lambda so: _changes(_chosen(so, known)),
                applies=lambda so: not is_new(so),
            ),
            Field(
                "at", "When", "When is it? For example tue 18:30 or 3 nov 10:00.", Kind.LINE,
                applies=lambda so: is_new(so) or is_moved(so),
                check=lambda text: typed_moment(text, known.circumstances.now, Lies.AHEAD),
            ),
            Field(
                "person", "With whom", "With whom?", Kind.ONE,
                options=lambda _: _people(known),
                applies=is_new,
            ),
            Field(
                "duration", "How long", "How many minutes does it take? Enter keeps what stands here.", Kind.LINE,
                applies=is_new,
                check=lambda text: typed_minutes(text, LONGEST_MIN),
                first=str(USUAL_MIN),
                is_typed_over=True,
                reads=minutes_read,
            ),
            Field(
                "new_duration", "How long now", "How many minutes does it take now? Enter leaves it as it was.",
                Kind.LINE,
                applies=is_moved,
                may_be_empty=True,
                check=lambda text: typed_minutes(text, LONGEST_MIN),
                reads=minutes_read,
            ),
            Field(
                "firm", "How firm", "Was the time agreed?", Kind.ONE,
                options=lambda _: (Option(_FIRM, "firm: it was agreed"), Option(_HOPED, "not firm: only hoped for")),
                applies=is_new,
                first=_FIRM,
            ),
            Field(
                "mode", "How", "How do you meet?", Kind.ONE,
                options=lambda _: [Option(each, wording.words(each)) for each in _MODES],
                applies=is_new,
                first=AttemptMode.VISIT,
            ),
            Field(
                "note", "Note", "Anything to know about it? Enter goes on.", Kind.LINE,
                applies=lambda so: one(so, "change") != _AGAIN,
                may_be_empty=True,
            ),
        )  # fmt: skip

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return when it will be, and what it clashes with."""
        self.acts(answers, known)  # what may not be is said here, and not after it was to be kept
        return list(_told(answers, known, self.size.width))

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        chosen, note = _chosen(answers, known), one(answers, "note")
        file, circumstances = known.file, known.circumstances
        if chosen is None and known.about is None:
            return make_appointment(_entered(answers, known), file, circumstances)
        if chosen is None:
            raise AppointmentUnknownError
        change = one(answers, "change") or ""
        if change == _AGAIN:
            return reopen_appointment(chosen.appointment, file, circumstances)
        if change == AppointmentChange.MOVED:
            at, duration_min = _at(answers, known), _duration_min(answers, chosen)
            return move_appointment(chosen.appointment, at, duration_min, note, file, circumstances)
        return end_appointment(chosen.appointment, AppointmentChange(change), note, file)

    def said(self, answers: Answers, known: Known) -> str:
        """Return what was kept."""
        if _chosen(answers, known) is None:
            return "Appointment made. u takes it back."
        words = {option.value: option.text for option in (*_CHANGES, *_STANDS_AGAIN)}
        change = one(answers, "change") or ""
        stays = (AppointmentChange.MOVED, AppointmentChange.ENTERED_IN_ERROR, _AGAIN)
        undone = "" if change in stays else " u takes it back."
        return f"Appointment: {words[change]}.{undone}"


def _which(known: Known) -> list[Option]:
    """Return a new one, then those that stand, then those that ended, the last first."""
    appointments = known.file.appointments
    standing = [each for each in appointments if each.end is None]
    ended = [each for each in reversed(appointments) if each.end is not None]
    return [
        Option(_NEW, "a new one"),
        *(Option(each.appointment, _in_words(each)) for each in standing),
        *(Option(each.appointment, f"{_in_words(each)} [{wording.words(each.end)}]") for each in ended if each.end),
    ]


def _in_words(each: Appointment) -> str:
    return f"{wording.when(from_ms(each.at_ms))}, {each.duration_min} min"


def _chosen(answers: Answers, known: Known) -> Appointment | None:
    """Return the appointment the form is about; None for a new one."""
    wanted = known.about or one(answers, "which")
    return next((each for each in known.file.appointments if each.appointment == wanted), None)


def _changes(chosen: Appointment | None) -> Sequence[Option]:
    return _CHANGES if chosen is None or chosen.end is None else _STANDS_AGAIN


def _people(known: Known) -> list[Option]:
    open_ones = (each for each in known.file.members() if not is_closed(known.file, each.person))
    return [*people_offered(open_ones, known.circumstances.today), Option(_OPEN, "whoever is there")]


def _at(answers: Answers, known: Known) -> Instant:
    return typed_moment(one(answers, "at") or "", known.circumstances.now, Lies.AHEAD)


def _duration_min(answers: Answers, chosen: Appointment) -> int:
    typed = one(answers, "new_duration")
    return chosen.duration_min if typed is None else typed_minutes(typed, LONGEST_MIN)


def _entered(answers: Answers, known: Known) -> AppointmentEntered:
    person = one(answers, "person")
    return AppointmentEntered(
        at=_at(answers, known),
        duration_min=typed_minutes(one(answers, "duration") or "", LONGEST_MIN),
        person=None if person is None or person == _OPEN else PersonId(person),
        mode=AttemptMode(one(answers, "mode") or AttemptMode.VISIT),
        is_firm=one(answers, "firm") != _HOPED,
        note=one(answers, "note"),
    )


def _told(answers: Answers, known: Known, width: int) -> Iterator[PageLine]:
    chosen = _chosen(answers, known)
    if chosen is not None and one(answers, "change") != AppointmentChange.MOVED:
        yield PageLine(_in_words(chosen), Tint.HEAD)
        yield PageLine("Enter keeps what came of it.")
        return
    at = _at(answers, known)
    duration_min = _entered(answers, known).duration_min if chosen is None else _duration_min(answers, chosen)
    yield PageLine(f"{wording.when(at)}, {duration_min} min", Tint.HEAD)
    if chosen is not None:
        yield from paragraph(f"It was {_in_words(chosen)}.", width)
    found = clashes(at, duration_min, known.booked, chosen.appointment if chosen else None)
    yield from clash_lines(found, known.circumstances.today, width)
    yield PageLine("It can be kept all the same." if found else "It clashes with nothing.")
