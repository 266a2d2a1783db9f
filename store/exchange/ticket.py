"""Tickets: what base writes so that one laptop may enrol, once.

Owns what a ticket says, writing one, reading one, and ending one. Refuses to own what a laptop answers (answer) and
what base makes of it (enrolment). A ticket is a key until it is answered or seven days old: it is handed over like one.
FORMAT.md, "Ticket".
"""

import hashlib
import os
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import Field, ValidationError

from store.clock import Clock, Instant, MachineClock, TrainingClock, from_ms, to_ms
from store.errors import (
    NotASupervisorError,
    NotBaseError,
    SignedFileFormError,
    StaffNameTakenError,
    StoreDamagedError,
    TicketExpiredError,
)
from store.exchange.signed_file import claimed, hold_folder, read_signed, write_signed
from store.ids import DeviceId, StaffId, new_id
from store.keeping.acts import RecoveryKeyMade, TicketEnded, TicketIssued
from store.keeping.acts import values as v
from store.keeping.acts.act import Part
from store.keeping.acts.terms.devices import TicketEnd
from store.keeping.acts.terms.store import StaffRole, StoreRole
from store.keeping.files import ready_to_replace
from store.keeping.founding import FIRST_EPOCH
from store.keeping.names import hold_line
from store.keeping.sealing import SEED_BYTES, SealingKey
from store.keeping.secret import KEY_BYTES, Secret
from store.keeping.sidecar import AHEAD_MS
from store.keeping.signing_keys import read_signing_key
from store.keeping.store import Store

FORM: Final = "ticket/1"

VALID: Final = timedelta(days=7)
"""How long a ticket can be answered: long enough for the post, short enough to miss one that went astray."""

TICKET: Final = "ticket"
RECOVERY: Final = "recovery"
"""What the secrets are called that base keeps: a ticket's one-time secret, and the seed of a recovery key."""

OPEN: Final = "open"
USED: Final = "used"
"""Where a ticket stands that has not ended."""

AheadMs = Annotated[int, Field(ge=AHEAD_MS[0], le=AHEAD_MS[-1])]


class Said(Part):
    """What a signed file says, each field of its kind and none besides."""

    @classmethod
    def of(cls, says: dict[str, Any]) -> Self:
        """Return it, read.

        Raises:
            SignedFileFormError: A field is missing, too many, or not of its kind.
        """
        try:
            return cls.model_validate(says)
        except ValidationError:
            pass  # told below, outside: this error would carry the fields along
        raise SignedFileFormError("a field of what it says is not of its kind")


class Ticket(Said):
    """What a laptop has to know to become one of this base's.

    Attributes:
        secret: 32 random bytes, once; who has them has the ticket.
        expires_at_ms: By base's clock, which is the training clock of a practice base.
        ahead_ms: What that clock adds to the machine's; None for a real base, and then for a real laptop.
        device: The laptop's id, and so its store's.
        recovery_key: The laptop's first; its private half stays at base.
        base_size: Entries in base's journal when the ticket was written.
        agreement: The bytes of the agreement's file, in Base64.
    """

    ticket: v.Id
    secret: v.Hidden[v.Digest]
    expires_at_ms: v.AtMs
    ahead_ms: AheadMs | None
    device: v.DeviceId
    name: v.Hidden[v.HouseLine]
    staff: v.StaffId
    staff_name: v.Hidden[v.HouseLine]
    recovery_key: v.Hidden[v.SealingKey]
    base_device: v.DeviceId
    base_name: v.Hidden[v.HouseLine]
    base_journal: v.JournalId
    base_size: v.Count
    base_verify_key: v.Hidden[v.VerifyKey]
    base_sealing_key: v.Hidden[v.SealingKey]
    agreement: v.Hidden[str]

    @property
    def is_practice(self) -> bool:
        """Whether it makes a practice store."""
        return self.ahead_ms is not None

    @property
    def clock(self) -> Clock:
        """The clock it runs out by, and the laptop will live on."""
        return MachineClock() if self.ahead_ms is None else TrainingClock(timedelta(milliseconds=self.ahead_ms))

    def agreement_bytes(self) -> bytes:
        """Return the agreement's file.

        Raises:
            SignedFileFormError: It is not Base64.
        """
        try:
            return b64decode(self.agreement, validate=True)
        except ValueError:
            raise SignedFileFormError("the agreement in it is not Base64") from None


