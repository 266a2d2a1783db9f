"""Evidence that an older copy of a store was put back: the acts that tell of it, and the checkpoints of both sides.

Owns what a store says of its own memory that it contradicts, what a laptop says of a base that told it something else
before, and what base keeps of its own other side as laptops show it. Refuses to own noticing it (taking_down, notes)
and every way on (lifting, succession).

Source: design 2 ("fork", "succession"); agreement A9, A10; FORMAT.md, "What a bundle must show".
"""

from typing import Final

from store.clock import to_ms
from store.custody.incidents.raising import with_clocks
from store.errors import BaseBehindError
from store.exchange.notes import digest_of, note_of
from store.exchange.peers import Peer
from store.ids import DeviceId, new_id
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.acts.terms.incidents import IncidentKind
from store.keeping.acts.terms.store import AnchorPlace, Direction
from store.keeping.agreed import agreement_of
from store.keeping.checkpoint import Checkpoint
from store.keeping.exchange_words import PUT_BACK
from store.keeping.store import Store
from store.keeping.taking import ExchangedNote, Intake

_LAST_EPOCH: Final = 0xFFFF
"""That an act can name."""

OF_BASE: Final = "An older copy of base's store was put back, and went on: laptops hold what it has lost."


def incident(store: Store, device: DeviceId, what: str) -> list[Act]:
    """Return the incident that a copy put back is, with its clocks; it names no family.

    Args:
        store: Whoever noticed.
        device: Whose copy.
        what: What happened, a line.
    """
    now_ms = to_ms(store.now())
    raised = acts.IncidentRaised(
        incident=new_id(),
        incident_kind=IncidentKind.ROLLBACK,
        what=what,
        place=None,
        happened_at_ms=None,
        identified_at_ms=now_ms,
        aware_at_ms=now_ms,
        raised_by=store.keys.person.staff,
        devices=(device,),
        families=(),
        families_count=0,
    )
    return with_clocks(raised, agreement_of(store))


def contradicted_memory(store: Store, raised: str | None = None) -> list[Act]:
    """Return what tells of the memory that a frozen store contradicts, if one still does.

    Args:
        store: Its journal is whole.
        raised: Id of the incident, where this store raised one.
    """
    found = store.freshness.contradicting(store.journal, store.sidecar)
    if found is None:
        return []
    anchor, is_in_keyring = found
    known = Checkpoint(anchor.journal, anchor.branch, anchor.size, anchor.root)
    place = AnchorPlace.KEYRING if is_in_keyring else AnchorPlace.SIDECAR
    return [_found(place, known, anchor.epoch, store.journal.head(), store.sidecar.epoch, raised)]


def tell_of_base(store: Store, base: Peer, head: Checkpoint, note: bytes, epoch: int) -> BaseBehindError:
    """Keep the evidence of a base that told this laptop something else before, and return what to say of it.

    Both checkpoints stay, each signed by base's own key: nobody else can have made them. It is an incident once for
    each journal of base's, however many bundles follow.

    Args:
        store: The laptop's.
        base: As known so far.
        head: What base says now, under the journal known.
        note: Its note.
        epoch: Of base's sealing key as the bundle names it.
    """
    before = store.fact(f"{PUT_BACK}{base.journal}")
    if before is not None:
        return BaseBehindError(before)
    begun = incident(store, base.device, OF_BASE)
    raised = begun[0]
    assert isinstance(raised, acts.IncidentRaised)
    known = Checkpoint(base.journal, head.branch, base.their_size, bytes.fromhex(base.their_root))
    notes = [note_of(head, note)]
    for kept, theirs in store.rows(
        "SELECT size, note FROM exchangednote WHERE journal = ? AND branch = ? AND size = ?",
        (known.journal, known.branch, known.size),
    ):
        notes.append(ExchangedNote(digest_of(bytes(theirs)), known.journal, known.branch, kept, bytes(theirs)))
    heads = {digest_of(note): head}
    exchanged = [
        acts.CheckpointExchanged(
            direction=Direction.IN,
            peer=base.device,
            journal=each.journal,
            branch=each.branch,
            size=each.size,
            root=heads.get(each.digest, known).root.hex(),
            note_digest=each.digest,
        )
        for each in notes
    ]
    found = _found(AnchorPlace.WITNESS, known, base.epoch, head, epoch, raised.incident)
    store.take_in(Intake((), notes), *begun, *exchanged, found)
    return BaseBehindError(raised.incident)


def keep_other_side(store: Store, head: Checkpoint, note: bytes, epoch: int) -> None:
    """Keep a head that base signed in a journal which ended before it, and tell of it: once for each head.

    Args:
        store: Base's.
        head: Of a former journal of its own, beyond its end or beside it.
        note: As a laptop shows it.
        epoch: Of base's sealing key that the laptop knows.
    """
    kept = note_of(head, note)
    former = store.journal_of(head.journal, head.branch)
    if former is None or store.rows("SELECT 1 FROM exchangednote WHERE digest = ?", (kept.digest,)):
        return
    found = _found(AnchorPlace.WITNESS, head, epoch, former.head(), store.sidecar.epoch, None)
    store.take_in(Intake((), [kept]), found)


def _found(
    place: AnchorPlace, known: Checkpoint, known_epoch: int, found: Checkpoint, found_epoch: int, raised: str | None
) -> Act:
    return acts.RollbackFound(
        journal=known.journal,
        branch=known.branch,
        place=place,
        anchored_epoch=min(known_epoch, _LAST_EPOCH),
        anchored_size=known.size,
        anchored_root=known.root.hex(),
        found_epoch=min(found_epoch, _LAST_EPOCH),
        found_size=found.size,
        found_root=found.root.hex(),
        incident=raised,
    )
