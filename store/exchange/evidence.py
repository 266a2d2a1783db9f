"""An entry's proof, from whichever journal base holds it in.

Owns finding its parts: who signed, the head it stands under, the path there, base's countersignature. Refuses to own
the proof's form and its checks (keeping.proof).
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from store.clock import to_ms
from store.errors import ConsentUnprovableError, StoreDamagedError
from store.exchange.notes import note_kept
from store.exchange.peers import peers
from store.ids import StaffId
from store.keeping import acts
from store.keeping.batch import holds, path_in, read_batch, root_of
from store.keeping.checkpoint import cosign, read_checkpoint
from store.keeping.header import PREFIX_BYTES, unpack
from store.keeping.journal import Entry, Journal
from store.keeping.kinds import Held, acts_of
from store.keeping.proof import Cosigner, Evidence, InBatch, write_proof
from store.keeping.signing_keys import SIGNATURE_BYTES, is_signed, read_signing_key
from store.keeping.store import Store
from store.keeping.taking import FIRST_TWIN
from store.keeping.tree import inclusion_path


def proof_of(store: Store, held: Held) -> bytes:
    """Return the proof of an entry that base holds, countersigned by base now where a laptop wrote it.

    Raises:
        ConsentUnprovableError: It stands where no head vouches for it: in the other side of a fork.
        StoreDamagedError: Parts of it are missing.
    """
    journal = store.journal_of(held.journal, held.branch)
    if journal is None:
        raise StoreDamagedError
    if held.branch >= FIRST_TWIN:
        raise ConsentUnprovableError
    note, log_key, cosigner = _head(store, journal)
    head = read_checkpoint(note, log_key)
    if held.n >= head.size:
        raise ConsentUnprovableError
    entry = journal.entry(held.n)
    batch = _batch(journal, entry)
    return write_proof(
        Evidence(
            header=entry.header,
            signature=entry.signature[:SIGNATURE_BYTES],
            signer=_signer(store, entry, batch),
            salt=entry.salt,
            body=entry.body,
            checkpoint=note,
            log_key=log_key,
            path=inclusion_path(held.n, head.size, journal.node),
            cosigner=cosigner,
            batch=batch,
        )
    )


def _batch(journal: Journal, entry: Entry) -> InBatch | None:
    """Return where an entry stands in the batch it was signed with; the way there is made now, of the leaves."""
    batch = read_batch(entry.signature)
    if batch is None:
        return None
    leaves = journal.leaves(batch.first, batch.first + batch.count)
    return InBatch(batch.first, batch.count, root_of(leaves), path_in(leaves, entry.n - batch.first))


def _head(store: Store, journal: Journal) -> tuple[bytes, Ed25519PublicKey, Cosigner | None]:
    """Return the head of a branch, whose key signed it, and who countersigned it."""
    if journal.journal == store.sidecar.journal:
        return store.checkpoint(), store.keys.device.signing.public_key(), None
    writer = next((each for each in peers(store) if each.journal == journal.journal), None)
    if writer is None:
        raise ConsentUnprovableError
    name, key = f"doorstep/{store.sidecar.journal}", store.keys.device.signing
    note = cosign(note_kept(store, journal), name, key, to_ms(store.now()) // 1000)
    return note, writer.key, Cosigner(name, key.public_key())


def _signer(store: Store, entry: Entry, batch: InBatch | None) -> Ed25519PublicKey:
    """Return the key that a person signed with: the one of theirs, now or formerly, under which it holds."""
    for text in _keys_of(store, unpack(entry.header).staff):
        key = read_signing_key(bytes.fromhex(text))
        if _is_signed_by(key, entry, batch):
            return key
    raise ConsentUnprovableError


def _is_signed_by(key: Ed25519PublicKey, entry: Entry, inside: InBatch | None) -> bool:
    """Say whether a key signed an entry, by itself or in its batch."""
    batch = read_batch(entry.signature)
    if batch is not None and inside is not None:
        return holds(key, entry.header[:PREFIX_BYTES], batch, inside.root)
    return is_signed(key, entry.signature, entry.header)


def _keys_of(store: Store, staff: StaffId) -> list[str]:
    told = acts_of(store, acts.StaffAdded, acts.StaffKeysRenewed, acts.EnrolmentAccepted)
    keys: list[str] = []
    for each in told:
        match each.act:
            case acts.StaffAdded() | acts.StaffKeysRenewed() if each.act.staff == staff:
                keys.append(each.act.verify_key)
            case acts.EnrolmentAccepted() if each.act.staff == staff:
                keys.append(each.act.staff_verify_key)
            case _:
                pass
    return keys
