"""Notes of councils that wait, one by one: each is read alone, and told of, and goes on only as somebody says.

Owns what is asked. Refuses to own which notes wait and what becomes of one (store).

Source: agreement 7.2c.
"""

from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import BindingType

from store.exchange.clearing import Clearing, WaitingNote, clear, read_note, waiting_notes
from store.keeping.acts.terms.families import NoteDecision
from store.keeping.names import hold_line
from tui import wording
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.commands import NOTES_COMMANDS, Command, bindings
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.moments import iso_day
from tui.widgets.cells import fitted
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

_DECISIONS = (
    Option(NoteDecision.CLEARED.value, "as it is: it says how to visit, and nothing of why"),
    Option(NoteDecision.EDITED.value, "in other words"),
    Option(NoteDecision.STRUCK_OUT.value, "not at all"),
)

_REFERENCE: Final = 16


class NotesScreen(ListScreen):
    """The notes that wait, by the family's reference; what one says is seen where it is cleared."""

    HEADING: ClassVar[str] = "Notes that wait"
    TITLES: ClassVar[str] = f"{'Family':<{_REFERENCE}}  Enter shows its note, and asks what becomes of it"
    NOTHING: ClassVar[tuple[str, ...]] = ("No note waits.",)
    KEYS: ClassVar[tuple[Command, ...]] = NOTES_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return the notes that wait; none is read for that."""
        return RowsRead(
            [
                Row((family, note), fitted(wording.plain(reference), _REFERENCE))
                for family, note, reference in waiting_notes(store)
            ]
        )

    def choose(self) -> None:
        """Read the note that is pointed at."""
        self.action_open()

    @work
    async def action_open(self) -> None:
        """Read the note that is pointed at, and say what becomes of it."""
        if self.pointed is None:
            return
        family, name = self.pointed
        note = await self.found(lambda store: read_note(store, family, name))
        if note is None:
            self.look()  # it may have been cleared meanwhile
            return
        width = self.size.width

        def means(answers: Answers) -> list[PageLine]:
            decision = NoteDecision(one(answers, "decision") or "")
            if decision is NoteDecision.STRUCK_OUT:
                return [
                    *paragraph("Nobody at the door sees this note. It cannot be brought back.", width, Tint.WARNING)
                ]
            shown = note.text if decision is NoteDecision.CLEARED else one(answers, "text") or ""
            return [
                PageLine("Whoever visits reads, from the next bundle on:", Tint.HEAD),
                *paragraph(wording.plain(shown), width),
            ]

        await self.ask(
            f"Note of {wording.plain(note.reference)}", Form(_fields(note)), means,
            lambda store, answers: clear(store, note, _told(answers)), "The note is settled.",
        )  # fmt: skip


def _fields(note: WaitingNote) -> tuple[Field, ...]:
    question = f"“{wording.plain(note.text)}” How does it go on?"

    def is_shown(answers: Answers) -> bool:
        return answers.get("decision") in (NoteDecision.CLEARED, NoteDecision.EDITED)

    return (
        Field("decision", "Goes on", question, Kind.ONE, lambda _: _DECISIONS),
        Field(
            "text", "Words", "In which words? Only what a visit needs.", Kind.LINE, first=note.text,
            applies=lambda answers: answers.get("decision") == NoteDecision.EDITED,
        ),
        Field("source", "Source", "Whose note is it?", Kind.LINE, applies=is_shown, check=hold_line, first=note.source),
        Field(
            "until", "Until", "Until which day is it shown (like 2016-03-31)? Pass it by for no end.", Kind.LINE,
            applies=is_shown, may_be_empty=True, check=iso_day,
        ),
    )  # fmt: skip


def _told(answers: Answers) -> Clearing:
    until = one(answers, "until")
    return Clearing(
        decision=NoteDecision(one(answers, "decision") or ""),
        text=one(answers, "text"),
        source=one(answers, "source"),
        expires_on=None if until is None else iso_day(until),
    )
