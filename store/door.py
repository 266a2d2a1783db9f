"""The door: making a store and coming in, with everything that must be asked first.

Owns the order volume gate, keys, sign-in acts. Refuses to own any of what it asks: each room keeps its own rule.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.agreement import Agreement
from store.agreement.lifetime import last_day
from store.agreement.loading import agreement_bytes, agreement_from
from store.agreement.parties import PartyKind
from store.agreement.safeguards import Topic
from store.clock import LONDON, Instant, MachineClock, from_ms, to_ms
from store.custody.volumes import Attestation, Encrypted, Verdict, examine, gate
from store.custody.volumes.telling import kept_attestation, volume_acts
from store.errors import NotASupervisorError, StoreDamagedError
from store.ids import DeviceId, StaffId, StoreId, new_id
from store.keeping.catching_up import catch_up
from store.keeping.keyrings import find_keyring
from store.keeping.names import hold_line
from store.keeping.noted import acts_noted, clear, noted
from store.keeping.opening import ClosedStore, locating_damage
from store.keeping.passphrases import Passphrase, hold_strong
from store.keeping.secret import Secret
from store.keeping.store import Store
from store.keeping.training import hold_training
from store.keeping.vault import Seeds
from store.release import RELEASE

if TYPE_CHECKING:
    from store.exchange.words import Words
    from store.keeping.acts import Act
    from store.keeping.acts.terms.store import StaffRole
    from store.keeping.founding import Founder
    from store.keeping.key_derivation import KdfCost

ATTESTATION: Final = timedelta(days=30)
"""How long a supervisor's word on a volume that cannot be examined holds."""

CREDENTIAL: Final = timedelta(days=365)
"""How long the declaration of a store's first person holds (design: one year)."""


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
        cost: Of key derivation; None measures this machine.
    """

    name: str
    staff_name: str = field(repr=False)
    as_if: Instant | None
    has_keyring: bool
    agreement: Path | None = None
    attesting: str | None = field(default=None, repr=False)
    cost: "KdfCost | None" = None


@dataclass(frozen=True, slots=True)
class NewField:
    """What somebody asks for when they set up a laptop.

    Attributes:
        ticket: Base's ticket; the answer is left beside it.
        has_keyring: Whether the device secret goes into this machine's keyring.
        cost: Of key derivation; None measures this machine.
    """

    ticket: Path
    has_keyring: bool
    cost: "KdfCost | None" = None


Typed = Passphrase | Callable[[], Passphrase]
"""A passphrase, or how to ask for it: asked only once nothing else stands in the way."""


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
    from store.keeping.key_derivation import tune

    for line in (asked.name, asked.staff_name):
        hold_line(line)
    raw = agreement_bytes(asked.agreement)
    agreement = agreement_from(raw)
    hold_free(folder)
    machine_now, staff = MachineClock().now(), StaffId(new_id())
    given = _attestation(asked.attesting, staff, machine_now)
    volumes = _volume_at_set_up(folder, asked.as_if, machine_now, given=given)
    keyring = find_keyring() if asked.has_keyring else None
    typed = _asked(passphrase)
    hold_strong(typed, longer=not asked.has_keyring, avoid=(asked.name, asked.staff_name))
    founder = Founder(staff, typed, Seeds.fresh())
    first = [*_first_acts(asked, agreement, founder, asked.as_if or machine_now), *volumes]
    charter = Charter(
        role=StoreRole.BASE,
        name=asked.name,
        ahead_ms=None if asked.as_if is None else to_ms(asked.as_if) - to_ms(machine_now),
        cost=asked.cost or tune(),
        keyring=keyring,
        agreement=AgreementFile(agreement.id, agreement.digest, raw),
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
    from store.keeping.acts.terms.store import StaffRole, StoreRole
    from store.keeping.founding import AgreementFile, Charter, Founder, found, hold_free
    from store.keeping.key_derivation import tune

    raw = content_of(asked.ticket)
    ticket = read_ticket(raw)
    agreement_raw = ticket.agreement_bytes()
    agreement = agreement_from(agreement_raw)
    hold_free(folder)
    now = ticket.clock.now()
    volumes = _volume_at_set_up(folder, now if ticket.is_practice else None, now, device=ticket.device)
    keyring = find_keyring() if asked.has_keyring else None
    typed = _asked(passphrase)
    hold_strong(typed, longer=not asked.has_keyring, avoid=(ticket.name, ticket.staff_name))
    founder = Founder(ticket.staff, typed, Seeds.fresh())
    charter = Charter(
        role=StoreRole.FIELD,
        name=ticket.name,
        ahead_ms=ticket.ahead_ms,
        cost=asked.cost or tune(),
        keyring=keyring,
        agreement=AgreementFile(agreement.id, agreement.digest, agreement_raw),
        recovery=bytes.fromhex(ticket.recovery_key),
    )
    first = [_added(founder, ticket.staff_name, StaffRole.INTERVIEWER), _adopted(agreement), *volumes]
    shown: list[Words] = []

    def answering(building: Path, passphrase_key: Secret) -> None:
        shown.append(leave_answer(building, passphrase_key, ticket, raw, asked.ticket))

    found(folder, charter, founder, first, RELEASE, store=StoreId(ticket.device), completing=answering)
    return shown[0]


def open_store(
    folder: Path,
    passphrase: Typed,
    *,
    attesting: str | None = None,
    is_clock_right: bool = False,
    is_only_looking: bool = False,
) -> Store:
    """Come in: the volume first, then the keys; what was noted while the store was locked is taken in.

    Args:
        folder: The store's.
        passphrase: Says who.
        attesting: Why a supervisor vouches for a volume that cannot be examined, if they do.
        is_clock_right: Whether somebody says that a clock which fell back is right.
        is_only_looking: Whether nothing is to be appended or mended; a new attestation is kept all the same.

    Returns:
        The store, somebody signed in to; frozen if its anchors say so.

    Raises:
        VolumeNotEncryptedError, VolumeUnknownError: As `gate`.
        NotASupervisorError: Only a supervisor vouches for a volume.
        ClockMovedBackError: Somebody has to say that the clock is right.
        StoreError: As `ClosedStore` and its `unlock`.
    """
    if attesting is not None:
        hold_line(attesting)
    closed = ClosedStore(folder)
    try:
        verdict = None if closed.sidecar.is_practice else examine(folder)
        if verdict is not None and verdict.encrypted is Encrypted.NO:
            gate(verdict, None, closed.now())  # before anybody has typed a passphrase for nothing
        typed = _asked(passphrase)
        try:
            store = closed.unlock(typed)
        finally:
            if callable(passphrase):  # nobody else holds it
                typed.wipe()
    except BaseException:
        closed.release()
        raise
    try:
        store.is_clock_accepted = is_clock_right
        with locating_damage(store.database_path, store.keys.database):
            catch_up(store, is_only_looking=is_only_looking)
            told = _pass_gate(store, verdict, attesting)
            if not is_only_looking or attesting is not None:
                _sign_in(store, told)
    except BaseException:
        store.close()
        raise
    return store


def _asked(passphrase: Typed) -> Passphrase:
    return passphrase() if callable(passphrase) else passphrase


def agreement_of(store: Store) -> Agreement:
    """Return the agreement a store lives under: the file it was founded with, held against the digest in its journal.

    Raises:
        StoreDamagedError: The file kept is not the one the journal names.
    """
    kept = agreement_from(store.notebook.note("agreement").encode("utf-8"))
    if kept.digest != store.fact("agreement_digest"):
        raise StoreDamagedError
    return kept


def _pass_gate(store: Store, verdict: Verdict | None, attesting: str | None) -> "list[Act]":
    """Hold an open store's volume against the gate; return the acts that tell of it."""
    from store.keeping.acts.terms.devices import VolumeMoment
    from store.keeping.acts.terms.store import StaffRole

    if verdict is None:
        return []
    given = _attestation(attesting, store.keys.person.staff, store.now())
    if given is not None and StaffRole.SUPERVISOR not in store.roles():
        raise NotASupervisorError
    kept = kept_attestation(store)
    standing = None if kept is None else Attestation(kept.supervisor, from_ms(kept.expires_at_ms), kept.evidence)
    passage = gate(verdict, given or standing, store.now())
    return volume_acts(verdict, passage, VolumeMoment.UNLOCK, DeviceId(store.sidecar.store), given, kept)


