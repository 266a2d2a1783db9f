"""Files that leave base in clear: gated, told beforehand, and held to be a holding ever after.

Owns the order: who may, the volume, the ledger, the file, what came of it. Refuses to own what is in the file.

Source: agreement 7.1, 8.2, A9; design 5.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from store.agreement.london import london_day
from store.clock import to_ms
from store.custody.drives import hold_on_drive, leave_mark
from store.custody.holdings import held_count
from store.custody.register import Device, device_named
from store.custody.volumes import Encrypted, Passage, Verdict, examine
from store.custody.volumes.telling import volume_acts
from store.errors import (
    DriveUnfitError,
    SignedFileMissingError,
    TargetNotEncryptedError,
    TargetUnknownError,
)
from store.exchange.movements import told_at_its_end
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import DeviceId, FamilyId, new_id
from store.keeping import acts
from store.keeping.acts.terms import devices as words
from store.keeping.acts.terms.exchange import Channel, EndpointKind, ExportPurpose, Shipment
from store.keeping.acts.values import IDS_COUNT
from store.keeping.files import ready_to_replace
from store.keeping.store import Store


def leave_in_clear(
    store: Store,
    path: Path,
    content: bytes,
    *,
    shipment: Shipment,
    purpose: ExportPurpose,
    clause: str,
    families: Sequence[FamilyId],
    rows_count: int,
    told_with: Callable[[str], Sequence[acts.Act]] = lambda _: (),
    onto: str | None = None,
) -> None:
    """Leave a file that anybody can read, and tell of it before it is there.

    Args:
        store: Base's.
        path: Where; what is there already is replaced.
        content: The file's bytes.
        shipment: What it is.
        purpose: What it is for.
        clause: The clause it is done under.
        families: Whose data it holds.
        rows_count: How many records it holds.
        told_with: Takes the movement's id and returns what else is told of it, at once with it and before everything.
        onto: The drive of the register that it is written onto, by name; without one the file is a device of its own.

    Raises:
        DeviceUnknownError, DriveUnfitError: There is no such drive, or nothing may be written onto it.
        DriveElsewhereError: The folder is not on that drive.
        NotBaseError, NotASupervisorError: Only a supervisor at base lets anything out.
        SignedFileMissingError: The folder is not there.
        TargetNotEncryptedError, TargetUnknownError: A real store's data leaves in clear only onto a volume that is
            shown encrypted; nothing else vouches for one.
        StoreFullError, FolderReadOnlyError, StoreUnreadableError: The disk refuses; told, and nothing is left.
    """
    hold_supervisor_of_base(store)
    folder = path.absolute().parent
    if not folder.is_dir():
        raise SignedFileMissingError
    verdict = gated(store, folder)
    drive = None if onto is None else fit(device_named(store, onto), is_practice=store.sidecar.is_practice)
    if drive is not None and not store.sidecar.is_practice:
        hold_there(store, folder, drive)
    movement, target = new_id(), drive or DeviceId(new_id())
    with ready_to_replace(content, path.absolute()) as put:  # a full disk refuses before anything is told
        store.record(
            *told_with(movement),
            *_told(
                store,
                content,
                movement,
                target,
                verdict,
                is_registered=drive is not None,
                shipment=shipment,
                purpose=purpose,
                clause=clause,
                families=families,
                rows_count=rows_count,
            ),
        )
        with told_at_its_end(store, movement):
            put()


def fit(drive: Device, *, is_practice: bool) -> DeviceId:
    """Return a drive that a file may be written onto: in use, and on the register as encrypted.

    Raises:
        DriveUnfitError: It is not.

    Source:
        Agreement A9.
    """
    shown = drive.particulars and drive.particulars.encryption.encrypted
    if drive.state is not words.DeviceState.IN_USE or not (is_practice or shown is words.Encrypted.YES):
        raise DriveUnfitError
    return drive.device


def hold_there(store: Store, folder: Path, drive: DeviceId) -> None:
    """Make sure that a folder is on the drive that is named, and that the drive has its mark.

    Raises:
        DriveElsewhereError: It is somewhere else.
        StoreError: The drive refuses.
    """
    holds_data = held_count(store, drive, words.DeviceKind.REMOVABLE_DRIVE) > 0
    missing = hold_on_drive(folder, store.folder, drive, holds_data=holds_data)
    if missing is not None:
        leave_mark(missing, drive)


def gated(store: Store, folder: Path) -> Verdict | None:
    """Return what was found of the volume that something is to be written onto; None for a practice store.

    Raises:
        TargetNotEncryptedError, TargetUnknownError: It is not shown encrypted.
    """
    if store.sidecar.is_practice:
        return None
    verdict = examine(folder)
    if verdict.encrypted is Encrypted.NO:
        raise TargetNotEncryptedError(verdict.evidence)
    if verdict.encrypted is Encrypted.UNKNOWN:
        raise TargetUnknownError(verdict.evidence)
    return verdict


def _told(
    store: Store,
    content: bytes,
    movement: str,
    target: DeviceId,
    verdict: Verdict | None,
    *,
    is_registered: bool,
    shipment: Shipment,
    purpose: ExportPurpose,
    clause: str,
    families: Sequence[FamilyId],
    rows_count: int,
) -> list[acts.Act]:
    """Return what tells of a file in clear: the ledger's line, the device it makes, what that holds, the export."""
    now, staff = store.now(), store.keys.person.staff
    sha256 = hashlib.sha256(content).hexdigest()
    encrypted = words.Encrypted.UNKNOWN if verdict is None else words.Encrypted(verdict.encrypted)
    dataset = new_id()
    evidence = acts.EncryptionEvidence(
        encrypted=encrypted,
        scheme=words.EncryptionScheme.OTHER,
        evidence="a practice store: not examined" if verdict is None else verdict.evidence,
        seen_on=london_day(now).isoformat(),
    )
    particulars = acts.DeviceParticulars(
        kind=words.DeviceKind.EXPORT,
        name=f"{shipment.replace('_', ' ')} {sha256[:8]}",
        maker=None,
        model=None,
        serial=None,
        owner_tag=None,
        holder=staff,
        kept_at=None,
        country="GB",
        why_necessary=f"An export in clear for: {purpose.replace('_', ' ')}.",
        encryption=evidence,
    )
    looked = []
    if verdict is not None:
        passage = Passage(Encrypted.YES, verdict.evidence, None)  # nothing else comes this far
        looked = volume_acts(verdict, passage, words.VolumeMoment.CLEAR_WRITE, target, None)
    return [
        *([] if is_registered else [acts.DeviceRegistered(device=target, particulars=particulars)]),
        *looked,
        acts.MovementRecorded(
            movement=movement,
            dataset=dataset,
            shipment=shipment,
            sha256=sha256,
            rows_count=rows_count,
            from_end=acts.Endpoint(kind=EndpointKind.DEVICE, id=store.sidecar.store),
            to_end=acts.Endpoint(kind=EndpointKind.DEVICE, id=target),
            channel=Channel.WITHIN_DEVICE,
            country="GB",
            actor=staff,
            at_ms=to_ms(now),
            for_clause=clause,
            grant=None,
            permission=None,
            instruction=None,
        ),
        *(
            acts.HoldingRecorded(
                holding=new_id(),
                move=words.HoldingMove.EXPORT,
                device=target,
                dataset=dataset,
                shipment=shipment,
                families=part,
                families_count=len(part),
                order=None,
                movement=movement,
                at_ms=to_ms(now),
            )
            for part in parts_of(families)
        ),
        *(
            acts.ExportMade(
                export=new_id(),
                movement=movement,
                shipment=shipment,
                purpose=purpose,
                recipient=None,
                permission=None,
                is_clear=True,
                target_device=target,
                target_encrypted=encrypted,
                sha256=sha256,
                size_bytes=len(content),
                rows_count=rows_count,
                families=part,
            )
            for part in parts_of(families)
        ),
    ]


def parts_of(families: Sequence[FamilyId]) -> list[tuple[FamilyId, ...]]:
    """Return families by as many as one act names, in their order; one empty part for none. Pure."""
    return [tuple(families[n : n + IDS_COUNT]) for n in range(0, len(families), IDS_COUNT)] or [()]
