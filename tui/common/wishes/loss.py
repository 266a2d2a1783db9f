"""Something is lost, stolen, seen or broken into: said in a few keys, from anywhere.

Owns the questions. Refuses to own the clocks that begin (agreement) and what base does.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from store.exchange.told_locked import LossTold, loss_raised, note_loss
from store.ids import DeviceId
from store.keeping.acts.terms.incidents import IncidentKind
from store.keeping.names import hold_line
from store.keeping.opening import ClosedStore
from tui.common.wishes.wish import Wish
from tui.forms.fields import Answers, Field, Kind, Option, one

if TYPE_CHECKING:
    from store.keeping.acts import Act
    from store.keeping.store import Store

KINDS: Final = (
    Option(IncidentKind.DEVICE_LOST, "a laptop or a drive is lost"),
    Option(IncidentKind.DEVICE_STOLEN, "a laptop or a drive was stolen"),
    Option(IncidentKind.PAPER_LOST, "a sheet of paper is lost"),
    Option(IncidentKind.OVERSEEN, "somebody saw what is not theirs"),
    Option(IncidentKind.DISCLOSED_IN_ERROR, "something was told or shown to the wrong person"),
    Option(IncidentKind.UNAUTHORISED_ACCESS, "somebody used this laptop or its passphrase"),
    Option(IncidentKind.DAMAGED, "this laptop is damaged"),
    Option(IncidentKind.OTHER, "something else"),
)


def _told(answers: Answers) -> LossTold:
    return LossTold(IncidentKind(one(answers, "kind") or ""), one(answers, "what") or "", one(answers, "place"))


def _note(closed: ClosedStore, answers: Answers) -> None:
    note_loss(closed, _told(answers))


def _acts(store: "Store", answers: Answers) -> "Sequence[Act]":
    device, me = DeviceId(store.sidecar.store), store.keys.person.staff
    return [loss_raised(_told(answers), store.now(), device, me)]


LOSS: Final = Wish(
    title="Loss",
    fields=(
        Field("kind", "What", "What went wrong?", Kind.ONE, options=lambda _: KINDS),
        Field("what", "Happened", "What happened? One line, no names.", Kind.LINE, check=hold_line),
        Field("place", "Where", "Where was it? Enter goes on without.", Kind.LINE, may_be_empty=True, check=hold_line),
    ),
    means=(
        "It is kept with this moment as the one it was noticed at: the 24 hours and the two working days begin now.",
        "Base hears of it with the next bundle. Ring all the same, now.",
    ),
    note=_note,
    kept=("The loss is kept. Ring now: it has to be reported within 24 hours.",),
    on_paper=("what is lost, stolen, seen or broken", "when you noticed it, and when it happened", "where"),
    acts=_acts,
)
