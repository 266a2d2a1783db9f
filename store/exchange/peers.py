"""The stores this one exchanges bundles with, as the tables have them.

Owns reading the register. Refuses to own how a peer comes onto it (enrolment) and what is exchanged.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from store.errors import NotBaseError, NotEnrolledError, UnknownDeviceError
from store.ids import DeviceId, JournalId, StaffId
from store.keeping.acts.terms.store import StoreRole
from store.keeping.signing_keys import read_signing_key
from store.keeping.store import Store

_READ: Final = (
    "SELECT device, coalesce(name, ''), role, journal, branch, staff, staff_verify_key, verify_key, sealing_key, epoch,"
    " revoked_from, number_in, number_out, their_size, their_root, heard_size, heard_number, release, unsent_count"
    " FROM peer LEFT JOIN device USING (device)"
)


@dataclass(frozen=True, slots=True)
class Peer:
    """The other side of an exchange.

    Attributes:
        name: What the register of devices calls it; base on a laptop has none.
        journal, branch: Which tree it writes.
        staff: Who carries it; None for base.
        staff_verify_key: What they sign with on this laptop, hex: on another one they have another key.
        verify_key, sealing_key: Public halves, hex.
        epoch: Of its sealing key.
        revoked_from: From which index of its journal on it is no longer believed; None while it is.
        number_in, number_out: Of the last bundle taken in from it, and sent to it; 0 for none.
        their_size, their_root: Its last head that was taken in; the root in hex.
        heard_size, heard_number: How much of this store's journal it is known to have heard, and by which bundle.
        release: Of its software, as it last signed in; empty while unknown.
        unsent_count: How many of its acts it had not sent, as last told.
    """

    device: DeviceId
    name: str = field(repr=False)
    role: StoreRole
    journal: JournalId
    branch: int
    staff: StaffId | None
    staff_verify_key: str = field(repr=False)
    verify_key: str = field(repr=False)
    sealing_key: str = field(repr=False)
    epoch: int
    revoked_from: int | None
    number_in: int
    number_out: int
    their_size: int
    their_root: str
    heard_size: int
    heard_number: int
    release: str
    unsent_count: int

    @property
    def key(self) -> Ed25519PublicKey:
        """The key its checkpoints and bundles are signed with."""
        return read_signing_key(bytes.fromhex(self.verify_key))


def peers(store: Store) -> list[Peer]:
    """Return every peer, revoked ones too, by name."""
    return sorted(map(_peer, store.rows(_READ)), key=lambda each: (each.name, each.device))


def peer(store: Store, device: DeviceId) -> Peer:
    """Return one peer.

    Raises:
        UnknownDeviceError: It is not enrolled here.
    """
    rows = store.rows(f"{_READ} WHERE device = ?", (device,))
    if not rows:
        raise UnknownDeviceError
    return _peer(rows[0])


def peer_named(store: Store, name: str) -> Peer:
    """Return the peer that the register calls by this name; where one was enrolled anew, the one still believed.

    Raises:
        UnknownDeviceError: None, or more than one.
    """
    named = [each for each in peers(store) if each.name == name]
    believed = [each for each in named if each.revoked_from is None] or named
    if len(believed) != 1:
        raise UnknownDeviceError
    return believed[0]


def base_of(store: Store) -> Peer:
    """Return a laptop's base.

    Raises:
        NotEnrolledError: The store is no laptop.
    """
    found = next((each for each in peers(store) if each.role is StoreRole.BASE), None)
    if found is None:
        raise NotEnrolledError
    return found


def hold_base(store: Store) -> None:
    """Make sure that the store is a base.

    Raises:
        NotBaseError: It is a laptop's.
    """
    if store.sidecar.role != StoreRole.BASE:
        raise NotBaseError


def _peer(row: Any) -> Peer:
    """Return a row of `_READ` as a peer."""
    device, name, role, *others = row
    return Peer(device, name, StoreRole(role), *others)
