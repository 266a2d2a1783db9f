"""The register of devices: what may hold personal data, who has it, why, and what shows that it is encrypted.

Owns the rules and the acts. Refuses to own what lies on a device (holdings), enrolment (exchange), and whether a volume
is encrypted (volumes).

Source: agreement A9, 9.1e.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from store.agreement.london import london_day
from store.clock import Instant, from_ms, to_ms
from store.custody.holdings import Dataset, datasets_on, first_at, held_count, left_on
from store.errors import (
    AsOfTooEarlyError,
    DeviceHoldsDataError,
    DeviceIsHereError,
    DeviceNameTakenError,
    DeviceNotEncryptedError,
    DeviceNotOursError,
    DeviceStateError,
    DeviceStillLostError,
    DeviceUnknownError,
    EvidenceDayError,
    NotASupervisorError,
    SerialTakenError,
    WipedHowError,
)
from store.ids import DeviceId, new_id
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.acts.terms.devices import DeviceKind, DeviceState, Encrypted, EncryptionScheme, HoldingMove
from store.keeping.acts.terms.exchange import Shipment
from store.keeping.acts.terms.store import StaffRole, StoreRole
from store.keeping.header import unpack
from store.keeping.names import folded_serial, hold_line
from store.keeping.store import Store
from store.keeping.taking import N_BITS

MAY_BE_PLAIN = frozenset((DeviceKind.PAPER, DeviceKind.MAILBOX, DeviceKind.TRANSFER_SITE))
"""Paper is locked away; the others hold what was sealed before it got there."""

_BEGIN = frozenset((acts.DeviceRegistered.kind, acts.MailboxSet.kind, acts.StoreOpenedFirst.kind))
"""What puts a device on the register."""


@dataclass(frozen=True, slots=True)
class Device:
    """One line of the register.

    Attributes:
        particulars: What was registered; None for a store or a mailbox that nobody has described yet.
        told_by: The store that put it there.
    """

    device: DeviceId
    kind: DeviceKind
    name: str = field(repr=False)
    state: DeviceState
    told_by: DeviceId
    particulars: acts.DeviceParticulars | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that the journal tells of a device.

    Attributes:
        journal, n: In whose journal, and where.
        at: When, by the clock of whoever told it.
    """

    journal: str
    n: int
    at: Instant
    act: Act = field(repr=False)


def devices(store: Store) -> list[Device]:
    """Return the register as it stands, by kind and name."""
    rows = store.rows("SELECT device, kind, name, state, told_by, particulars FROM device ORDER BY kind, name, device")
    return [
        Device(
            DeviceId(device),
            DeviceKind(kind),
            name,
            DeviceState(state),
            DeviceId(told_by),
            acts.DeviceParticulars.model_validate_json(particulars) if particulars else None,
        )
        for device, kind, name, state, told_by, particulars in rows
    ]


def device_named(store: Store, name: str) -> Device:
    """Return the device of a name or an id; of several of one name, the one that is in use, or not retired.

    Raises:
        LineFormError: Nothing can be called that.
        DeviceUnknownError: None is called so, or more than one.
    """
    hold_line(name)
    together = told_together(devices(store), DeviceId(store.sidecar.store))
    named = [every[0] for every in together if any(name in (each.name, each.device) for each in every)]
    used = [each for each in named if each.state is DeviceState.IN_USE]
    kept = [each for each in named if each.state is not DeviceState.RETIRED]
    found = used or kept or named
    if len(found) != 1:
        raise DeviceUnknownError
    return found[0]


def told_together(known: Sequence[Device], here: DeviceId) -> list[list[Device]]:
    """Return a register with a mailbox once: each store that uses one told of it, by its address. Pure.

    Where one store told of several under an address, as of two sticks under one path, nobody knows which of them
    another store means: each telling stands by itself.

    Args:
        known: The register, or a part of it.
        here: This store.

    Returns:
        The tellings of each device in the register's order; what this store told of a mailbox comes first of its own.
    """
    tellers = Counter((each.name, each.told_by) for each in known if each.kind is DeviceKind.MAILBOX)
    several = {name for (name, _), count in tellers.items() if count > 1}
    together: dict[str, list[Device]] = {}
    for each in known:
        is_one = each.kind is DeviceKind.MAILBOX and each.name not in several
        together.setdefault(f"{each.kind} {each.name}" if is_one else each.device, []).append(each)
    return [sorted(every, key=lambda each: each.told_by != here) for every in together.values()]


def as_told(store: Store, device: DeviceId) -> list[Device]:
    """Return every telling of a device, this store's own first; of anything but a mailbox there is one."""
    together = told_together(devices(store), DeviceId(store.sidecar.store))
    return next((every for every in together if any(each.device == device for each in every)), [])


def holds(store: Store, told: Iterable[Device], at: Instant | None = None) -> int:
    """Return how many families a device holds: each once for each dataset, and for each store that told of it.

    Raises:
        AsOfTooEarlyError: As `held_count`.
    """
    return sum(held_count(store, each.device, each.kind, at) for each in told)


