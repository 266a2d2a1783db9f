"""An entry's proof, from whichever journal base holds it in.

Owns finding its parts: who signed, the head it stands under, the path there, base's countersignature. Refuses to own
the proof's form and its checks (keeping.proof).
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from store.clock import to_ms
from store.errors import ConsentUnprovableError, StoreDamagedError
from store.exchange.notes import note_kept
from store.exchange.peers import peers
from store.ids import StaffId
from store.keeping import acts
from store.keeping.checkpoint import cosign, read_checkpoint
from store.keeping.header import unpack
from store.keeping.journal import Journal
from store.keeping.kinds import Held, acts_of
from store.keeping.proof import Cosigner, Evidence, write_proof
from store.keeping.signing_keys import read_signing_key
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
    return write_proof(
        Evidence(
            header=entry.header,
            signature=entry.signature,
            signer=_signer(store, entry.header, entry.signature),
            salt=entry.salt,
            body=entry.body,
            checkpoint=note,
            log_key=log_key,
            path=inclusion_path(held.n, head.size, journal.node),
            cosigner=cosigner,
        )
    )


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


def _signer(store: Store, header: bytes, signature: bytes) -> Ed25519PublicKey:
    """Return the key that a person signed with: the one of theirs, now or formerly, under which it holds."""
    for text in _keys_of(store, unpack(header).staff):
        key = read_signing_key(bytes.fromhex(text))
        try:
            key.verify(signature, header)
        except InvalidSignature:
            continue
        return key
    raise ConsentUnprovableError


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
