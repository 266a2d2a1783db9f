"""The form that marks a consent, or an interview's mark, as entered in error: which, and why. Both stay in the record.

Owns the questions. Refuses to own what the mark does to where the question stands (store).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from store.clock import from_ms
from store.errors import ConsentUnknownError
from store.fieldwork.circumstances import circumstances_of
from store.fieldwork.consents.asking import interview_in_error
from store.fieldwork.consents.known import read_stands_without
from store.fieldwork.consents.state import Stand
from store.fieldwork.consents.withdrawing import Whose, enter_in_error, is_last_yes_in_error
from store.fieldwork.family import Consent, FamilyFile, Interview
from store.keeping.acts.terms.families import ViewPart
from tui import wording
from tui.field.consent.consent_words import PURPOSES, decision_words
from tui.field.consent.people_known import ConsentsKnown, read_consents
from tui.field.consent.withdrawal_words import LOCKED
from tui.field.family_page import name_in
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.room import FormRoom, Known
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act
    from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class InErrorKnown(Known):
    """A family, its members' consents, and where they would stand without each record.

    Attributes:
        left: By the record that is marked: where its person's questions stand then.
    """

    consents: ConsentsKnown = field(kw_only=True)
    left: dict[str | None, list[Stand]] = field(kw_only=True)

    def marked(self, record: str | None) -> tuple[Stand, Whose, list[Stand]]:
        """Return what is marked, of whom, and what is left then.

        Raises:
            ConsentUnknownError: No answer rests on that record any more.
        """
        for person, stands in self.consents.stands.items():
            for stand in stands:
                if record is not None and stand.record == record:
                    return stand, self.consents.whose(person), self.left[record]
        raise ConsentUnknownError


class InErrorRoom(FormRoom):
    """Marks a consent, or how far an interview got, that should never have been kept."""

    FORM: ClassVar[str] = "consent in error"
    HEADING: ClassVar[str] = "Entered in error"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = (ViewPart.PEOPLE, ViewPart.CONSENTS)

    def known(self, store: "Store", file: FamilyFile, about: str | None) -> Known:
        """Return where the consents stand."""
        known = read_consents(store, file, circumstances_of(store, self._desk.agreement))
        kept = [each for stands in known.stands.values() for each in stands if each.record is not None]
        left = {each.record: read_stands_without(store, file.family, each) for each in kept}
        return InErrorKnown(file, known.circumstances, about, consents=known, left=left)

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked."""
        kept = [Option(each.record, _words(each, known.file)) for each in known.file.consents]
        marked = [Option(each.interview, _marked(each, known.file)) for each in known.file.interviews]
        interviews = {each.value for each in marked}
        return (
            Field(
                "record",
                "Which",
                "Which of these should never have been kept?",
                Kind.ONE,
                options=lambda _: [*kept, *marked],
            ),
            Field(
                "reason",
                "Why",
                "Why? It stays in the record with it.",
                Kind.LINE,
                applies=lambda so: one(so, "record") not in interviews,
            ),
        )

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return what it does."""
        self.acts(answers, known)
        width, interview = self.size.width, _interview(answers, known)
        if interview is not None:
            return [
                *paragraph(_marked(interview, known.file), width, Tint.HEAD),
                *paragraph("The interview counts as not marked; the next asking (c) marks it anew.", width),
                *paragraph("What was asked after it stays as it was said.", width),
                *paragraph("Both stay in the record; History (h) shows them.", width, Tint.MUTED),
            ]
        assert isinstance(known, InErrorKnown)
        is_last = is_last_yes_in_error(*known.marked(one(answers, "record")))
        which = next(each for each in known.file.consents if each.record == one(answers, "record"))
        return [
            *paragraph(_words(which, known.file), width, Tint.HEAD),
            *paragraph("It does not count any more: what stood before it stands again, or it is asked anew.", width),
            *(paragraph(f"Nobody else agrees to wave 2. {LOCKED}", width, Tint.WARNING) if is_last else ()),
            *paragraph("Both stay in the record; History (h) shows them.", width, Tint.MUTED),
        ]

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the act."""
        assert isinstance(known, InErrorKnown)
        interview = _interview(answers, known)
        if interview is not None:
            return [interview_in_error(interview, known.file.family)]
        stand, whose, left = known.marked(one(answers, "record"))
        reason, now = one(answers, "reason") or "", known.circumstances.now
        return enter_in_error(stand, reason, whose, left, known.consents.taker, now)

    def said(self, answers: Answers, known: Known) -> str:
        """Return what was kept."""
        del answers, known
        return "Marked as entered in error; both stay in the record."


def _interview(answers: Answers, known: Known) -> Interview | None:
    return next((each for each in known.file.interviews if each.interview == one(answers, "record")), None)


def _marked(each: Interview, file: FamilyFile) -> str:
    name = name_in(file, each.person, "somebody")
    return f"{name}, interview: {wording.words(each.state)}, {wording.when(from_ms(each.ended_at_ms))}"


def _words(each: Consent, file: FamilyFile) -> str:
    name = name_in(file, each.person, "somebody")
    return f"{name}, {PURPOSES[each.purpose]}: {decision_words(each.decision)}, {wording.when(from_ms(each.at_ms))}"
