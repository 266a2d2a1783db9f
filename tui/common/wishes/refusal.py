"""A refusal by the number on a letter or a sheet: somebody rang, and the laptop is locked.

Owns the questions. Refuses to own what locks (store).
"""

from collections.abc import Sequence
from typing import Final

from store.exchange.told_locked import RefusalTold, note_refusal, number_of
from store.keeping.acts.terms.families import WishBy
from store.keeping.opening import ClosedStore
from tui.common.wishes.wish import Wish
from tui.forms.fields import Answers, Field, Kind, Option, one

BY: Final = (
    Option(WishBy.RESPONDENT, "the family itself"),
    Option(WishBy.PROXY, "somebody for them"),
    Option(WishBy.UNSURE, "not sure who"),
    Option(WishBy.OFFICE, "the office told me"),
)


def _note(closed: ClosedStore, answers: Answers) -> Sequence[str]:
    note_refusal(closed, RefusalTold(one(answers, "number") or "", WishBy(one(answers, "by") or "")))
    return ()


REFUSAL: Final = Wish(
    title="Refused",
    fields=(
        Field(
            "number",
            "Number",
            "Which number stands on the letter? Like ECC-00001.",
            Kind.LINE,
            check=number_of,
        ),
        Field("by", "Refused by", "Who refused?", Kind.ONE, options=lambda _: BY),
    ),
    means=(
        "Refused by the family, or told by the office: the family is locked when somebody next unlocks this laptop."
        " Otherwise it waits for the supervisor.",
        "Do not go there again until then.",
    ),
    note=_note,
    kept=("The refusal is kept. Do not go there again.",),
    on_paper=("the number on the letter or sheet", "who refused, and to whom they said it", "when"),
)