def read_ticket(raw: bytes) -> Ticket:
    """Return a ticket that is whole and still runs; whose base it is, the six words will show.

    Raises:
        SignedFileFormError, SignedFileForgedError: It is no ticket, or was changed.
        WeakKeyError: Base's key proves nothing.
        LineFormError: A name in it cannot be kept and shown.
        TicketExpiredError: It ran out, by its own clock.
    """
    ticket = Ticket.of(claimed(raw, FORM))
    read_signed(raw, FORM, read_signing_key(bytes.fromhex(ticket.base_verify_key)))
    for line in (ticket.name, ticket.staff_name, ticket.base_name):
        hold_line(line)
    hold_unexpired(ticket.expires_at_ms, ticket.clock.now())
    return ticket


def hold_unexpired(expires_at_ms: int, now: Instant) -> None:
    """Make sure that a ticket still runs.

    Raises:
        TicketExpiredError: Its last instant is here, or past.
    """
    if to_ms(now) >= expires_at_ms:
        raise TicketExpiredError


def hold_supervisor_of_base(store: Store) -> None:
    """Make sure that a supervisor is at base.

    Raises:
        NotBaseError, NotASupervisorError: A laptop, or somebody else.
    """
    if store.sidecar.role != StoreRole.BASE:
        raise NotBaseError
    if StaffRole.SUPERVISOR not in store.roles():
        raise NotASupervisorError


def issue_ticket(store: Store, name: str, staff_name: str, to: Path) -> Path:
    """Write a ticket for one laptop and one interviewer; an open one for a laptop of that name ends.

    The secrets are kept before the act that tells of them, and the file gets its name last: a crash leaves a secret
    that serves nothing, or an open ticket that nobody has and the next one replaces.

    Args:
        store: Base's.
        name: What the laptop is to be called.
        staff_name: The interviewer; somebody of that name who works here keeps their id.
        to: A folder that is there.

    Returns:
        Where it lies: `ticket-<laptop>.doorstep`.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        LineFormError: Nobody can go by that name.
        StaffNameTakenError: Somebody of that name works here, and is no interviewer.
        SignedFileMissingError: The folder is not there.
        StoreError: As `Store.record`, or as the folder's disk refuses.
    """
    hold_supervisor_of_base(store)
    for line in (name, staff_name):
        hold_line(line)
    hold_folder(to)
    secret, seed = os.urandom(KEY_BYTES), os.urandom(SEED_BYTES)
    ticket = _drawn_up(store, name, staff_name, secret, seed)
    raw = write_signed(FORM, ticket.model_dump(), store.keys.device.signing)
    replaced = _open_tickets(store, name)
    ends_now = to_ms(store.now())
    told = [
        TicketEnded(ticket=former, cause=TicketEnd.EXPIRED if until <= ends_now else TicketEnd.REPLACED)
        for former, _, until in replaced
    ]
    path = to / f"ticket-{_slug(name)}.doorstep"
    with ready_to_replace(raw, path) as put:
        store.notebook.keep_secret(TICKET, ticket.device, 0, secret)
        store.notebook.keep_secret(RECOVERY, ticket.device, FIRST_EPOCH, seed)
        store.record(
            *told,
            TicketIssued(
                ticket=ticket.ticket,
                ticket_digest=hashlib.sha256(raw).hexdigest(),
                device=ticket.device,
                name=name,
                staff=ticket.staff,
                staff_name=staff_name,
                expires_at_ms=ticket.expires_at_ms,
                is_practice=ticket.is_practice,
            ),
            recovery_key_made(ticket.device, FIRST_EPOCH, bytes.fromhex(ticket.recovery_key)),
        )
        put()
    for _, device, _ in replaced:
        _forget(store, device)
    return path


@dataclass(frozen=True, slots=True)
class TicketOut:
    """A ticket that is out: it was written, and can still be used.

    Attributes:
        name: What its laptop is to be called.
        staff_name: Who is to carry it.
        until: Aware, UTC, by base's clock; from then on it counts no more.
    """

    ticket: str
    name: str = field(repr=False)
    staff_name: str = field(repr=False)
    until: Instant


