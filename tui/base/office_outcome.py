"""The form that ends a case at the office: whose, what is known, the outcome that is, and what then follows.

Owns the questions. Refuses to own which outcomes there are and what they never take the place of (store). A refusal is
no outcome that is chosen here: it is recorded as what it is (office_refusal).

Source: agreement 7.1, A8.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from store.agreement.outcomes import FinalOutcome
from store.clock import from_ms
from store.errors import StoreError
from store.fieldwork.cases import appointments_ahead
from store.fieldwork.office_outcomes import Learnt, endable, given, offered, set_outcome, take_outcome_back
from store.ids import PersonId
from store.keeping.acts.terms.families import ViewPart
from store.keeping.names import hold_line
from tui import glance
from tui.field.family_page import name_in
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.room import FormRoom, Known
from tui.outcome_words import GROUPS
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act

_ALL: Final = "household"
_BACK: Final = "take back"

_LEARNT: Final[Mapping[Learnt, str]] = {
    Learnt.DECEASED: "died",
    Learnt.MOVED_IN_COUNTRY: "moved away, within the country",
    Learnt.MOVED_ABROAD: "moved abroad",
    Learnt.MOVED_UNKNOWN: "moved, nobody knows where",
    Learnt.UNABLE: "ill or unable, until the fieldwork ends",
    Learnt.AWAY: "away or in hospital, until the fieldwork ends",
    Learnt.LANGUAGE: "no language in common, and no interpreter",
    Learnt.ADDRESS: "no such address, no home, or nobody lives there",
    Learnt.OTHER: "something else",
    Learnt.AS_IT_STANDS: "nothing new: it is closed as it stands",
}


class OfficeOutcomeRoom(FormRoom):
    """Gives a final outcome at base, or takes it back."""

    FORM: ClassVar[str] = "outcome"
    HEADING: ClassVar[str] = "Close the case"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = (ViewPart.PEOPLE, ViewPart.APPOINTMENTS)

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked."""
        people = [_ALL if each is None else each for each in endable(known.file, known.circumstances)]
        every = {each: _offered(each, known) for each in people}

        def whom(answers: Answers) -> str:
            return one(answers, "whose") or people[0]

        def learnt(answers: Answers) -> Sequence[Option]:
            back = [Option(_BACK, "the outcome it has was wrong: take it back")]
            has_one = given(_person(whom(answers)), known.file) is not None
            return [*(Option(each, _LEARNT[each]) for each in every[whom(answers)]), *(back if has_one else ())]

        def outcomes(answers: Answers) -> Sequence[FinalOutcome]:
            said = one(answers, "learnt")
            return () if said in (None, _BACK) else every[whom(answers)].get(Learnt(said), ())

        return (
            Field(
                "whose", "Of", "Whose case is closed?", Kind.ONE,
                lambda _: [Option(each, _called(each, known)) for each in people], applies=lambda _: len(people) > 1,
            ),
            Field("learnt", "Known", "What is known?", Kind.ONE, learnt),
            Field(
                "code", "Outcome", "Which outcome is that?", Kind.ONE,
                lambda answers: [Option(str(each.code), f"{each.title} ({each.code})") for each in outcomes(answers)],
                applies=lambda answers: bool(outcomes(answers)),
            ),
            Field("reason", "Reason", "In a line: how is that known?", Kind.LINE, check=hold_line),
        )  # fmt: skip

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return what then follows."""
        width, person = self.size.width, _whose(answers, known)
        self.acts(answers, known)  # refused here if it is
        whom = _called(person or _ALL, known)
        told = "A laptop that has the family hears so with the next bundle."
        kept = paragraph("Both this and what it takes the place of stay in the record, with your name.", width)
        if one(answers, "learnt") == _BACK:
            said = f"What was done at the door counts again for {whom}."
            return [*paragraph(said, width, Tint.HEAD), *paragraph(told, width), *kept]
        code = int(one(answers, "code") or 0)
        outcome = next(each for some in _offered(person or _ALL, known).values() for each in some if each.code == code)
        said = f"Nobody visits {whom} any more: {outcome.title} ({code}), counted as {GROUPS[outcome.group]}."
        stays = f"{told} What is there stays there until it is recalled, with r in the families."
        return [*paragraph(said, width, Tint.HEAD), *self._in_vain(person, known), *paragraph(stays, width), *kept]

    def _in_vain(self, person: PersonId | None, known: Known) -> Sequence[PageLine]:
        """Return what appointment somebody waits for, if one stands."""
        ahead = appointments_ahead(known.file, known.circumstances)
        theirs = [each for each in ahead if person is None or each.person == person]
        if not theirs:
            return []
        at = glance.meeting(from_ms(theirs[0].at_ms), known.circumstances.today)
        return paragraph(f"An appointment stands: {at}. Ring them: this does not.", self.size.width, Tint.WARNING)

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        person, reason = _whose(answers, known), one(answers, "reason") or ""
        if one(answers, "learnt") == _BACK:
            return take_outcome_back(person, reason, known.file, known.circumstances)
        return set_outcome(int(one(answers, "code") or 0), person, reason, known.file, known.circumstances)

    def said(self, answers: Answers, known: Known) -> str:
        """Return what was kept."""
        del known
        if one(answers, "learnt") == _BACK:
            return "The outcome is taken back. F5 tells its laptop."
        return "The case is closed. F5 tells its laptop."


def _person(whose: str) -> PersonId | None:
    return None if whose == _ALL else PersonId(whose)


def _whose(answers: Answers, known: Known) -> PersonId | None:
    said = one(answers, "whose")
    return endable(known.file, known.circumstances)[0] if said is None else _person(said)


def _offered(whose: str, known: Known) -> Mapping[Learnt, tuple[FinalOutcome, ...]]:
    try:
        return offered(_person(whose), known.file, known.circumstances)
    except StoreError:
        return {}  # it can only be taken back


def _called(whose: str, known: Known) -> str:
    return "the whole household" if whose == _ALL else name_in(known.file, whose, "somebody of the family")
