"""What an open store is, as every screen knows it: whose, where, under which agreement.

Owns reading it once after somebody came in, and what of it is known before. Refuses to own what changes while somebody
works.
"""

from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Final

from store.agreement import Agreement
from store.agreement.loading import load_agreement
from store.agreement.london import london_day
from store.clock import Clock
from store.custody.credentials import announced
from store.custody.naming import staff_names
from store.door import agreement_of
from store.fieldwork.carrier import left_on
from store.ids import DeviceId, StaffId
from store.keeping import cover_pin
from store.keeping.acts.terms.store import StaffRole
from store.keeping.training import clock_of

if TYPE_CHECKING:
    from store.keeping.opening import Sidecar
    from store.keeping.store import Store


@dataclass(slots=True)  # not frozen: who sits there is known later than which desk it is
class Desk:
    """One store, and who is signed in to it.

    Attributes:
        device: The store's.
        device_name: What the device is called.
        role: `base` or `field`.
        is_practice: Whether it is a practice store.
        staff: Who is signed in.
        staff_name: What they are called.
        volume: How the disk was found, in a word.
        clock: The store's.
        agreement: What the store lives under.
        cover_pin: What is kept of the PIN for the cover; empty where none is set.
        look: Which look was last chosen here; empty where none was.
        is_auditor: Whether they are an auditor and nothing else: they read, and write nothing.
        trained_until: When the training of whoever is signed in runs out, where that is to be announced now.
        left_on: When whoever is signed in on a laptop left, where base told so.
        is_untrained: Whether they are in without training, to send, and shown no family.
    """

    device: DeviceId
    device_name: str
    role: str
    is_practice: bool
    staff: StaffId
    staff_name: str = field(repr=False)
    volume: str
    clock: Clock
    agreement: Agreement = field(repr=False)
    cover_pin: str = field(default="", repr=False)
    look: str = ""
    trained_until: date | None = None
    is_auditor: bool = False
    left_on: date | None = None
    is_untrained: bool = False

    def today(self) -> date:
        """Return the London day it is."""
        return london_day(self.clock.now())

    def become(self, known: "Desk") -> None:
        """Be what was read once somebody came in, for everybody who has this one already."""
        for each in fields(self):
            setattr(self, each.name, getattr(known, each.name))


LOOK_NOTE: Final = "look"
"""How the note is called that holds which look was chosen."""


def desk_before(said: "Sidecar") -> Desk:
    """Return what is known of a store nobody came in to yet: nothing that a stranger may not read beside it."""
    return Desk(
        device=DeviceId(said.store),
        device_name="",
        role=said.role,
        is_practice=said.is_practice,
        staff=StaffId(""),
        staff_name="",
        volume="",
        clock=clock_of(said),
        agreement=load_agreement(),
    )


def desk_of(store: "Store") -> Desk:
    """Return what an open store is; runs in the clerk's thread.

    Raises:
        StoreDamagedError: As `agreement_of`.
    """
    staff = store.keys.person.staff
    is_practice = store.sidecar.is_practice
    return Desk(
        device=DeviceId(store.sidecar.store),
        device_name=store.fact("name") or "",
        role=store.sidecar.role,
        is_practice=is_practice,
        staff=staff,
        staff_name=staff_names(store).get(staff, ""),
        volume="disk not checked"
        if is_practice
        else "disk attested"
        if store.fact("attestation")
        else "disk encrypted",
        clock=clock_of(store.sidecar),
        agreement=agreement_of(store),
        cover_pin=store.notebook.note_if_any(cover_pin.NOTE) or "",
        look=store.notebook.note_if_any(LOOK_NOTE) or "",
        trained_until=announced(store),
        is_auditor=store.roles() == (StaffRole.AUDITOR,),
        left_on=left_on(store),
        is_untrained=store.is_untrained,
    )
