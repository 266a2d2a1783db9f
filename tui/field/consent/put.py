"""What stands on the screen while somebody is asked. Pure.

Owns the lines of a wording and of the pause for the interview, and which text is shown next. Refuses to own the texts
and the order (store). Nothing here knows the family.
"""

from dataclasses import dataclass, replace

from store.agreement.wordings import Shown, TranslationState, WordingForm, wrapped
from store.fieldwork.consents.ceremony import Ceremony
from store.fieldwork.consents.questions import Asked
from tui import wording
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

COLUMNS_AT_MOST = 76
"""Longer lines are harder to read; a page of easy reading was measured with these."""


@dataclass(frozen=True, slots=True)
class Reading:
    """In which language and form somebody reads."""

    language: str = "en"
    form: WordingForm = WordingForm.FULL

    def turned(self) -> "Reading":
        """Return the other form."""
        other = WordingForm.EASY_READ if self.form is WordingForm.FULL else WordingForm.FULL
        return replace(self, form=other)

    def next_language(self, ceremony: Ceremony, asked: Asked) -> "Reading":
        """Return the language after this one, among those the question can be read in."""
        tags = ceremony.languages(asked)
        place = tags.index(self.language) if self.language in tags else -1
        return replace(self, language=tags[(place + 1) % len(tags)])


def text_lines(shown: Shown, width: int) -> list[PageLine]:
    """Return a text, as it is read."""
    columns = min(COLUMNS_AT_MOST, width - 2)
    return [PageLine(wording.plain(line)) for line in wrapped(shown.text, columns)]


def told_of(shown: Shown, own_name: str) -> str:
    """Return what is said above a text: its language, its form, and whether a translator has still to check it."""
    form = "easy read" if shown.wording.form is WordingForm.EASY_READ else "full text"
    check = "; needs a translator's check" if shown.wording.translation is TranslationState.NEEDS_CHECK else ""
    return f"{own_name}, {form}{check}"


def pause_lines(width: int) -> list[PageLine]:
    """Return what stands there until the interview is marked."""
    return [
        PageLine("Now comes the interview", Tint.HEAD),
        PageLine(""),
        *paragraph(
            "What was answered is kept. After the last question of the interview, say how far it got.", width, indent=""
        ),
        PageLine(""),
        PageLine("c  complete: every question was put"),
        PageLine("p  partial: it stopped before the end"),
        PageLine(""),
        *paragraph(
            "A few questions more follow a complete one. After a partial one nothing more is asked.", width, indent=""
        ),
    ]
