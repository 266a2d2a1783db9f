"""Taking families back from their laptops: what is asked, what it will do, and doing it.

Owns the questions and the sentences. Refuses to own which laptop has what, and the orders (store).
"""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from store.ids import FamilyId
from store.keeping.acts.terms.families import RecallCause
from tui import wording
from tui.clerk import Clerk
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.widgets.page import PageLine, Tint

if TYPE_CHECKING:
    from store.keeping.store import Store

_POINTED: Final = "pointed"
_LISTED: Final = "listed"
_CAUSES: Final = (
    Option(RecallCause.REALLOCATED.value, "another interviewer is to have them"),
    Option(RecallCause.FINISHED.value, "the work there is finished"),
    Option(RecallCause.STAFF_LEFT.value, "the interviewer leaves"),
    Option(RecallCause.INSTRUCTION.value, "an instruction of the department"),
    Option(RecallCause.TERM_ENDED.value, "the agreement has ended"),
)


class Recalling:
    """One time that families are taken back.

    Args:
        clerk: Holds the store.
        out: Families in the list that a laptop has, in its order; one at least.
        pointed: The one that is pointed at, where it is among them.

    Attributes:
        form: What is asked.
        said: What was done, once it is kept.
    """

    def __init__(self, clerk: Clerk, out: Sequence[FamilyId], pointed: FamilyId | None) -> None:
        self._clerk = clerk
        self._out = out
        self._pointed = pointed
        listed = wording.counted(len(out), "family", "families")
        which = [
            *([Option(_POINTED, "the one that is pointed at")] if pointed else []),
            Option(_LISTED, f"{listed} of the list"),
        ]
        self.form = Form(
            (
                Field("which", "Families", "Which families come back?", Kind.ONE, lambda _: which),
                Field("cause", "Why", "Why do they come back?", Kind.ONE, lambda _: _CAUSES),
            )
        )
        self.said = ""

    def means(self, answers: Answers) -> Sequence[PageLine]:
        """Return what keeping will do."""
        count = len(self._chosen(answers))
        chosen = wording.counted(count, "family", "families")
        them, they = ("it", "it") if count == 1 else ("them", "they")
        return [
            PageLine(f"{chosen} asked back from whichever laptop has {them}.", Tint.HEAD),
            PageLine(f"The next bundle tells the laptop, which erases {them} once what was done there"),
            PageLine(f"is here and in a verified backup; then {they} can be given again."),
        ]

    async def keep(self, answers: Answers) -> None:
        """Take them back, durably.

        Raises:
            StoreError: As `allocation.take_back`.
        """
        chosen, cause = self._chosen(answers), RecallCause(one(answers, "cause") or "")

        def taken(store: "Store") -> int:
            from store.exchange import allocation

            return allocation.take_back(store, chosen, cause)

        count = await asyncio.wrap_future(self._clerk.ask(taken))
        self.said = f"{wording.counted(count, 'family', 'families')} asked back; the next bundle says so (F5)."

    def _chosen(self, answers: Answers) -> Sequence[FamilyId]:
        if one(answers, "which") == _POINTED and self._pointed is not None:
            return [self._pointed]
        return self._out
