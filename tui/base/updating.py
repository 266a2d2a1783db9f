"""Taking a council's updates in: the file, what two people read, the second one's passphrase, and the job.

Owns the questions, and one file of updates on its way in. Refuses to own every gate (store), and its columns (columns).

Source: agreement 7.2d, 7.2e; design 7.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from store.agreement.purposes import DatasetKind
from store.keeping.acts.terms.exchange import RowDecision
from tui import intake_words
from tui.base import delivering, wave_two_page
from tui.base.delivering import Delivering
from tui.clerk import Clerk
from tui.forms.fields import Answers, Field, Kind, Option
from tui.forms.form import Form
from tui.forms.secrets import passphrase
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.exchange.intake.arriving import Asked
    from store.exchange.wave_two.proposing import Proposed

_GOES_ON: Final = "Two people approved this before, and it was broken off: it goes on where it was."
_SECOND: Final = "The second supervisor's own passphrase, typed by them."


class Updating(Delivering):
    """One file of updates on its way in; taking it in is asked for twice: to read what it does, and to approve that.

    Args:
        clerk: Holds the store.
        council: Whose.

    Attributes:
        proposed: What two people read; None until every gate was passed, and where it was approved before.
    """

    def __init__(self, clerk: Clerk, council: str) -> None:
        super().__init__(clerk)
        self._council = council
        self._passing: Asked | None = None
        self.proposed: Proposed | None = None

    async def look_into(self, answers: Answers) -> None:
        """Open it and find out what its columns hold.

        Raises:
            StoreError: As `Delivering.look_into`.
        """
        await super().look_into({**answers, "kind": DatasetKind.UPDATES.value, "council": self._council})

    async def take_in(self, progress: Callable[[str, int, int], None], gone: RowDecision | None = None) -> None:
        """Pass every gate, and find out what would be kept and destroyed; nothing is.

        Raises:
            StoreError: A gate says no.
        """
        from store.exchange.wave_two.proposing import propose

        asked = self.asked(gone)
        self.proposed = await asyncio.wrap_future(self._clerk.ask(lambda store: propose(store, asked, progress)))
        self._passing = asked

    def reading_form(self) -> Form:
        """Return what is asked before it is read."""
        if self.proposed is None:
            sure = (Option("yes", "yes, go on"),)
            return Form((Field("sure", "Go on", "Does it go on now?", Kind.ONE, lambda _: sure),))
        here = (Option("yes", "yes, both read what follows"),)
        question = "Is the second supervisor here, to read it with you?"
        return Form((Field("here", "Both here", question, Kind.ONE, lambda _: here),))

    def approving_form(self) -> Form | None:
        """Return what approves it; None where that was done before."""
        if self.proposed is None:
            return None
        return Form((Field("second", "Approves", _SECOND, Kind.LINE, is_secret=True),))

    def approving_lines(self, width: int) -> Sequence[PageLine]:
        """Return what the second person says with it."""
        assert self.proposed is not None
        chosen = self.proposed.chosen
        kept, gone = intake_words.proposed_lines(len(chosen.selected), len(chosen.remainder))
        return [*paragraph(kept, width), *paragraph(gone, width, Tint.WARNING)]

    def read_lines(self, width: int) -> Sequence[PageLine]:
        """Return what they read."""
        if self.proposed is None:
            return paragraph(_GOES_ON, width)
        return list(wave_two_page.proposal(self.proposed, width))

    async def approve(self, answers: Answers, progress: Callable[[str, int, int], None]) -> None:
        """Have the second person approve what was read, and do it.

        Raises:
            ProposalChangedError: It is something else by now.
            StoreError: As `intake`; where it was broken off, taking the same file in again goes on.
        """
        from store.exchange.intake.deed import intake
        from store.exchange.wave_two.proposing import as_read

        assert self._passing is not None
        asked = self._passing
        if self.proposed is not None:
            asked = replace(asked, second=as_read(self.proposed, partial(passphrase, answers, "second")))
        self.outcome = await asyncio.wrap_future(self._clerk.ask(lambda store: intake(store, asked, progress)))


def asking(folder: str) -> Form:
    """Return the questions about a file of updates."""
    return Form(delivering.file_fields(folder))
