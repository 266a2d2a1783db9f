"""What holds about a family, told to a laptop that may not know it any more: it, or base, goes on from an older copy.

Owns finding what was withdrawn, entered in error, wished, ended by the office or locked and is not known to that
laptop, and telling it. Refuses to own the orders that a copy undid (gone_back), what somebody said at another door
(telling_on), and what any of it does.

A laptop that was copied back hears base's journal anew from its start. What stands in a journal of base's that was
succeeded is not in it, and what was said on the laptop itself after the copy was made never comes back to it, for base
sends nobody their own words. Both are told here, as the same record under an entry of base's own; merging takes the two
for the one event it is. A family that is locked at base is ordered locked. So it is with whoever left, training that
was ended, and a word on a volume that was taken back: a copy would let people in again; and with the end of the
agreement.

Source: clauses "Consent" (withdrawals reach every holder), 4.2, 7.2a, 10, A8.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from store.agreement.purposes import Purpose
from store.exchange.came_in import name_here
from store.exchange.ending import tell_end_again
from store.exchange.intake.locking import order_locked
from store.exchange.peers import Peer, peers
from store.fieldwork.consents.state import State
from store.ids import DeviceId, FamilyId, JournalId, StaffId
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.acts.terms.consents import ConsentDecision, InterviewState
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause
from store.keeping.acts.terms.store import StaffRole, StoreRole
from store.keeping.causality import NOT_YET, Ancestry, Place, precedes
from store.keeping.exchange_words import GIVEN, HELD
from store.keeping.header import KIND_FROM_BYTE
from store.keeping.history import acts_about, ancestry
from store.keeping.kinds import acts_of
from store.keeping.store import Store
from store.keeping.taking import N_BITS

_TOLD_AFRESH: Final = (acts.ConsentRecorded, acts.InterviewMarked, acts.ContactWishRecorded, acts.OutcomeSet)
_MARKING: Final = tuple(kind.kind.encode("ascii") for kind in (acts.ConsentRecorded, acts.InterviewMarked))
_ENDING: Final = acts.OutcomeSet.kind.encode("ascii")
_MARKED: Final = b':"entered_in_error"'
"""Stands in the body of such an act where it is a mark: in a text of somebody's, its quotes would be escaped."""

TOLD_ALL: Final = "told_afresh"
"""Noted once every laptop was told, of the journal that base goes on in."""


@dataclass(frozen=True, slots=True)
class _Known:
    """Which entries a laptop knows, or will hear with base's next bundles.

    Attributes:
        head: The end of its own journal, in the branch it goes on in.
        base: Base's present journal.
        addressed: Indices of that one which are for it.
    """

    device: DeviceId
    head: Place
    lineage: Ancestry
    base: JournalId
    addressed: frozenset[int]

    def holds(self, place: Place) -> bool:
        """Say whether an entry is one of them."""
        return place.n in self.addressed if place.journal == self.base else self.is_own(place)

    def is_own(self, place: Place) -> bool:
        """Say whether an entry is its own: what it wrote after a copy that it goes on from was made is so no longer."""
        return place.journal == self.head.journal and precedes(place, self.head, self.lineage)


@dataclass(frozen=True, slots=True)
class _Given:
    """How a laptop was given a family last, in base's present journal.

    Attributes:
        n: Where that stands; what is told before goes by a laptop that has not got the family yet. -1 for nowhere.
        records: The answers that came with it.
    """

    n: int
    records: frozenset[str]


def tell_afresh(store: Store) -> None:
    """Tell laptops what holds of their families and may have been lost on the way, each thing once.

    Looked at are those that go on from a copy, and once after base itself did, all of them.

    Args:
        store: Base's, a supervisor signed in: only they order anything. With anybody else it waits.

    Raises:
        StoreError: As `Store.record`.
    """
    if store.sidecar.role != StoreRole.BASE or StaffRole.SUPERVISOR not in store.roles():
        return
    note = name_here(store, TOLD_ALL)
    is_of_all = bool(store.former_branches()) and store.notebook.note_if_any(note) is None
    believed = [each for each in peers(store) if each.revoked_from is None]
    unsure = [each for each in believed if is_of_all or each.branch]
    spoken_of = _spoken_of(store) if unsure else {}
    for laptop in unsure:
        _tell(store, laptop, spoken_of.get(laptop.device, []))
    if is_of_all:
        trusted_no_more = _trusted_no_more(store, {each.staff for each in believed})
        if trusted_no_more:
            store.record(*trusted_no_more)
        tell_end_again(store)
        store.notebook.write_note(note, str(store.journal.size))


def _trusted_no_more(store: Store, carriers: Collection[StaffId | None]) -> list[Act]:
    """Return what a former journal told laptops of who left, of training, and of words on volumes, that counts no more.

    What was recorded and counts is not told again: who lacks it is let in by nobody, until it is recorded anew.

    Args:
        store: Base's.
        carriers: Who carries a laptop; that anybody else left goes to none.

    Source:
        Agreement 9.1e, A3, A9.
    """
    former = {branch.journal for branch in store.former_branches()}
    told: dict[str, Act] = {}
    here = set[str]()
    for held in acts_of(store, acts.CredentialEnded, acts.VolumeAttestationEnded, acts.StaffLeft):
        act = held.act
        match act:
            case acts.CredentialEnded():
                ended = act.credential
            case acts.VolumeAttestationEnded():
                ended = act.attestation
            case acts.StaffLeft() if act.staff in carriers:
                ended = act.staff
            case _:
                continue
        if held.journal in former:
            told[ended] = act
        elif held.journal == store.sidecar.journal:
            here.add(ended)
    return [act for ended, act in told.items() if ended not in here]


