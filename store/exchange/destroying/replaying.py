"""What certificates say was destroyed since a backup is destroyed again in the base that is put back, and told there.

Owns holding that no certificate since is missing, the erasing under the next key, and the acts: each destruction stands
in the journal of the base put back as decided before it was lost and done again, by whose certificate. It is certified
anew from there. Refuses to own which they are (since) and putting back (backup).

Source: agreement 7.2f, 13.4, 13.5, A11.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from store.agreement.safeguards import MediaMethod
from store.clock import to_ms
from store.custody.destruction.left_undone import left_undone
from store.errors import BackupEverythingGoneError, DestructionsSinceError
from store.exchange.destroying import again, eligible, since
from store.exchange.destroying.deciding import Meant
from store.exchange.destroying.known import destructions, note_of
from store.exchange.destroying.lying_here import leaving
from store.ids import DeviceId, FamilyId
from store.keeping import acts, epochs, vault
from store.keeping.acts.act import Act
from store.keeping.acts.terms.destruction import DestructionEnd, DestructionScope, NotDone, SanitisationMethod
from store.keeping.acts.terms.store import EpochCause, ErasureReason
from store.keeping.attested import Attested
from store.keeping.emptying import LeftBehind
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class _Again:
    """One certificate, and what of it lies here."""

    certificate: Attested
    meant: Meant

    @property
    def order(self) -> str:
        return str(self.certificate.said["order"])

    @property
    def has_originals(self) -> bool:
        return self.meant.scope is DestructionScope.DATASET


def replay(store: Store, certificates: Sequence[Attested], epoch: int) -> Sequence[FamilyId]:
    """Leave behind, under the next key, whatever certificates say is gone, and tell it; return the families.

    Args:
        store: A base that is being put back, and nobody has yet.
        certificates: Those that were brought.
        epoch: Base's when the backup was made.

    Raises:
        BackupEverythingGoneError: One says that everything is.
        CertificateElsewhereError: One is of another base.
        DestructionsSinceError: They name another destruction since, of which none was brought.
        StoreError: As `epochs.change`.
    """
    found = [_Again(each, again.meant_by(store, each)) for each in certificates]
    if any(each.certificate.said["scope"] == DestructionScope.WHOLE for each in found):
        raise BackupEverythingGoneError
    known = destructions(store)
    done = {each.order for each in known if each.is_done}
    missing = since.not_brought([each.certificate.said for each in found], epoch, done)
    if missing:
        raise DestructionsSinceError(tuple(missing))
    # Of a laptop alone: base kept its own.
    left = {each.order: each for each in found if each.certificate.said["scope"] != DestructionScope.DEVICE}
    once = [each for each in left.values() if each.order not in done]
    if not once:
        return []
    families = sorted({family for each in once for family in each.meant.families})
    has_originals = any(each.has_originals for each in once)
    is_changing = bool(families) or has_originals
    ordered = {each.order for each in known}
    told: list[Act] = []
    for each in once:
        if each.order not in ordered:
            told.append(_ordered(store, each))
        told.append(_executed(store, each, is_changing=is_changing))
        if each.certificate.said["marks"]:
            again.remember_marks(store, each.order, each.certificate.said["marks"])
    if not is_changing:
        store.record(*told)
        return []
    order = once[-1].order
    told += leaving(store, order, families, is_whole=False, has_originals=has_originals)
    if families and not has_originals:
        eligible.leave_for_a_keeper(store, families)
    gone = LeftBehind(
        families,
        ErasureReason.DESTRUCTION_ORDER,
        "7.2f",
        order,
        secrets=(eligible.ORIGINALS,) if has_originals else (),
        notes=(
            *(note_of(each.order) for each in once),
            *((eligible.KEYS, eligible.WAITING) if has_originals else ()),
        ),
        has_originals=has_originals,
    )
    epochs.change(store, EpochCause.DESTRUCTION, order=order, told=told, without=gone)
    eligible.remove_what_opens_no_more(store)
    return families


def _ordered(store: Store, each: _Again) -> acts.DestructionOrdered:
    """Return what was decided before base was lost, as its certificate has it."""
    said = each.certificate.said
    return acts.DestructionOrdered(
        order=each.order,
        scope=DestructionScope(said["scope"]),
        families_count=said["families_count"],
        salted_list_digest=said["salted_list_digest"],
        datasets=tuple(said["datasets"]),
        devices=(DeviceId(store.sidecar.store),),
        for_clause=said["clause"],
        instruction=said["instruction"],
        standard=said["standard"],
        technique=MediaMethod(said["technique"]),
        method=SanitisationMethod(said["method"]),
        approvals=(),
    )


def _executed(store: Store, each: _Again, *, is_changing: bool) -> acts.DestructionExecuted:
    said = each.certificate.said
    is_here = bool(each.meant.families) or each.has_originals
    keys = (store.keys.data, store.device_secret) if is_changing else ()
    return acts.DestructionExecuted(
        order=each.order,
        device=DeviceId(store.sidecar.store),
        end=DestructionEnd.DONE if is_here else DestructionEnd.NOTHING_HELD,
        technique=MediaMethod(said["technique"]),
        method=SanitisationMethod(said["method"]),
        families_count=len(each.meant.families),
        old_epoch=store.sidecar.epoch if is_changing else None,
        new_epoch=store.sidecar.epoch + is_changing,  # so that certificates after it name it among those so far
        destroyed_key_fingerprints=tuple(sorted({vault.fingerprint(key) for key in keys if key is not None})),
        verified_by=(
            f"A backup from before was put back. Destroyed again by certificate {said['certificate']}, signed by"
            f" {said['certified_by']} on {said['certified_on']}: left out of a new file under a new key."
        ),
        left_undone=left_undone(
            has_keyring=store.sidecar.keyring is not None, more=_left(store, has_originals=each.has_originals)
        ),
        executed_by=store.keys.person.staff,
        executed_at_ms=to_ms(store.now()),
        receipt_digest=None,
        receipt_signature=None,
    )


def _left(store: Store, *, has_originals: bool) -> Iterator[NotDone]:
    yield NotDone.BACKUP_OUT_OF_REACH  # it was put back from one
    if not has_originals and store.rows("SELECT 1 FROM localoriginal LIMIT 1"):
        yield NotDone.SEALED_ORIGINALS