def happened(store: Store, told: Iterable[Device]) -> list[Step]:
    """Return what is told of a device, by whichever store, newest first by the clocks of whoever told it."""
    steps = [step for each in told for step in reversed(history(store, each.device))]
    return sorted(steps, key=lambda step: step.at, reverse=True)


def history(store: Store, device: DeviceId) -> list[Step]:
    """Return what is told of a device, oldest first by the clocks of whoever told it."""
    rows = store.rows(
        "SELECT entry, at_ms, header, body, journal FROM deviceentry JOIN entry ON entry.id = deviceentry.entry"
        " JOIN stem ON stem.id = entry >> ? WHERE device = ? AND body IS NOT NULL ORDER BY at_ms, entry",
        (N_BITS, device),
    )
    return [
        Step(journal, key & ((1 << N_BITS) - 1), from_ms(at_ms), _act(header, body))
        for key, at_ms, header, body, journal in rows
    ]


@dataclass(frozen=True, slots=True)
class VolumeFound:
    """How the volumes of a device were found when they were looked at last.

    Attributes:
        evidence: Kinds and names of block devices; nothing that somebody chose.
        at: When, by the clock of whoever looked.
    """

    encrypted: Encrypted
    evidence: str
    at: Instant


def volume_found(store: Store, device: DeviceId) -> VolumeFound | None:
    """Return how a device's volumes were found last; None where nobody looked, as at a practice store's."""
    rows = store.rows("SELECT encrypted, evidence, at_ms FROM volumelook WHERE device = ?", (device,))
    return VolumeFound(Encrypted(rows[0][0]), rows[0][1], from_ms(rows[0][2])) if rows else None


def state_at(store: Store, device: DeviceId, at: Instant) -> DeviceState | None:
    """Return where a device stood then; None where it was not on the register yet.

    Raises:
        AsOfTooEarlyError: Nothing had been told by then.
    """
    if at < first_at(store):
        raise AsOfTooEarlyError
    rows = store.rows(
        "SELECT header, body FROM deviceentry JOIN entry ON entry.id = deviceentry.entry"
        " WHERE device = ? AND at_ms <= ? AND body IS NOT NULL ORDER BY at_ms DESC, entry DESC",
        (device, to_ms(at)),
    )
    kinds = [unpack(header).kind for header, _ in rows]
    for kind, (header, body) in zip(kinds, rows, strict=True):
        if kind == acts.DeviceStateChanged.kind:  # none but the last is read: a list asks this of every device
            changed = _act(header, body)
            assert isinstance(changed, acts.DeviceStateChanged)
            return changed.new
    return DeviceState.IN_USE if _BEGIN & set(kinds) else None


def _act(header: bytes, body: bytes) -> Act:
    told = unpack(header)
    return acts.parse(told.kind, told.kind_version, body)


def described_so_far(store: Store, device: Device) -> acts.DeviceParticulars:
    """Return what the register says of a device; of a store or a mailbox that nobody has described yet, what can be."""
    if device.particulars is not None:
        return device.particulars
    evidence = store.fact("volume") if device.device == str(store.sidecar.store) else None
    return acts.DeviceParticulars(
        kind=device.kind,
        name=device.name,
        maker=None,
        model=None,
        serial=None,
        owner_tag=None,
        holder=None,
        kept_at=None,
        country="GB",
        why_necessary="Not said yet.",
        encryption=acts.EncryptionEvidence(
            encrypted=Encrypted.UNKNOWN,
            scheme=EncryptionScheme.OTHER,
            evidence=evidence or "not looked at",
            seen_on=london_day(store.now()).isoformat(),
        ),
    )


# -- rules -----------------------------------------------------------------------------------------------------------


def hold_registrable(
    particulars: acts.DeviceParticulars, known: Sequence[Device], today: str, but: DeviceId | None = None
) -> None:
    """Make sure that the register may say this of a device. Pure.

    Args:
        particulars: What it would say.
        known: The register.
        today: ISO date, London's.
        but: The device itself, where it is on the register already.

    Raises:
        DeviceNotEncryptedError, EvidenceDayError: What shows its encryption does not do.
        SerialTakenError, DeviceNameTakenError: Another device has it.

    Source:
        Agreement A9: no laptop or drive unless fully encrypted and necessary.
    """
    if particulars.encryption.encrypted is Encrypted.NO and particulars.kind not in MAY_BE_PLAIN:
        raise DeviceNotEncryptedError
    if particulars.encryption.seen_on > today:
        raise EvidenceDayError
    serial = particulars.serial and folded_serial(particulars.serial)
    for each in known:
        if each.device == but:
            continue
        other = each.particulars and each.particulars.serial
        if serial and other and folded_serial(other) == serial:
            raise SerialTakenError
    _hold_name_free(particulars.name, known, but)


def _hold_name_free(name: str, known: Iterable[Device], but: DeviceId | None) -> None:
    if any(each.name == name and each.state is not DeviceState.RETIRED for each in known if each.device != but):
        raise DeviceNameTakenError


