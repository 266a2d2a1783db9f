"""Something is lost, stolen, seen or broken into: said in a few keys, from anywhere, and by when it has to be told.

Owns the questions. Refuses to own the clocks that begin (custody) and what base does.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from store.agreement.loading import load_agreement
from store.clock import Instant, MachineClock
from store.custody.incidents.raising import IncidentEntered, raise_incident
from store.exchange.told_locked import note_incident
from store.ids import DeviceId
from store.keeping.acts.terms.incidents import IncidentKind
from store.keeping.agreed import agreement_of
from store.keeping.names import hold_line
from store.keeping.opening import ClosedStore
from tui import duty_words
from tui.common.wishes.wish import Wish
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.moments import Lies, typed_moment

if TYPE_CHECKING:
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


def _hold_moment(typed: str) -> None:
    typed_moment(typed, MachineClock().now(), Lies.BEHIND)


def _entered(answers: Answers, now: Instant, devices: tuple[DeviceId, ...] = ()) -> IncidentEntered:
    noticed = one(answers, "noticed")
    return IncidentEntered(
        kind=IncidentKind(one(answers, "kind") or ""),
        what=one(answers, "what") or "",
        place=one(answers, "place"),
        identified_at=None if noticed is None else typed_moment(noticed, now, Lies.BEHIND),
        devices=devices,
    )


def _note(closed: ClosedStore, answers: Answers) -> Sequence[str]:
    agreement = load_agreement()
    return duty_words.begun(note_incident(closed, _entered(answers, closed.now()), agreement), agreement)


def _keep(store: "Store", answers: Answers) -> Sequence[str]:
    here = DeviceId(store.sidecar.store)
    return duty_words.begun(raise_incident(store, _entered(answers, store.now(), (here,))), agreement_of(store))


LOSS: Final = Wish(
    title="Loss",
    fields=(
        Field("kind", "What", "What went wrong?", Kind.ONE, options=lambda _: KINDS),
        Field("what", "Happened", "What happened? One line, no names.", Kind.LINE, check=hold_line),
        Field("place", "Where", "Where was it? Enter goes on without.", Kind.LINE, may_be_empty=True, check=hold_line),
        Field(
            "noticed",
            "Noticed",
            "When was it noticed? Enter for now, or 18:30, or yesterday 18:30.",
            Kind.LINE,
            may_be_empty=True,
            check=_hold_moment,
        ),
    ),
    means=(
        "It is kept with the moment it was noticed: the 24 hours and the two working days begin then.",
        "Base hears of it with the next bundle. Ring all the same, now.",
    ),
    note=_note,
    kept=("The loss is kept. Ring now; its clocks run:",),
    on_paper=("what is lost, stolen, seen or broken", "when you noticed it, and when it happened", "where"),
    draft="loss",
    keep=_keep,
)
"""Needs no open family and no network; where nobody can come in it waits in the queue, and its clocks run already."""
