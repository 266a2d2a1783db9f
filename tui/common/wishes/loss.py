"""Something is lost, stolen, seen or broken into: said in a few keys, from anywhere, and by when it has to be told.

Owns the questions. Refuses to own the clocks that begin (custody) and what base does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from store.agreement.loading import load_agreement
from store.clock import Instant, MachineClock
from store.custody.incidents.raising import OF_WHOLE_DEVICE, IncidentEntered, proposed_families, raise_incident
from store.custody.naming import device_names
from store.exchange.told_locked import note_incident
from store.ids import DeviceId, FamilyId
from store.keeping.acts.terms.devices import DeviceKind
from store.keeping.acts.terms.incidents import IncidentKind
from store.keeping.acts.terms.store import StoreRole
from store.keeping.agreed import agreement_of
from store.keeping.names import hold_line
from store.keeping.opening import ClosedStore
from tui import duty_words, wording
from tui.common.wishes.wish import Wish
from tui.forms.fields import KEYS, Answers, Field, Kind, Option, one
from tui.moments import Lies, typed_moment

if TYPE_CHECKING:
    from store.keeping.store import Store

KINDS: Final = (
    Option(IncidentKind.DEVICE_LOST, "a laptop or a drive is lost"),
    Option(IncidentKind.DEVICE_STOLEN, "a laptop or a drive was stolen"),
    Option(IncidentKind.PAPER_LOST, "a sheet of paper is lost"),
    Option(IncidentKind.OVERSEEN, "somebody saw what is not theirs"),
    Option(IncidentKind.DISCLOSED_IN_ERROR, "something was told or shown to the wrong person"),
    Option(IncidentKind.UNAUTHORISED_ACCESS, "somebody used this machine or its passphrase"),
    Option(IncidentKind.DAMAGED, "this machine is damaged"),
    Option(IncidentKind.OTHER, "something else"),
)


_NONE: Final = "none"
"""No device that is known here."""

_THIS, _NOT_THIS = "this", "not_this"


def hold_moment(typed: str) -> None:
    """Raise what is wrong with a moment that is past, by this machine's clock: the form needs no open store."""
    typed_moment(typed, MachineClock().now(), Lies.BEHIND)


def _entered(
    answers: Answers, now: Instant, devices: tuple[DeviceId, ...] = (), family: FamilyId | None = None
) -> IncidentEntered:
    return IncidentEntered(
        kind=IncidentKind(one(answers, "kind") or ""),
        what=one(answers, "what") or "",
        place=one(answers, "place"),
        identified_at=_moment(answers, "noticed", now),
        aware_at=_moment(answers, "aware", now),
        devices=devices,
        families=(family,) if family is not None and one(answers, "whose") == _THIS else None,
    )


def _moment(answers: Answers, of: str, now: Instant) -> Instant | None:
    said = one(answers, of)
    return None if said is None else typed_moment(said, now, Lies.BEHIND)


def _note(closed: ClosedStore, answers: Answers) -> Sequence[str]:
    agreement = load_agreement()
    return duty_words.begun(note_incident(closed, _entered(answers, closed.now()), agreement), agreement)


def _keep(store: "Store", answers: Answers, family: FamilyId | None = None) -> Sequence[str]:
    unsaid = _NONE if store.sidecar.role == StoreRole.BASE else store.sidecar.store
    device = one(answers, "device") or unsaid  # it was not asked for while the store was busy
    devices = () if device == _NONE else (DeviceId(device),)
    return duty_words.begun(raise_incident(store, _entered(answers, store.now(), devices, family)), agreement_of(store))


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
            check=hold_moment,
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


@dataclass(frozen=True, slots=True)
class DevicesKnown:
    """The devices that a form can offer, and what lies on them.

    Attributes:
        here: This one's id.
        names: What each is called, by id, in the order of the names; no more than there are keys for.
        families: How many families lie on each, by id.
        chosen: Which stands there before anybody answered; empty where it is to be said.
        family: The one whose page is open at base, which it may be about; None where none is.
        reference: The council's for it.
    """

    here: str
    names: dict[str, str] = field(repr=False)
    families: dict[str, int]
    chosen: str = ""
    family: FamilyId | None = None
    reference: str = field(default="", repr=False)


def devices_known(store: "Store", pointed: Sequence[str] = (), family: FamilyId | None = None) -> DevicesKnown:
    """Return the devices that can be named; runs in the clerk's thread.

    Args:
        store: Open.
        pointed: Those that it is most likely about, which are offered before others: that which is pointed at on the
            screen, if one is. Else a laptop offers itself; base, which is told of every device there is, offers none.
        family: Whose page is open, if one is.
    """
    from store.custody.register import devices, told_together  # reads the journal: with the store's own modules
    from store.custody.trail import reference_of

    here, known = store.sidecar.store, device_names(store)
    together = [every[0] for every in told_together(devices(store), DeviceId(here))]
    last = {each.device for each in together if each.kind is DeviceKind.MAILBOX}  # a folder or a server is not lost
    others = sorted(
        ({each.device for each in together} | {DeviceId(each) for each in pointed if each in known}) - {DeviceId(here)},
        key=lambda each: (each not in pointed, each in last, known[each]),
    )
    names = {each: known[each] for each in (here, *others[: len(KEYS) - 2])}
    families = {device: len(proposed_families(store, (DeviceId(device),))) for device in names}
    by_itself = "" if store.sidecar.role == StoreRole.BASE else here
    chosen = next((each for each in pointed if each in names), by_itself)
    reference = None if family is None else reference_of(store, family)
    return DevicesKnown(here, names, families, chosen, family if reference else None, reference or "")


def devices_offered(known: DevicesKnown) -> list[Option]:
    """Return each device as an option, and how much lies on it; this one first."""
    return [Option(each, f"{name}{_lying(known.families[each])}") for each, name in known.names.items()]


def loss_knowing(known: DevicesKnown) -> Wish:
    """Return the same wish for somebody who is in: it also asks which device, and when the agency came to know."""
    here = known.here
    options = [
        Option(here, f"this one, {known.names[here]}{_lying(known.families[here])}"),
        Option(_NONE, "no device, or one that is not listed here"),
        *(Option(each, f"{name}{_lying(known.families[each])}") for each, name in known.names.items() if each != here),
    ]
    kind, *rest = LOSS.fields
    whose = (
        Option(_THIS, f"this family's, {wording.plain(known.reference)}"),
        Option(_NOT_THIS, "another's too, or that is not known yet"),
    )

    def is_of_family(answers: Answers) -> bool:
        return known.family is not None and one(answers, "kind") not in OF_WHOLE_DEVICE

    return replace(
        LOSS,
        keep=partial(_keep, family=known.family),
        fields=(
            kind,
            Field("whose", "Family", "Whose data is it?", Kind.ONE, options=lambda _: whose, applies=is_of_family),
            Field(
                "device", "Device", "Which device is it about?", Kind.ONE, options=lambda _: options, first=known.chosen
            ),
            *rest,
            Field(
                "aware",
                "Known",
                "When did the agency come to know? Enter for when it was noticed.",
                Kind.LINE,
                may_be_empty=True,
                check=hold_moment,
            ),
        ),
        means=(
            *LOSS.means,
            "Where a whole device is concerned, the families that lie on it are named, by number alone.",
        ),
    )


def _lying(count: int) -> str:
    return f" ({wording.counted(count, 'family', 'families')})" if count else ""