def hold_change(
    old: DeviceState, new: DeviceState, datasets: Iterable[Dataset], count: int, reason: str | None = None
) -> None:
    """Make sure that a device may be said to stand elsewhere now. Pure.

    Args:
        old: Where it stands.
        new: Where it is to stand.
        datasets: What is left on it.
        count: How many families that is.
        reason: How, in a line.

    Raises:
        DeviceStateError: It stands there already.
        DeviceStillLostError, WipedHowError: It cannot have been wiped, or nobody says how.
        DeviceHoldsDataError: It holds data, and is to be retired.
    """
    if old is new:
        raise DeviceStateError(old)
    if new is DeviceState.WIPED and old is DeviceState.LOST:
        raise DeviceStillLostError
    if new is DeviceState.WIPED and not reason:
        raise WipedHowError
    if new is DeviceState.RETIRED and count:
        raise DeviceHoldsDataError(
            count, tuple((each.shipment, each.came_count - each.left_count) for each in datasets)
        )


# -- deeds -----------------------------------------------------------------------------------------------------------


def register(store: Store, particulars: acts.DeviceParticulars) -> DeviceId:
    """Put a device on the register.

    Args:
        store: At base a supervisor is signed in; on a laptop whoever carries it.
        particulars: What the register is to say.

    Raises:
        NotASupervisorError: At base, somebody else is signed in.
        StoreError: As `hold_registrable` and `Store.record`.
    """
    _hold_registrar(store)
    hold_line(particulars.name)
    hold_registrable(particulars, devices(store), london_day(store.now()).isoformat())
    device = DeviceId(new_id())
    store.record(acts.DeviceRegistered(device=device, particulars=particulars))
    return device


def change(store: Store, device: Device, particulars: acts.DeviceParticulars, reason: str) -> None:
    """Say something else of a device; what was said before stays in its history.

    Raises:
        NotASupervisorError, DeviceNotOursError: It is not for whoever asks to say.
        StoreError: As `register`.
    """
    _hold_registrar(store, device)
    hold_line(particulars.name)
    hold_registrable(particulars, devices(store), london_day(store.now()).isoformat(), but=device.device)
    store.record(acts.DeviceChanged(device=device.device, particulars=particulars, reason=reason))


def change_state(store: Store, device: Device, new: DeviceState, reason: str | None = None) -> None:
    """Say where a device stands from now on; wiping it erases whatever lay there, which is told with it.

    At base that is said of a mailbox as every store told of it: it is one thing.

    Raises:
        NotASupervisorError, DeviceNotOursError: As `change`.
        DeviceIsHereError: Base would say it of itself.
        DeviceNameTakenError: It was retired, and another device has its name by now.
        DeviceStateError, DeviceHoldsDataError, DeviceStillLostError, WipedHowError: As `hold_change`.
        StoreError: As `Store.record`.
    """
    _hold_registrar(store, device)
    if device.device == DeviceId(store.sidecar.store):
        raise DeviceIsHereError
    if device.state is DeviceState.RETIRED:
        _hold_name_free(device.name, devices(store), device.device)
    told = as_told(store, device.device) if store.sidecar.role == StoreRole.BASE else []
    also = [each for each in told if each.device != device.device and each.state is not new]
    at_ms = to_ms(store.now())
    store.record(*(act for each in (device, *also) for act in _standing(store, each, new, reason, at_ms)))


def _standing(store: Store, device: Device, new: DeviceState, reason: str | None, at_ms: int) -> list[Act]:
    left = left_on(datasets_on(store, device.device))
    hold_change(device.state, new, left, held_count(store, device.device, device.kind), reason)
    erased = [
        acts.HoldingRecorded(
            holding=new_id(),
            move=HoldingMove.ERASE,
            device=device.device,
            dataset=each.dataset,
            shipment=Shipment(each.shipment),
            families=(),
            families_count=each.left_here_count,
            order=None,
            movement=None,
            at_ms=at_ms,
        )
        for each in left
        if new is DeviceState.WIPED
    ]
    stands = acts.DeviceStateChanged(
        device=device.device, old=device.state, new=new, at_ms=at_ms, incident=None, reason=reason
    )
    return [*erased, stands]


def _hold_registrar(store: Store, device: Device | None = None) -> None:
    """Make sure that whoever is signed in may say something of a device: base of any, a laptop of what it told.

    A store of its own cannot be said to be gone by itself, and base's station is never a laptop's.
    """
    here = DeviceId(store.sidecar.store)
    if store.sidecar.role == StoreRole.BASE:
        if StaffRole.SUPERVISOR not in store.roles():
            raise NotASupervisorError
    elif device is not None and (device.told_by != here or device.device == here):
        raise DeviceNotOursError


def described(device: Device) -> dict[str, object]:
    """Return what the register says of a device, as values that JSON has."""
    told = json.loads(device.particulars.model_dump_json()) if device.particulars else {}
    return {
        "device": device.device,
        "kind": device.kind.value,
        "name": device.name,
        "state": device.state.value,
        **told,
    }