def tickets_out(store: Store) -> list[TicketOut]:
    """Return the tickets of which nothing came yet and that still hold, by the laptop's name."""
    rows = store.rows(
        "SELECT ticket, name, staff_name, expires_at_ms FROM ticket WHERE state = ? AND expires_at_ms > ?"
        " ORDER BY name, ticket",
        (OPEN, to_ms(store.now())),
    )
    return [TicketOut(ticket, name, staff_name, from_ms(until_ms)) for ticket, name, staff_name, until_ms in rows]


def end_ticket(store: Store, ticket: str, device: DeviceId, cause: TicketEnd) -> None:
    """Tell that a ticket came to nothing, and forget what was kept for it."""
    store.record(TicketEnded(ticket=ticket, cause=cause))
    _forget(store, device)


def recovery_key_made(device: DeviceId, epoch: int, public: bytes) -> RecoveryKeyMade:
    """Return the act that tells of a recovery key of a laptop, whose private half base keeps."""
    return RecoveryKeyMade(
        device=device,
        epoch=epoch,
        public_key=public.hex(),
        fingerprint=hashlib.sha256(public).hexdigest(),
        holder=None,
    )


def _drawn_up(store: Store, name: str, staff_name: str, secret: bytes, seed: bytes) -> Ticket:
    agreement = store.notebook.note("agreement").encode("utf-8")
    if hashlib.sha256(agreement).hexdigest() != store.fact("agreement_digest"):
        raise StoreDamagedError
    said = store.sidecar
    return Ticket(
        ticket=new_id(),
        secret=secret.hex(),
        expires_at_ms=to_ms(store.now() + VALID),
        ahead_ms=said.ahead_ms,
        device=DeviceId(new_id()),
        name=name,
        staff=_interviewer(store, staff_name),
        staff_name=staff_name,
        recovery_key=SealingKey(Secret(seed)).public.hex(),
        base_device=DeviceId(said.store),
        base_name=said.name,
        base_journal=said.journal,
        base_size=store.journal.size,
        base_verify_key=said.device.signing,
        base_sealing_key=said.device.sealing,
        agreement=b64encode(agreement).decode("ascii"),
    )


def _interviewer(store: Store, name: str) -> StaffId:
    """Return the id of the interviewer of that name, who may be known from another ticket only, or a fresh one."""
    with store.reader() as connection:
        here = connection.execute(
            "SELECT staff, roles FROM staff WHERE name = ? AND left_on IS NULL", (name,)
        ).fetchall()
        asked = connection.execute(
            "SELECT staff FROM ticket WHERE staff_name = ? AND state = ?", (name, OPEN)
        ).fetchall()
    if here and not any(StaffRole.INTERVIEWER in roles.split() for _, roles in here):
        raise StaffNameTakenError
    known = [staff for staff, roles in here if StaffRole.INTERVIEWER in roles.split()] + [staff for (staff,) in asked]
    return StaffId(known[0] if known else new_id())


def _open_tickets(store: Store, name: str) -> list[tuple[str, DeviceId, int]]:
    """Return the open tickets whose file would have the name of this one's: id, device, last instant."""
    with store.reader() as connection:
        rows = connection.execute("SELECT ticket, device, expires_at_ms, name FROM ticket WHERE state = ?", (OPEN,))
        return [
            (ticket, DeviceId(device), until) for ticket, device, until, other in rows if _slug(other) == _slug(name)
        ]


def _forget(store: Store, device: DeviceId) -> None:
    """Drop what was kept for a laptop that will not be one of base's: nothing was ever sealed by these that counts."""
    store.notebook.drop_secret(TICKET, device, 0)
    store.notebook.drop_secret(RECOVERY, device, FIRST_EPOCH)


def _slug(name: str) -> str:
    """Return a laptop's name as part of a file's; one that says less than the name is told apart by a digest."""
    plain = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
    if re.fullmatch("[A-Za-z0-9]+([ -][A-Za-z0-9]+)*", name):
        return plain
    return f"{plain}-{hashlib.sha256(name.encode('utf-8')).hexdigest()[:8]}".lstrip("-")
