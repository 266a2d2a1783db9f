"""Somebody outside base who keeps its checkpoints: a folder or server of theirs gets the newest at each sync.

Owns naming them and leaving a checkpoint there. Refuses to own the sync (sync): where the witness cannot be reached,
laptops are served all the same, and the next sync tries again. A checkpoint holds nobody's data.

Source: agreement A9, A12; clauses "A12": the controller's mailbox.
"""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Final

from store.agreement.london import london_day
from store.agreement.safeguards import may_hold_in
from store.errors import MailboxError, PlaceNotAllowedError, WitnessKindError
from store.exchange.mailbox import open_mailbox
from store.exchange.recipients import Recipient
from store.exchange.ticket import hold_supervisor_of_base
from store.keeping import acts
from store.keeping.acts.terms.exchange import RecipientKind
from store.keeping.acts.terms.store import StoreRole
from store.keeping.agreed import agreement_of
from store.keeping.kinds import acts_of
from store.keeping.store import Store

NOTE: Final = "witness"
KINDS: Final = frozenset(
    {RecipientKind.WITNESS, RecipientKind.AUDITOR, RecipientKind.DEPARTMENT, RecipientKind.COUNCIL}
)


@dataclass(frozen=True, slots=True)
class Witness:
    """Who keeps base's checkpoints, and where.

    Attributes:
        recipient: Their id on the register of recipients.
        host_key: SHA-256 of the server's key, hex; None for a folder.
    """

    recipient: str
    address: str = field(repr=False)
    host_key: str | None


def name_witness(store: Store, whom: Recipient, address: str, country: str) -> Witness:
    """Have base's checkpoints left with somebody from now on.

    Args:
        store: Base's.
        whom: A witness, an auditor or one of the controllers.
        address: A folder or an sftp address of theirs.
        country: Where it lies.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        WitnessKindError: They are nobody who looks at base from outside.
        PlaceNotAllowedError: It lies where nothing may be.
        MailboxError: It cannot be opened.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    if whom.kind not in KINDS:
        raise WitnessKindError
    if not may_hold_in(agreement_of(store).places, country, london_day(store.now())):
        raise PlaceNotAllowedError
    with open_mailbox(address) as mailbox:
        found = Witness(whom.recipient, mailbox.address, mailbox.host_key)
    told = {"address": found.address, "country": country, "host_key": found.host_key, "recipient": found.recipient}
    said = json.dumps(told, sort_keys=True)
    store.record(acts.SettingChanged(name="witness", old=store.notebook.note_if_any(NOTE), new=said))
    store.notebook.write_note(NOTE, said)
    return found


def witness_of(store: Store) -> Witness | None:
    """Return who keeps base's checkpoints; None where nobody was named."""
    kept = store.notebook.note_if_any(NOTE)
    if kept is None:
        return None
    told = json.loads(kept)
    return Witness(told["recipient"], told["address"], told["host_key"])


def tell_witness(store: Store) -> bool | None:
    """Leave the newest checkpoint with the witness.

    Returns:
        Whether they have it now; None where there is nobody to tell, or nothing new since the last one.

    Raises:
        StoreError: As `Store.record`.
    """
    if store.sidecar.role != StoreRole.BASE or (witness := witness_of(store)) is None:
        return None
    last = store.notebook.note_if_any(f"{NOTE}/size")
    if last is not None and int(last) == store.journal.size:
        return None
    note, head = store.checkpoint(), store.journal.head()
    name = f"{witness.recipient}.{store.sidecar.store}.{head.size:010d}.note"
    try:
        with open_mailbox(witness.address, witness.host_key) as mailbox:
            mailbox.put(name, note)
    except MailboxError:
        return False
    told = acts.WitnessCheckpointSent(
        recipient=witness.recipient,
        mailbox=None,
        journal=head.journal,
        branch=head.branch,
        size=head.size,
        root=head.root.hex(),
        note_digest=hashlib.sha256(note).hexdigest(),
    )
    store.record(told)
    store.notebook.write_note(f"{NOTE}/size", str(store.journal.size))
    return True


def heads_sent(store: Store) -> list[acts.WitnessCheckpointSent]:
    """Return every checkpoint that was left with a witness, oldest first."""
    return [
        held.act
        for held in acts_of(store, acts.WitnessCheckpointSent)
        if isinstance(held.act, acts.WitnessCheckpointSent)
    ]
