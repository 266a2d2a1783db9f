"""A withdrawal by the receipt code on a leaflet: the laptop is locked, or the code finds nobody on it.

Owns the questions. Refuses to own whose code it is and what follows (store): base finds the record, wherever it is.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from store.exchange.withdrawn_by_code import ByCode, hold_by_code, note_withdrawal, withdrawn_by_code
from store.fieldwork.consents.effects import Withdrawn
from store.fieldwork.consents.receipt_code import read_code
from store.keeping.acts.terms.consents import ConsentMode, ExpressedBy
from store.keeping.names import hold_line
from store.keeping.noting import keep_or_note
from store.keeping.opening import ClosedStore
from tui.common.wishes.wish import Wish
from tui.common.wishes.withdrawal_fields import mode_field, speaker_field, what_field, whole_survey_fields
from tui.forms.fields import YES, Answers, Field, Kind, Option, one

if TYPE_CHECKING:
    from store.keeping.store import Store

_WHAT: Final = (
    Option(Withdrawn.LINKAGE, "linkage"),
    Option(Withdrawn.RECONTACT, "contact for wave 2"),
    Option(Withdrawn.ANY_CONTACT, "any further contact"),
    Option(Withdrawn.WHOLE_SURVEY, "the whole survey"),
    Option(Withdrawn.PARENTS_PERMISSION, "a parent's permission for a young person"),
)

_CODE: Final = Field(
    "code",
    "Receipt code",
    "Which code stands on the leaflet? Ten letters and digits.",
    Kind.LINE,
    check=read_code,
)


def _is_about(what: Withdrawn, answers: Answers) -> bool:
    return one(answers, "what") == what


def _is_whole(answers: Answers) -> bool:
    return _is_about(Withdrawn.WHOLE_SURVEY, answers)


_REST: Final = (
    what_field(lambda _: _WHAT),
    *whole_survey_fields(_is_whole, _is_whole),
    Field(
        "parent",
        "Parent",
        "What is the name of the parent who says so?",
        Kind.LINE,
        check=hold_line,
        applies=lambda so: _is_about(Withdrawn.PARENTS_PERMISSION, so),
    ),
    speaker_field(lambda so: not _is_about(Withdrawn.PARENTS_PERMISSION, so)),
    mode_field("they told me face to face"),
)


def told_of(answers: Answers, code: str) -> ByCode:
    """Return a withdrawal as it was entered."""
    what = Withdrawn(one(answers, "what") or "")
    is_whole, by = what is Withdrawn.WHOLE_SURVEY, one(answers, "by")
    return ByCode(
        code,
        what,
        is_linkage_too=one(answers, "linkage") == YES if is_whole else None,
        is_to_delete=one(answers, "delete") == YES if is_whole else None,
        parent=one(answers, "parent"),
        mode=ConsentMode(one(answers, "mode") or ConsentMode.READ_ALOUD),
        by=ExpressedBy(by) if by else None,
    )


def _note(closed: ClosedStore, answers: Answers) -> Sequence[str]:
    note_withdrawal(closed, told_of(answers, one(answers, "code") or ""))
    return ()


_KEPT: Final = (
    "The withdrawal is kept, and goes to base with the next bundle.",
    "If they want no more contact, do not go there again.",
)
_ON_PAPER: Final = (
    "the receipt code on the leaflet",
    "what they take back: linkage, contact for wave 2, any contact, or the whole survey",
    "of the whole survey: whether linkage as well, and whether their answers are to be deleted",
    "for a young person's permission: the name of the parent",
    "who says so, and how it reached you",
)

WITHDRAWAL: Final = Wish(
    title="Withdrawal",
    fields=(_CODE, *_REST),
    means=(
        "It is kept when somebody next unlocks this laptop, and goes to base with the next bundle.",
        "Where the code finds nobody on this laptop, base finds the record.",
    ),
    note=_note,
    kept=_KEPT,
    on_paper=_ON_PAPER,
)
"""At the prompt, with no passphrase."""


def withdrawal_unfound(code: str) -> Wish:
    """Return the wish of somebody whose code finds nobody on a laptop that is unlocked.

    Args:
        code: As `read_code` returned it.
    """

    def note(closed: ClosedStore, answers: Answers) -> Sequence[str]:
        note_withdrawal(closed, told_of(answers, code))
        return ()

    def keep(store: "Store", answers: Answers) -> Sequence[str]:
        told = told_of(answers, code)
        hold_by_code(told)
        keep_or_note(store, *withdrawn_by_code(store, told, store.now(), store.keys.person.staff))
        return ()

    return Wish(
        title="Withdrawal",
        fields=_REST,
        means=(
            f"Nobody shown on this laptop has the code {code}. It is kept all the same, and goes to base with the next"
            " bundle; base finds the record.",
        ),
        note=note,
        kept=_KEPT,
        on_paper=_ON_PAPER,
        draft=f"withdrawal/{code}",
        keep=keep,
    )