def _sign_in(store: Store, told: "list[Act]") -> None:
    """Append what was noted while the store was locked, then who came in; a frozen store notes it in the queue."""
    from store.keeping.acts import SignedIn
    from store.keeping.acts.terms.store import SignInScope

    is_frozen = store.frozen is not None
    scope = SignInScope.READ_ONLY if is_frozen else SignInScope.FULL
    told = [*told, SignedIn(staff=store.keys.person.staff, scope=scope, credential=None, release=RELEASE)]
    lines = noted(store)
    if not is_frozen:
        store.record(*acts_noted(store, lines), *told)
        clear(store, lines)
        store.anchor_in_keyring()
        return
    if store.is_queue_set_aside:
        clear(store, lines)
    for act in told:
        store.queue.note_act(act, store.now(), bytes.fromhex(store.sidecar.device.sealing))


def _first_acts(asked: NewBase, agreement: Agreement, founder: "Founder", now: Instant) -> "list[Act]":
    from store.keeping import acts
    from store.keeping.acts.terms.store import CredentialEvidence, StaffRole

    today = now.astimezone(LONDON).date()
    return [
        _added(founder, asked.staff_name, StaffRole.SUPERVISOR),
        acts.CredentialRecorded(
            credential=new_id(),
            staff=founder.staff,
            topics=tuple(Topic),
            evidence=CredentialEvidence.DECLARATION,
            from_on=today.isoformat(),
            expires_on=(today + CREDENTIAL).isoformat(),
            document_digest=None,
        ),
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
) -> "list[Act]":
    """Hold the volume of a real store to be against the gate, or the clock of a practice store; return what tells."""
    from store.keeping.acts.terms.devices import VolumeMoment

    if as_if is not None:
        hold_training(as_if)
        return []
    verdict = examine(folder)
    return volume_acts(verdict, gate(verdict, given, now), VolumeMoment.SET_UP, device, given)


def _attestation(reason: str | None, staff: StaffId, now: Instant) -> Attestation | None:
    return None if reason is None else Attestation(staff, now + ATTESTATION, reason)
