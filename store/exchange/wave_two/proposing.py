"""What two people read before updates are taken in: every gate is passed, nothing is kept, and the lists are shown.

Owns holding what is approved to what was read. Refuses to own the gates and the job (updating).

Source: agreement 7.2e; design 7: two people approve the list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from store.errors import ProposalChangedError, UpdatesSecondError
from store.exchange.destroying.deciding import Meant
from store.exchange.destroying.plan import How, Step, plan
from store.exchange.intake.arriving import Asked, Progress, arrive
from store.exchange.intake.deed import intake
from store.exchange.wave_two.approving import is_changed
from store.exchange.wave_two.choosing import Chosen
from store.exchange.wave_two.known import selection_of
from store.exchange.wave_two.originals import deliveries_of
from store.keeping.acts.terms.destruction import DestructionScope
from store.keeping.follows_deliveries import TAKEN_IN
from store.keeping.passphrases import Passphrase
from store.keeping.store import Store

ORIGINALS: Final = "originals"
"""How the plan of a destruction calls that step."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What would be approved.

    Attributes:
        chosen: Which families stay, and which go.
        steps: What becomes of what is held of those that go, holder by holder; none where none goes.
    """

    chosen: Chosen
    steps: Sequence[Step] = field(repr=False)


def propose(store: Store, asked: Asked, progress: Progress) -> Proposed | None:
    """Return what two people would approve; None where they did, and it only goes on.

    Where somebody's answer counts differently since they approved it, they are asked again.

    Raises:
        StoreError: As `intake`: a gate says no, and nothing of the file was kept.
    """
    arrival = arrive(store, asked)
    selection = selection_of(store, arrival.delivery)
    is_anew = selection is not None and is_changed(store, arrival, selection)
    if not is_anew and (selection is not None or arrival.state == TAKEN_IN):
        return None
    read: list[Chosen] = []

    def only_read(chosen: Chosen) -> Passphrase:
        read.append(chosen)
        raise UpdatesSecondError

    try:
        intake(store, replace(asked, second=only_read), progress)
    except UpdatesSecondError:
        if not read:
            raise
    (chosen,) = read
    steps = plan(store, Meant(DestructionScope.WAVE, chosen.remainder)) if chosen.remainder else []
    return Proposed(chosen, [_originals(store, asked.council) if each.where == ORIGINALS else each for each in steps])


def _originals(store: Store, council: str) -> Step:
    """Return what becomes of the deliveries as they came: they went back, and go in the same job."""
    count = len(deliveries_of(store, council))
    of = "1 delivery" if count == 1 else f"{count:,} deliveries"
    return Step(ORIGINALS, "sealed originals", 0, How.HERE, f"{of} of this council kept as they came: destroyed.")


def as_read(proposed: Proposed, passphrase: Callable[[], Passphrase]) -> Callable[[Chosen], Passphrase]:
    """Return how the second person is asked, once both have read what is proposed.

    Args:
        proposed: What they read.
        passphrase: Returns the second person's own.
    """

    def second(chosen: Chosen) -> Passphrase:
        """Return the passphrase for exactly the lists that were read.

        Raises:
            ProposalChangedError: They are others by now.
        """
        if chosen != proposed.chosen:
            raise ProposalChangedError
        return passphrase()

    return second
