"""What every form of a withdrawal asks alike: with the family at hand, or by a receipt code alone. Pure.

Owns these questions. Refuses to own when each is asked, and what becomes of the answers.
"""

from collections.abc import Callable, Sequence
from typing import Final

from store.keeping.acts.terms.consents import ConsentMode, ExpressedBy
from tui.forms.fields import YES_NO, Answers, Field, Kind, Option

_SPEAKERS: Final = (
    Option(ExpressedBy.PERSON, "they themselves"),
    Option(ExpressedBy.GUARDIAN, "a parent or guardian"),
    Option(ExpressedBy.REPRESENTATIVE, "somebody who speaks for them"),
)

Applies = Callable[[Answers], bool]


def what_field(options: Callable[[Answers], Sequence[Option]]) -> Field:
    """Return what asks for that which is taken back."""
    question = "What do they take back? Ask; nothing follows from anything else."
    return Field("what", "What", question, Kind.ONE, options=options)


def whole_survey_fields(is_linkage_asked: Applies, is_whole: Applies) -> tuple[Field, Field]:
    """Return what is asked beside of somebody who takes back the whole survey."""
    linkage, delete = "Do they take linkage back as well? Ask them.", "Do they want their answers deleted? Ask them."
    return (
        Field("linkage", "Linkage too", linkage, Kind.ONE, options=lambda _: YES_NO, applies=is_linkage_asked),
        Field("delete", "Delete answers", delete, Kind.ONE, options=lambda _: YES_NO, applies=is_whole),
    )


def speaker_field(applies: Applies) -> Field:
    """Return what asks who says so."""
    return Field("by", "Said by", "Who says so?", Kind.ONE, options=lambda _: _SPEAKERS, applies=applies)


def mode_field(in_person: str) -> Field:
    """Return what asks how it was said.

    Args:
        in_person: What it is called where somebody said so themselves.
    """
    modes = (
        Option(ConsentMode.READ_ALOUD, in_person),
        Option(ConsentMode.PHONE, "by telephone"),
        Option(ConsentMode.PAPER, "on paper"),
        Option(ConsentMode.OFFICE, "the office told me"),
    )
    return Field("mode", "How", "How did it reach you?", Kind.ONE, options=lambda _: modes)
