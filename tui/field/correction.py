"""The form of a correction: the old value with its date and source, the new one, who said so; or one taken back.

Owns what is shown before it is kept, and turning answers into acts. Refuses to own the questions (correction_fields)
and how a detail has to look (store).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from store.errors import PersonUnknownError
from store.fieldwork.corrections import CorrectionEntered, correct_detail, undo_correction, undoable
from store.fieldwork.family import FamilyFile
from store.keeping.acts.terms.families import DetailSource, ViewPart
from tui import wording
from tui.field.correction_fields import TAKE_BACK, Place, correction_fields, place_of, typed_at
from tui.field.detail_words import HIDDEN, detail_name, last_correction, since_words, value_words
from tui.field.family_page import name_in
from tui.field.readied import NumbersRoom
from tui.forms.fields import YES, Answers, Field, Option, one
from tui.forms.room import Known
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act, DetailsCorrected


class CorrectionRoom(NumbersRoom):
    """Corrects one detail, or takes a correction back."""

    FORM: ClassVar[str] = "correction"
    HEADING: ClassVar[str] = "Correction"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = (ViewPart.ADDRESS, ViewPart.PEOPLE, ViewPart.PHONES)

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked."""
        taken_back = [Option(each.correction, correction_words(each, known.file)) for each in undoable(known.file)]
        return tuple(correction_fields(known, taken_back))

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return the old value and the new one."""
        act, *closed = self._corrected(answers, known)
        file, width = known.file, self.size.width
        name = name_in(file, act.person, "The family")
        stood = last_correction(file, act.field, act.person, act.entry)
        old = value_words(file, act.field, act.person, act.entry, act.old)
        source = "as before it" if act.undoes else f"from {wording.words(act.source)}"
        return [
            *paragraph(f"{name}: {detail_name(act.field)}", width, Tint.HEAD),
            *paragraph(f"Was: {old}, {since_words(stood)}", width),
            *paragraph(f"Is: {_new_words(act, file)}, {source}", width),
            *(paragraph("It does not look like a usual one, and is kept as it is.", width) if act.is_odd else ()),
            *(paragraph("It is confidential: it is only ever seen alone.", width) if closed else ()),
            *paragraph("Both stay in the record; u takes it back.", width, Tint.MUTED),
        ]

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        return [*self._corrected(answers, known)]

    def said(self, answers: Answers, known: Known) -> str:
        """Return what was kept."""
        del known
        if one(answers, "whose") == TAKE_BACK:
            return "Taken back: what stood there before stands again."
        return "Correction kept. u takes it back."

    def _corrected(self, answers: Answers, known: Known) -> "list[DetailsCorrected]":
        from store.keeping.acts import DetailsCorrected

        if one(answers, "whose") == TAKE_BACK:
            acts = undo_correction(one(answers, "correction") or "", known.file, known.circumstances)
        else:
            place = place_of(answers, known.file)
            if place is None:  # somebody left while the form was open
                raise PersonUnknownError
            acts = correct_detail(entered(place, answers, known), known.file, known.circumstances)
        return [each for each in acts if isinstance(each, DetailsCorrected)]


def entered(place: Place, answers: Answers, known: Known) -> CorrectionEntered:
    """Return a correction as it was entered."""
    return CorrectionEntered(
        detail=place.detail,
        new=typed_at(place, answers, known.circumstances.today),
        source=DetailSource(one(answers, "source") or DetailSource.OTHER),
        person=place.person,
        entry=place.entry,
        is_kept_knowingly=one(answers, "knowingly") == YES,
        is_confidential=one(answers, "confidential") == YES,
    )


def correction_words(act: "DetailsCorrected", file: FamilyFile) -> str:
    """Return one correction in a line: whose detail, what it was, what it became."""
    name = name_in(file, act.person, "the family")
    old, new = (value_words(file, act.field, act.person, act.entry, each) for each in (act.old, act.new))
    return f"{name}, {detail_name(act.field)}: {old} → {new}"


def _new_words(act: "DetailsCorrected", file: FamilyFile) -> str:
    """Return the new value; a number that is added was just typed, and is seen."""
    said = value_words(file, act.field, act.person, act.entry, act.new)
    is_added = act.old is None and act.undoes is None
    return act.new if act.new is not None and is_added and said == HIDDEN else said
