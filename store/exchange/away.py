"""How each laptop of a base stands, as far as base was told: the last bundles, what is unsent, its clock, its refusals.

Owns gathering it, and when a laptop has gone quiet. Refuses to own the list of peers (laptops), holdings (custody), and
how a line reads. Nothing here reads more than a few entries of a laptop.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from store.clock import Instant, from_ms
from store.custody.holdings import held_count
from store.exchange.laptops import REVOKED, Known, known, told_of_newest
from store.exchange.peers import Peer, hold_base
from store.exchange.withholding import rank
from store.fieldwork.leases import ended_at
from store.ids import DeviceId, FamilyId
from store.keeping import acts
from store.keeping.acts.terms.devices import DeviceKind, DeviceState
from store.keeping.acts.terms.exchange import OrderKind
from store.keeping.exchange_words import ISSUED, WITHHELD
from store.keeping.header import KIND_FROM_BYTE, unpack
from store.keeping.history import acts_about
from store.keeping.store import Store

QUIET_AFTER: Final = timedelta(days=4)
"""A laptop with families of which nothing new came for longer has gone quiet: a week-end and a holiday pass first."""

CLOCK_MAY_DIFFER: Final = timedelta(minutes=2)
"""Clocks that are closer than that are told as right."""

_SENT_WITHIN: Final = 16
"""A bundle is told of right behind the head that it carries: so few entries on at most."""


@dataclass(frozen=True, slots=True)
class Away:
    """One laptop, as it stands.

    Attributes:
        interviewer: Who carries it.
        state: `laptops.REVOKED`, or a `DeviceState`.
        last_in_at, last_out_at: When something of it was last taken in, and something last left for it in the mailbox,
            by base's clock; None for never.
        unsent_count: Acts that it had not sent, as last told.
        clock_ahead: How far its clock was ahead of base's at least, behind where that is negative; zero where nothing
            shows that it was wrong. A bundle takes time on its way, so more than that nobody can say.
        held_count: Families that lie there, each once for each dataset.
        unconfirmed_count: Families that are to be locked there and of which it has not said that they are.
        is_quiet: Whether it has gone quiet.
        is_lease_ended: Whether it has heard nothing for so long that it locked its families, as far as is known here.
        waiting_count: Entries that wait at base until it runs a release that can read them.
        needs_release: The latest release that any of them needs; empty where none waits.
        has_carrier_left: Whether it is still believed, and its interviewer works here no longer.
        is_left_heard: Whether it is known to have heard so: it shows no family then.
    """

    device: DeviceId
    name: str = field(repr=False)
    interviewer: str = field(repr=False)
    state: str
    last_in_at: Instant | None
    last_out_at: Instant | None
    unsent_count: int
    clock_ahead: timedelta
    held_count: int
    unconfirmed_count: int
    is_quiet: bool
    is_lease_ended: bool = False
    waiting_count: int = 0
    needs_release: str = ""
    has_carrier_left: bool = False
    is_left_heard: bool = False


def away(store: Store) -> list[Away]:
    """Return every laptop that was ever enrolled, by name; runs in the thread that writes.

    Raises:
        NotBaseError: A laptop knows of no other.
    """
    hold_base(store)
    unconfirmed = _unconfirmed(store)
    left = {staff for (staff,) in store.rows("SELECT staff FROM staff WHERE left_on IS NOT NULL")}
    return [
        _away(
            store,
            each,
            unconfirmed.get(each.peer.device, 0),
            has_carrier_left=each.state != REVOKED and each.peer.staff in left,
        )
        for each in known(store)
    ]


def is_quiet(laptop: Known, last_out_at: Instant | None, now: Instant) -> bool:
    """Say whether a laptop that is in use and has families has not been heard of for too long. Pure."""
    since = laptop.last_in_at or last_out_at
    return (
        laptop.state == DeviceState.IN_USE
        and laptop.families_count > 0
        and since is not None
        and now - since > QUIET_AFTER
    )


def _away(store: Store, laptop: Known, unconfirmed_count: int, *, has_carrier_left: bool) -> Away:
    peer, last_out_at = laptop.peer, _sent_at(store, laptop.peer)
    waiting = [since for (since,) in store.rows("SELECT needs_release FROM withheld WHERE device = ?", (peer.device,))]
    return Away(
        device=peer.device,
        name=peer.name,
        interviewer=laptop.interviewer or "",
        state=laptop.state,
        last_in_at=laptop.last_in_at,
        last_out_at=last_out_at,
        unsent_count=peer.unsent_count,
        clock_ahead=_clock_ahead(store, peer),
        held_count=held_count(store, peer.device, DeviceKind.LAPTOP),
        unconfirmed_count=unconfirmed_count,
        is_quiet=is_quiet(laptop, last_out_at, store.now()),
        is_lease_ended=laptop.families_count > 0 and ended_at(laptop.last_in_at, store.now()) is not None,
        waiting_count=len(waiting),
        needs_release=max(waiting, key=rank, default=""),
        has_carrier_left=has_carrier_left,
        is_left_heard=has_carrier_left and _has_heard_left(store, peer),
    )


def _has_heard_left(store: Store, laptop: Peer) -> bool:
    """Say whether a laptop holds a head of base's above the entry that tells that its carrier left."""
    ((told_at,),) = store.rows(
        "SELECT max(n) FROM addressed JOIN entry ON entry.id = ? + n"  # noqa: S608  # a number
        f" WHERE device = ? AND substr(header, {KIND_FROM_BYTE}) = ?"
        " AND n NOT IN (SELECT n FROM withheld WHERE device = ? AND journal = ?)",
        (
            store.journal.keys()[0],
            laptop.device,
            acts.StaffLeft.kind.encode("ascii"),
            laptop.device,
            store.sidecar.journal,
        ),
    )
    return told_at is not None and laptop.heard_size > told_at


