"""The door: making a store, with everything that must be asked first; and the way in (coming_in).

Owns the order in which a store is made. Refuses to own any of what it asks: each room keeps its own rule.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from store.agreement import Agreement
from store.agreement.lifetime import last_day
from store.agreement.loading import agreement_bytes, agreement_from
from store.agreement.parties import PartyKind
from store.clock import LONDON, Instant, MachineClock, to_ms
from store.coming_in import Typed, attestation
from store.coming_in import open_store as open_store
from store.custody.volumes import Attestation, examine, gate
from store.custody.volumes.telling import volume_acts
from store.ids import DeviceId, StaffId, StoreId, new_id
from store.keeping.agreed import agreement_of as agreement_of
from store.keeping.keyrings import find_keyring
from store.keeping.names import hold_line
from store.keeping.passphrases import Passphrase, hold_strong
from store.keeping.secret import Secret
from store.keeping.training import hold_training
from store.keeping.vault import Seeds
from store.release import RELEASE

if TYPE_CHECKING:
    from store.exchange.words import Words
    from store.keeping.acts import Act
    from store.keeping.acts.terms.store import StaffRole
    from store.keeping.founding import Founder
    from store.keeping.key_derivation import KdfCost


@dataclass(frozen=True, slots=True)
class NewBase:
    """What somebody asks for when they set up a base.

    Attributes:
        name: What the base is called.
        staff_name: Who they are.
        as_if: When a practice store's clock starts; None for a real store.
        has_keyring: Whether the device secret goes into this machine's keyring.
        agreement: Another agreement's file than the packaged one.
        attesting: Why they vouch for a volume that cannot be examined, if they do.
        cost: Of key derivation; None measures this machine, and takes the floor for a practice store.
        cover_pin: What is kept of the PIN for the cover; empty where none was chosen.
    """

    name: str
    staff_name: str = field(repr=False)
    as_if: Instant | None
    has_keyring: bool
    agreement: Path | None = None
    attesting: str | None = field(default=None, repr=False)
    cost: "KdfCost | None" = None
    cover_pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class NewField:
    """What somebody asks for when they set up a laptop.

    Attributes:
        ticket: Base's ticket; the answer is left beside it.
        has_keyring: Whether the device secret goes into this machine's keyring.
        cost: Of key derivation; None measures this machine, and takes the floor for a practice store.
        word: The file in which a supervisor at base vouches for a volume that cannot be examined, if one was brought.
        cover_pin: What is kept of the PIN for the cover; empty where none was chosen.
    """

    ticket: Path
    has_keyring: bool
    cost: "KdfCost | None" = None
    word: Path | None = None
    cover_pin: str = field(default="", repr=False)


def hold_machine(folder: Path, asked: NewBase | NewField) -> None:
    """Make sure that a store can be set up on this machine, before anybody chooses a passphrase for it.

    Raises:
        VolumeNotEncryptedError, VolumeUnknownError, KeyringAbsentError, KeyringLockedError, KeyringUnknownError: As
            `found_base` and `found_field`; of a disk not where a file is brought that vouches for it.
        SignedFileMissingError, SignedFileFormError, SignedFileForgedError: The ticket cannot be used.
        TrainingYearError: As `hold_training`.
    """
    now = MachineClock().now()
    if isinstance(asked, NewBase):
        given = attestation(asked.attesting, StaffId(new_id()), now)
        _volume_at_set_up(folder, asked.as_if, now, given=given, is_base=True)
    else:
        from store.exchange.signed_file import content_of
        from store.exchange.ticket import read_ticket

        ticket = read_ticket(content_of(asked.ticket))
        if asked.word is None:
            _volume_at_set_up(folder, ticket.clock.now() if ticket.is_practice else None, now)
    if asked.has_keyring:
        find_keyring()


def found_base(folder: Path, asked: NewBase, passphrase: Typed) -> None:
    """Set up a base in a new or empty folder, and leave it locked.

    Raises:
        LineFormError: The base, or whoever sets it up, cannot go by that name.
        TrainingYearError: As `hold_training`.
        VolumeNotEncryptedError, VolumeUnknownError: A real store's volume is not shown encrypted, nor attested.
        PassphraseWeakError: Too easy to guess for the way the store is protected.
        KeyringAbsentError, KeyringLockedError, KeyringUnknownError: No keyring to put the device secret into.
        WeakerThanClauseError: The agreement's file asks for less than its clauses do.
        StoreExistsError, StoreFullError, FolderReadOnlyError: As `founding.found`.
    """
    from store.keeping.acts.terms.store import StoreRole
    from store.keeping.founding import AgreementFile, Charter, Founder, found, hold_free

    for line in (asked.name, asked.staff_name):
        hold_line(line)
    raw = agreement_bytes(asked.agreement)
    agreement = agreement_from(raw)
    hold_free(folder)
    machine_now, staff = MachineClock().now(), StaffId(new_id())
    given = attestation(asked.attesting, staff, machine_now)
    volumes = _volume_at_set_up(folder, asked.as_if, machine_now, given=given, is_base=True)
    keyring = find_keyring() if asked.has_keyring else None
    typed = _asked(passphrase)
    hold_strong(typed, longer=not asked.has_keyring, avoid=(asked.name, asked.staff_name))
    founder = Founder(staff, typed, Seeds.fresh())
    first = [*_first_acts(asked, agreement, founder, asked.as_if or machine_now), *volumes]
    charter = Charter(
        role=StoreRole.BASE,
        name=asked.name,
        ahead_ms=None if asked.as_if is None else to_ms(asked.as_if) - to_ms(machine_now),
        cost=asked.cost or _cost(practice=asked.as_if is not None),
        keyring=keyring,
        agreement=AgreementFile(agreement.id, agreement.digest, raw),
        cover_pin=asked.cover_pin,
    )
    found(folder, charter, founder, first, RELEASE)


def found_field(folder: Path, asked: NewField, passphrase: Typed) -> "Words":
    """Set up a laptop from a ticket in a new or empty folder, leave it locked and its answer beside the ticket.

    The answer gets its name before the store does: what a crash leaves is an answer of no store, and the next one
    takes its place; never a store whose answer nobody can make any more.

    Returns:
        The six words to read aloud to base.

    Raises:
        SignedFileMissingError, SignedFileFormError, SignedFileForgedError, WeakKeyError, SealingKeyError,
            TicketExpiredError: The ticket cannot be used.
        StoreError: As `found_base`.
    """
    from store.exchange.answer import leave_answer
    from store.exchange.signed_file import content_of
    from store.exchange.ticket import read_ticket
    from store.exchange.volume_word import brought_word
    from store.keeping.acts.terms.store import CredentialEvidence, StaffRole, StoreRole
    from store.keeping.founding import AgreementFile, Charter, Founder, found, hold_free
    from store.keeping.signing_keys import read_signing_key
    from store.keeping.staffing import trained_from

    raw = content_of(asked.ticket)
    ticket = read_ticket(raw)
    agreement_raw = ticket.agreement_bytes()
    agreement = agreement_from(agreement_raw)
    hold_free(folder)
    now = ticket.clock.now()
    given = None
    if asked.word is not None and not ticket.is_practice:
        given = brought_word(asked.word, ticket.device, read_signing_key(bytes.fromhex(ticket.base_verify_key)))
    volumes = _volume_at_set_up(folder, now if ticket.is_practice else None, now, given=given, device=ticket.device)
    keyring = find_keyring() if asked.has_keyring else None
    typed = _asked(passphrase)
    hold_strong(typed, longer=not asked.has_keyring, avoid=(ticket.name, ticket.staff_name))
    founder = Founder(ticket.staff, typed, Seeds.fresh())
    charter = Charter(
        role=StoreRole.FIELD,
        name=ticket.name,
        ahead_ms=ticket.ahead_ms,
        cost=asked.cost or _cost(practice=ticket.is_practice),
        keyring=keyring,
        agreement=AgreementFile(agreement.id, agreement.digest, agreement_raw),
        recovery=bytes.fromhex(ticket.recovery_key),
        cover_pin=asked.cover_pin,
    )
    first = [
        _added(founder, ticket.staff_name, StaffRole.INTERVIEWER),
        trained_from(founder.staff, now.astimezone(LONDON).date(), CredentialEvidence.DECLARATION),
        _adopted(agreement),
        *volumes,
    ]
    shown: list[Words] = []

    def answering(building: Path, passphrase_key: Secret) -> None:
        shown.append(leave_answer(building, passphrase_key, ticket, raw, asked.ticket))

    found(folder, charter, founder, first, RELEASE, store=StoreId(ticket.device), completing=answering)
    return shown[0]


def _cost(*, practice: bool) -> "KdfCost":
    """Return what deriving a key is to cost: as long as people bear it, where there is anybody to protect."""
    from store.keeping.key_derivation import FLOOR, tune

    return FLOOR if practice else tune()


def _asked(passphrase: Typed) -> Passphrase:
    return passphrase() if callable(passphrase) else passphrase


def _first_acts(asked: NewBase, agreement: Agreement, founder: "Founder", now: Instant) -> "list[Act]":
    from store.keeping.acts.terms.store import CredentialEvidence, StaffRole
    from store.keeping.staffing import trained_from

    return [
        _added(founder, asked.staff_name, StaffRole.SUPERVISOR),
        trained_from(founder.staff, now.astimezone(LONDON).date(), CredentialEvidence.DECLARATION),
        _adopted(agreement),
    ]


def _added(founder: "Founder", name: str, role: "StaffRole") -> "Act":
    from store.keeping.acts import StaffAdded

    return StaffAdded(
        staff=founder.staff,
        name=name,
        employer=None,
        roles=(role,),
        verify_key=founder.seeds.signing_key().public_key().public_bytes_raw().hex(),
        sealing_key=founder.seeds.sealing_key().public.hex(),
    )


def _adopted(agreement: Agreement) -> "Act":
    from store.keeping.acts import AgreementAdopted

    return AgreementAdopted(
        agreement=agreement.id,
        digest=agreement.digest,
        follows_digest=None,
        council=next(party.name for party in agreement.parties if party.id is PartyKind.COUNCIL),
        starts_on=agreement.term.starts_on.isoformat(),
        ends_on=last_day(agreement.term).isoformat(),
        end_document_digest=agreement.term.end_document_sha256,
    )


def _volume_at_set_up(
    folder: Path,
    as_if: Instant | None,
    now: Instant,
    *,
    given: Attestation | None = None,
    device: DeviceId | None = None,
    is_base: bool = False,
) -> "list[Act]":
    """Hold the volume of a real store to be against the gate, or the clock of a practice store; return what tells."""
    from store.keeping.acts.terms.devices import VolumeMoment

    if as_if is not None:
        hold_training(as_if)
        return []
    verdict = examine(folder)
    return volume_acts(verdict, gate(verdict, given, now, is_base=is_base), VolumeMoment.SET_UP, device, given)
