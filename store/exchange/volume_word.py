"""A supervisor's word on a laptop's volume that cannot be examined, carried to that laptop in a file.

Owns the file, and believing it. Refuses to own what a word is good for and until when (custody, gate), and coming in.
FORMAT.md, "Volume word".

Base tells of it and gives it a number; the laptop tells of it under that number as soon as it rests on it. One that was
taken back at the laptop does not count a second time.

Source: design 4; agreement A9.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from store.clock import from_ms, to_ms
from store.custody.trail_pages import Narrowed, TrailPages
from store.custody.volumes.gate import Attestation
from store.custody.volumes.telling import HOLDS
from store.errors import LaptopNotVouchedError, UnknownDeviceError, VolumeWordEndedError, VolumeWordForOtherError
from store.exchange.peers import base_of, peer_named, peers
from store.exchange.signed_file import content_of, read_signed, write_signed
from store.exchange.ticket import Said, hold_supervisor_of_base
from store.ids import DeviceId, new_id
from store.keeping.acts import values as v
from store.keeping.acts.terms.store import StoreRole
from store.keeping.exchange_words import WORD_ENDED
from store.keeping.files import ready_to_replace
from store.keeping.names import hold_line
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.keeping.acts import VolumeAttested

FORM: Final = "volume-word/1"

WORDS_AT_MOST: Final = 10_000
"""How many are looked through for those of one laptop: more than a base ever gives."""


class VolumeWord(Said):
    """What the file says.

    Attributes:
        attestation: Its number, the same on both sides.
        device: The laptop it is about.
        evidence: What the supervisor saw.
        expires_at_ms: From then on it counts no more.
    """

    attestation: v.Id
    device: v.DeviceId
    supervisor: v.StaffId
    evidence: v.Hidden[v.HouseLine]
    expires_at_ms: v.AtMs


def give_word(store: Store, name: str, reason: str, to: Path) -> Path:
    """Write a supervisor's word on a laptop's volume into a folder, and tell of it; return the file.

    Args:
        store: Base's.
        name: What the laptop is called, on the register or on a ticket that still runs.
        reason: What the supervisor saw.
        to: The folder or stick that goes to the laptop.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base vouches for a laptop.
        LineFormError: The reason cannot be kept.
        UnknownDeviceError: No laptop that is believed is called so.
        StoreError: As `Store.record`, or the disk refuses: there is no file then.
    """
    from store.keeping import acts

    hold_supervisor_of_base(store)
    hold_line(reason)
    device = _laptop(store, name)
    says = VolumeWord(
        attestation=new_id(),
        device=device,
        supervisor=store.keys.person.staff,
        evidence=reason,
        expires_at_ms=to_ms(store.now() + HOLDS),
    )
    content = write_signed(FORM, says.model_dump(mode="json"), store.keys.device.signing)
    path = to / f"volume-word-{device[:8]}.doorstep"
    told = says.model_dump()
    with ready_to_replace(content, path) as put:
        store.record(acts.VolumeAttested(**told))
        put()
    return path


def may_be_vouched(store: Store) -> list[str]:
    """Return the laptops whose volume somebody could vouch for, by name: those that are believed, and on open tickets.

    Args:
        store: Base's.
    """
    laptops = {each.name for each in peers(store) if each.role is StoreRole.FIELD and each.revoked_from is None}
    rows = store.rows("SELECT name FROM ticket WHERE state = 'open' AND expires_at_ms > ?", (to_ms(store.now()),))
    return sorted(laptops | {name for (name,) in rows})


def brought_word(path: Path, device: DeviceId, base: Ed25519PublicKey) -> Attestation:
    """Return the word that a file brings to a laptop, run out or not.

    Args:
        path: The file.
        device: The laptop's id.
        base: The key that its base signs with.

    Raises:
        SignedFileMissingError, SignedFileFormError, SignedFileForgedError: It is none, or not base's.
        VolumeWordForOtherError: It is about another laptop.
    """
    says = VolumeWord.of(read_signed(content_of(path), FORM, base))
    if says.device != device:
        raise VolumeWordForOtherError
    hold_line(says.evidence)
    return Attestation(says.supervisor, from_ms(says.expires_at_ms), says.evidence, says.attestation)


def word_for(store: Store, path: Path) -> Attestation:
    """Return the word that a file brings to this laptop.

    Raises:
        NotEnrolledError: This is no laptop.
        VolumeWordEndedError: It was taken back here.
        StoreError: As `brought_word`.
    """
    word = brought_word(path, DeviceId(store.sidecar.store), base_of(store).key)
    if _is_ended(store, word.number):
        raise VolumeWordEndedError
    return word


def take_back_word(store: Store, device: DeviceId, reason: str) -> None:
    """Take back at base the latest word on a laptop's volume; the laptop hears so with its next bundle.

    Until then it opens as it did; from then on its next unlock asks for another word.

    Args:
        store: Base's.
        device: Whose volume.
        reason: Why nobody stands by it any more.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base takes it back.
        LineFormError: The reason cannot be kept.
        LaptopNotVouchedError: No word on it stands.
        StoreError: As `Store.record`.

    Source:
        Agreement A9.
    """
    from store.keeping.acts import VolumeAttestationEnded

    hold_supervisor_of_base(store)
    hold_line(reason)
    given = [
        each.attestation for each in _told(store) if each.device == device and not _is_ended(store, each.attestation)
    ]
    if not given:
        raise LaptopNotVouchedError
    me = store.keys.person.staff
    store.record(*(VolumeAttestationEnded(attestation=each, supervisor=me, reason=reason) for each in given))


def _told(store: Store) -> "Iterator[VolumeAttested]":
    from store.keeping.acts import VolumeAttested

    told = TrailPages(store, Narrowed(kinds=(VolumeAttested.kind,))).older(None, WORDS_AT_MOST)
    return (act for each in told if isinstance(act := each.act(), VolumeAttested))


def _is_ended(store: Store, attestation: str | None) -> bool:
    return bool(attestation and store.fact(f"{WORD_ENDED}{attestation}"))


def _laptop(store: Store, name: str) -> DeviceId:
    try:
        found = peer_named(store, name)
    except UnknownDeviceError:
        now_ms = to_ms(store.now())
        rows = store.rows(
            "SELECT device FROM ticket WHERE name = ? AND state = 'open' AND expires_at_ms > ?", (name, now_ms)
        )
        if len(rows) != 1:
            raise
        return DeviceId(rows[0][0])
    if found.revoked_from is not None:
        raise UnknownDeviceError
    return found.device