def _unconfirmed(store: Store) -> dict[str, int]:
    """Return how many families wait to be locked, by laptop; a laptop that is no longer believed is not waited for.

    A laptop locks at once and says so; the order stays open until everything about the family is backed up and erased.
    """
    found: dict[str, set[str]] = {}
    for order, device, journal, families in store.rows(
        "SELECT order_id, device, journal, families FROM fieldorder JOIN peer USING (device)"
        " WHERE order_kind = ? AND state IN (?, ?) AND revoked_from IS NULL",
        (OrderKind.LOCK, ISSUED, WITHHELD),
    ):
        waiting = {each for each in families.split() if not _is_locked(store, FamilyId(each), order, journal)}
        found.setdefault(device, set()).update(waiting)
    return {device: len(families) for device, families in found.items()}


def _is_locked(store: Store, family: FamilyId, order: str, journal: str) -> bool:
    """Say whether a laptop told that it locked a family by an order."""
    locks = acts_about(store, family, acts.FamilyLockSet)
    return any(
        place.journal == journal and isinstance(act, acts.FamilyLockSet) and act.follows_from == order
        for act, place in locks
    )


def _sent_at(store: Store, laptop: Peer) -> Instant | None:
    """Return when the last bundle was left for a laptop: the date of the entry that tells of it."""
    rows = store.rows(
        "SELECT size FROM sentbundle WHERE to_device = ? AND number = ?", (laptop.device, laptop.number_out)
    )
    if not rows:
        return None
    ((size,),) = rows
    behind_it = store.journal.entries(size, min(size + _SENT_WITHIN, store.journal.size))
    headers = (unpack(entry.header) for entry in behind_it)
    return next((from_ms(each.at_ms) for each in headers if each.kind == acts.BundleSent.kind), None)


def _clock_ahead(store: Store, laptop: Peer) -> timedelta:
    """Return how far a laptop's clock was ahead at least when each side last opened a bundle of the other's.

    Whatever is opened was sealed before: where it says that it was sealed later, the clocks differ by that at least.
    """
    ahead = _sender_ahead(_taken_up(store, laptop))
    if ahead > CLOCK_MAY_DIFFER:
        return ahead
    behind = _sender_ahead(_taken_down(store, laptop))
    return -behind if behind > CLOCK_MAY_DIFFER else timedelta()


def _taken_up(store: Store, laptop: Peer) -> acts.BundleReceived | None:
    """Return what base told of the last bundle of a laptop."""
    told = told_of_newest(store, laptop)
    return None if told is None else _received(told.header, told.body)


def _taken_down(store: Store, laptop: Peer) -> acts.BundleReceived | None:
    """Return what a laptop told of the last bundle of base's, as far as base holds its journal."""
    held = store.journal_of(laptop.journal, laptop.branch)
    if held is None or not held.size:
        return None
    first, last = held.keys()
    rows = store.rows(
        f"SELECT header, body FROM entry WHERE id BETWEEN ? AND ? AND substr(header, {KIND_FROM_BYTE}) = ?"  # noqa: S608  # a number
        " ORDER BY id DESC LIMIT 1",
        (first, last, acts.BundleReceived.kind.encode("ascii")),
    )
    return _received(*rows[0]) if rows else None


def _received(header: bytes, body: bytes | None) -> acts.BundleReceived | None:
    told = unpack(header)
    act = None if body is None else acts.parse(told.kind, told.kind_version, body)
    return act if isinstance(act, acts.BundleReceived) else None


def _sender_ahead(told: acts.BundleReceived | None) -> timedelta:
    return timedelta(seconds=0 if told is None else told.sender_ahead_s)
