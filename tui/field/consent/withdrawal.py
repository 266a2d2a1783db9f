"""The form of a withdrawal: what is taken back, asked and never inferred, and what it leads to before it is kept.

Owns the questions, and turning answers into what was said. Refuses to own what a withdrawal does (store).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from store.agreement.purposes import Purpose
from store.fieldwork.circumstances import circumstances_of
from store.fieldwork.consents.effects import Withdrawn
from store.fieldwork.consents.withdrawing import Withdrawing, withdraw, withdrawable
from store.fieldwork.family import FamilyFile
from store.fieldwork.paper_wishes import sheet_number
from store.ids import PersonId
from store.keeping.acts.terms.consents import ConsentMode, ExpressedBy
from store.keeping.acts.terms.families import ViewPart
from store.keeping.acts.terms.store import StoreRole
from tui.common.wishes.withdrawal_fields import (
    Applies,
    mode_field,
    speaker_field,
    what_field,
    whole_survey_fields,
)
from tui.field.consent.consent_words import strip_of
from tui.field.consent.how import guardian_fields, guardian_of
from tui.field.consent.people_known import ConsentsKnown, read_consents
from tui.field.consent.withdrawal_words import effect_sentences, title_of
from tui.field.family_page import person_name
from tui.forms.fields import YES, Answers, Field, Kind, Option, one
from tui.forms.room import FormRoom, Known
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act
    from store.keeping.store import Store


class WithdrawalRoom(FormRoom):
    """Takes down a withdrawal; what it is about is a receipt code, where they have one."""

    FORM: ClassVar[str] = "withdrawal"
    HEADING: ClassVar[str] = "Withdrawal"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = (ViewPart.PEOPLE, ViewPart.CONSENTS)
    PROTECTS: ClassVar[bool] = True

    def known(self, store: "Store", file: FamilyFile, about: str | None) -> Known:
        """Return where the consents stand; a code finds whose they are."""
        return read_consents(store, file, circumstances_of(store, self._desk.agreement), about)

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked."""
        consents, file = _of(known), known.file

        def is_about(what: Withdrawn) -> Applies:
            return lambda so: (one(so, "what") or "").partition("/")[0] == what

        def is_linkage_asked(so: Answers) -> bool:
            is_whole = is_about(Withdrawn.WHOLE_SURVEY)(so)
            return is_whole and any(each.startswith(Withdrawn.LINKAGE) for each in _given(consents, so))

        return (
            Field(
                "person", "Who", "Who takes something back?", Kind.ONE,
                options=lambda _: [
                    Option(each.person, f"{person_name(each)}: {strip_of(file, each.person)}")
                    for each in file.members()
                ],
                applies=lambda _: consents.person is None,
            ),
            what_field(
                lambda so: [Option(each, title_of(each, consents.taker.agreement)) for each in (
                    *_given(consents, so), Withdrawn.ANY_CONTACT, Withdrawn.WHOLE_SURVEY,
                )],
            ),
            *whole_survey_fields(is_linkage_asked, is_about(Withdrawn.WHOLE_SURVEY)),
            speaker_field(lambda so: not is_about(Withdrawn.PARENTS_PERMISSION)(so)),
            *guardian_fields(
                file, known.circumstances.today, is_about(Withdrawn.PARENTS_PERMISSION), consents.person
            ),
            mode_field("they told me here"),
            Field(
                "sheet", "Sheet", "Which number stands on the paper? Enter goes on without.", Kind.LINE,
                applies=lambda so: one(so, "mode") == ConsentMode.PAPER, may_be_empty=True, check=sheet_number,
            ),
            Field("reason", "Said", "What was said, if anything? Nobody has to. Enter goes on.", Kind.LINE,
                  may_be_empty=True),
        )  # fmt: skip

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return what it leads to, before it is kept."""
        self.acts(answers, known)
        consents, width = _of(known), self.size.width
        asked = entered(answers, consents)
        whose = consents.whose(_person(answers, consents))
        lines = [PageLine("What this leads to", Tint.HEAD)]
        for sentence in effect_sentences(asked, whose):
            lines += paragraph(sentence, width, Tint.WARNING)
        return [*lines, *paragraph("Everything else that was said stays as it is.", width)]

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        from store.exchange.deletion_asked import deletion_acts  # loads the exchange, which no list waits for

        consents = _of(known)
        whose = consents.whose(_person(answers, consents))
        asked, now = entered(answers, consents), known.circumstances.now
        return [*withdraw(asked, whose, consents.taker, now), *deletion_acts(asked, whose, consents.taker, now)]

    def said(self, answers: Answers, known: Known) -> str:
        """Return what was kept."""
        del answers
        whom = "every laptop that has the family" if known.circumstances.role is StoreRole.BASE else "base"
        return f"Withdrawal kept; it goes to {whom} with the next bundle."


def entered(answers: Answers, known: ConsentsKnown) -> Withdrawing:
    """Return a withdrawal as it was entered."""
    name, _, target = (one(answers, "what") or "").partition("/")
    what = Withdrawn(name)
    is_whole, is_parents = what is Withdrawn.WHOLE_SURVEY, what is Withdrawn.PARENTS_PERMISSION
    sheet = one(answers, "sheet")
    return Withdrawing(
        what,
        ExpressedBy.GUARDIAN if is_parents else ExpressedBy(one(answers, "by") or ExpressedBy.PERSON),
        ConsentMode(one(answers, "mode") or ConsentMode.READ_ALOUD),
        target=target or None,
        is_linkage_too=one(answers, "linkage") == YES if is_whole else None,
        is_to_delete=one(answers, "delete") == YES if is_whole else None,
        guardian=guardian_of(answers, known.file, known.circumstances.today) if is_parents else None,
        receipt_code=known.about,
        sheet=sheet_number(sheet) if sheet else None,
        reason=one(answers, "reason"),
    )


_WITHDRAWN_AS: Final = {
    Purpose.RECONTACT: Withdrawn.RECONTACT,
    Purpose.PARENTAL_PERMISSION: Withdrawn.PARENTS_PERMISSION,
}


def _given(known: ConsentsKnown, answers: Answers) -> list[str]:
    """Return what whoever takes something back agreed to and can take back by itself."""
    person = known.person or one(answers, "person")
    found: list[str] = []
    for stand in withdrawable(known.stands.get(PersonId(person), ()) if person else ()):
        purpose, target = stand.question.purpose, stand.question.target
        if purpose is Purpose.LINKAGE:
            found.append(f"{Withdrawn.LINKAGE}/{target}")
        elif purpose in _WITHDRAWN_AS:
            found.append(_WITHDRAWN_AS[purpose])
    return found


def _person(answers: Answers, known: ConsentsKnown) -> PersonId:
    return known.person or PersonId(one(answers, "person") or "")


def _of(known: Known) -> ConsentsKnown:
    assert isinstance(known, ConsentsKnown)
    return known