def _tell(store: Store, laptop: Peer, families: Sequence[FamilyId]) -> None:
    if not families:
        return
    rows = store.rows("SELECT DISTINCT n FROM addressed WHERE device IN (?, '')", (laptop.device,))
    known = _Known(
        laptop.device,
        Place(laptop.journal, laptop.branch, 1 << N_BITS, NOT_YET, 0),
        ancestry(store),
        store.sidecar.journal,
        frozenset(n for (n,) in rows),
    )
    said = [act for family in families for act in _unknown(store, family, known)]
    if said:
        store.record(*said)
    locks: dict[FamilyLockCause, list[tuple[DeviceId, FamilyId]]] = {}
    for family in families:
        cause = _lock_of(store, family)
        if cause is not None and not _is_locked_there(store, family, known):
            locks.setdefault(cause, []).append((laptop.device, family))
    for cause, lying in locks.items():
        order_locked(store, lying, cause)


def _spoken_of(store: Store) -> dict[DeviceId, list[FamilyId]]:
    """Return, by laptop, the families of whom something was taken back, wished, ended or locked."""
    rows = store.rows(
        "SELECT device, family FROM allocation AS there WHERE state IN (?, ?) AND ("
        " EXISTS (SELECT 1 FROM consent WHERE consent.family = there.family AND consent.state = ?)"
        " OR EXISTS (SELECT 1 FROM wish WHERE wish.family = there.family)"
        " OR EXISTS (SELECT 1 FROM lockset WHERE lockset.family = there.family AND lock = ?)"
        " OR EXISTS (SELECT 1 FROM familyentry JOIN entry ON entry.id = familyentry.entry"
        " WHERE familyentry.family = there.family AND (substr(header, ?) = ? OR"
        " substr(header, ?) IN (?, ?) AND instr(body, ?))))"
        " ORDER BY device, family",
        (GIVEN, HELD, State.WITHDRAWN, FamilyLock.LOCKED, KIND_FROM_BYTE, _ENDING, KIND_FROM_BYTE, *_MARKING, _MARKED),
    )
    lying: dict[DeviceId, list[FamilyId]] = {}
    for device, family in rows:
        lying.setdefault(DeviceId(device), []).append(FamilyId(family))
    return lying


def _unknown(store: Store, family: FamilyId, known: _Known) -> Iterator[Act]:
    """Yield the withdrawals that stand, the marks, the wishes and the outcomes that a laptop does not know, each once.

    What base tells of a family that the laptop has yet to be given would go by it: it has to stand behind the giving.
    """
    rows = store.rows(
        "SELECT person, purpose, target, record FROM consent WHERE family = ? AND state = ?", (family, State.WITHDRAWN)
    )
    withdrawn = {(person, Purpose(purpose), target or None, record) for person, purpose, target, record in rows}
    own = {known.base, *(each.journal for each in store.former_branches())}
    told: dict[str, tuple[Act, list[Place]]] = {}
    given = _Given(-1, frozenset())
    for act, place in acts_about(store, family, *_TOLD_AFRESH, acts.FamilyAllocated):
        match act:
            case acts.FamilyAllocated() if act.device == known.device and place.journal == known.base:
                given = _Given(place.n, frozenset(each.record for each in act.consents))
            case acts.ConsentRecorded() if (act.person, act.purpose, act.target, act.record) in withdrawn:
                told.setdefault(act.record, (act, []))[1].append(place)
            case acts.ConsentRecorded() if act.decision is ConsentDecision.ENTERED_IN_ERROR:
                told.setdefault(act.record, (act, []))[1].append(place)
            case acts.InterviewMarked() if act.state is InterviewState.ENTERED_IN_ERROR:
                told.setdefault(act.interview, (act, []))[1].append(place)
            case acts.ContactWishRecorded():
                told.setdefault(act.wish, (act, []))[1].append(place)
            case acts.OutcomeSet() if place.journal in own:  # base alone gives one
                told[f"{act.wave} {act.person}"] = (act, [place])  # and of several, the last counts
            case _:
                pass
    for record, (act, places) in told.items():
        reaches = [each for each in places if each.journal != known.base or each.n > given.n]
        if record not in given.records and not any(map(known.holds, reaches)):
            yield act


def _lock_of(store: Store, family: FamilyId) -> FamilyLockCause | None:
    """Return why a family is locked; None where it is not, or because a laptop was ordered to."""
    rows = store.rows(
        "SELECT cause FROM lockset WHERE family = ? AND lock = ?"
        " AND (follows_from IS NULL OR follows_from NOT IN (SELECT order_id FROM fieldorder))",
        (family, FamilyLock.LOCKED),
    )
    return FamilyLockCause(rows[0][0]) if rows else None


def _is_locked_there(store: Store, family: FamilyId, known: _Known) -> bool:
    """Say whether a laptop locked a family itself, as far as it knows."""
    return any(
        isinstance(act, acts.FamilyLockSet) and act.lock is FamilyLock.LOCKED and known.is_own(place)
        for act, place in acts_about(store, family, acts.FamilyLockSet)
    )
