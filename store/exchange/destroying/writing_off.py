"""What will not come back: written off by two people, with an incident and a reason that print on every declaration.

Owns the act. Refuses to own the incident, and what is open (custody, destruction).

Source: agreement 7.2e, 13.7, 14.1, A10, A11.
"""

import hashlib
from dataclasses import dataclass

from store.custody.destruction.write_offs import written_off
from store.custody.incidents.known import incident_named
from store.custody.paper import sheets
from store.custody.register import device_named
from store.errors import WriteOffWhatError
from store.exchange.destroying.deciding import Second
from store.exchange.peers import peers
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import DeviceId, JournalId, new_id
from store.keeping import acts, approvals, canonical
from store.keeping.acts.terms.destruction import WriteOffMatter
from store.keeping.acts.terms.devices import SheetState
from store.keeping.acts.terms.store import ApprovalMatter
from store.keeping.kinds import acts_of
from store.keeping.names import hold_line
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Gone:
    """What is to be written off.

    Attributes:
        name: The device's, as the register has it; of a backup the beginning of its id; empty for paper.
        sheets: Of paper: the number of each sheet.
    """

    matter: WriteOffMatter
    name: str = ""
    sheets: tuple[str, ...] = ()


def write_off(store: Store, gone: Gone, incident: str, reason: str, second: Second) -> str:
    """Write something off; return the id of the act.

    Args:
        store: Base's.
        gone: What.
        incident: The beginning of the incident's id.
        reason: In a line that names no family.
        second: Asks another supervisor, who approves.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        IncidentUnknownError, LineFormError, DeviceUnknownError, WriteOffWhatError: It cannot be told.
        ApprovalError: The second person cannot approve.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    hold_line(reason)
    of = incident_named(store, incident).incident
    device, backup, journal, size = _named(store, gone)
    write_off = new_id()
    what = [*gone.sheets] or [device or backup or ""]
    proposed: dict[str, object] = {
        "incident": of,
        "matter": gone.matter.value,
        "reason": reason,
        "what": what,
        "write_off": write_off,
    }
    digest = hashlib.sha256(canonical.dumps(proposed)).digest()
    approval = approvals.approve(store, second(), ApprovalMatter.WRITE_OFF, digest)
    told = acts.WriteOffRecorded(
        write_off=write_off,
        matter=gone.matter,
        device=device,
        journal=journal,
        known_size=size,
        backup=backup,
        sheets=gone.sheets,
        incident=of,
        reason=reason,
        approvals=(approval.approval,),
    )
    store.record(approval, told)
    return write_off


def sheets_out(store: Store) -> list[str]:
    """Return the numbers of sheets that are out and that nobody wrote off, in their order."""
    lost = {sheet for each in written_off(store) for sheet in each.sheets}
    return [each.sheet for each in sheets(store) if each.state is SheetState.ISSUED and each.sheet not in lost]


def _named(store: Store, gone: Gone) -> tuple[DeviceId | None, str | None, JournalId | None, int | None]:
    """Return device, backup, journal and how much of it base holds."""
    match gone.matter:
        case WriteOffMatter.PAPER:
            if not gone.sheets or not set(gone.sheets) <= set(sheets_out(store)):
                raise WriteOffWhatError
            return None, None, None, None
        case WriteOffMatter.BACKUP:
            return None, _backup(store, gone.name), None, None
        case WriteOffMatter.DEVICE | WriteOffMatter.JOURNAL:
            device = device_named(store, gone.name).device
            if device == DeviceId(store.sidecar.store):
                raise WriteOffWhatError
            known = next((each for each in peers(store) if each.device == device), None)
            if known is None and gone.matter is WriteOffMatter.JOURNAL:
                raise WriteOffWhatError
            if known is None:
                return device, None, None, None
            held = store.journal_of(known.journal, known.branch)
            return device, None, known.journal, known.their_size if held is None else held.size


def _backup(store: Store, beginning: str) -> str:
    made = {act.backup for held in acts_of(store, acts.BackupMade) if isinstance(act := held.act, acts.BackupMade)}
    found = [each for each in made if beginning and each.startswith(beginning.lower())]
    if len(found) != 1:
        raise WriteOffWhatError
    return found[0]
