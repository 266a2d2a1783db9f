"""Allocation: which families can be given to a laptop, and which of them are chosen.

Owns what makes a family free, and choosing by postcode, number or name. Refuses to own giving them (orders).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from store.agreement.purposes import Purpose
from store.custody.trail import family_of_reference
from store.errors import AskedBackBeforeError, FamilyNotFreeError, NothingToGiveError, NothingToRecallError
from store.exchange import orders
from store.exchange.peers import Peer, peer
from store.exchange.ticket import hold_supervisor_of_base
from store.fieldwork.lines import Standing
from store.ids import DeviceId, FamilyId
from store.keeping import acts
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.exchange import OrderKind
from store.keeping.acts.terms.families import RecallCause
from store.keeping.acts.values import IDS_COUNT
from store.keeping.exchange_words import CALLED_BACK, GIVEN, GONE, HELD, ISSUED, WITHHELD
from store.keeping.follows_taken import IN_NO_JOURNAL
from store.keeping.header import KIND_FROM_BYTE
from store.keeping.store import Store
from store.keeping.taking import N_BITS


@dataclass(frozen=True, slots=True)
class Free:
    """A family that no laptop has and that may be visited.

    Attributes:
        postcode: As it was delivered; None where none was.
    """

    family: FamilyId
    postcode: str | None = field(repr=False)


Select = Callable[[str, Sequence[object]], list[Any]]
"""As `Store.rows`."""


def free_families(store: Store, without: DeviceId | None = None) -> Iterator[Free]:
    """Yield the families of a base that can be given, in the order of the councils' references: `free_in`."""
    return free_in(store.rows, without)


def free_in(select: Select, without: DeviceId | None = None) -> Iterator[Free]:
    """Yield the families of a base that can be given, in the order of the councils' references.

    Args:
        select: Over base's store.
        without: A laptop that is taken for one that is not believed any more.

    Not free is what a laptop has that is still believed, what was ordered destroyed, what is locked or paused, whoever
    wished for no contact, a case that the office ended, a household that split off another, of which no council said
    anything, and of wave 2 whoever took back being contacted again; nor what a laptop locked for a base that was lost:
    why that was is known no longer.
    A family that was ordered destroyed and then kept after all, for its yes came late, is free; so is one of which the
    order was taken back, in time or not.

    Source:
        Agreement 4.4: no family of wave 2 without a live yes; 7.2a: a family that refused is not visited.
    """
    rows = select(
        "SELECT family, family.postcode FROM family JOIN contactline USING (family)"
        " WHERE standing NOT IN (?, ?) AND council_reference <> ''"
        " AND NOT EXISTS (SELECT 1 FROM setoutcome AS o WHERE o.family = family.family AND o.wave = family.wave"
        " AND o.person = '') AND family NOT IN"
        " (SELECT family FROM allocation JOIN peer USING (device) WHERE state <> ? AND revoked_from IS NULL"
        " AND device IS NOT ?)"
        " AND (family.wave = ? OR family IN (SELECT family FROM consent WHERE purpose = ? AND is_live))"
        " ORDER BY council_reference",
        (Standing.LOCKED, Standing.PAUSED, GONE, without, Wave.ONE, Purpose.RECONTACT),
    )
    ordered = select(
        "SELECT families, base_at FROM fieldorder WHERE (order_kind = ? OR order_kind = ? AND base_at = ?)"
        " AND NOT EXISTS (SELECT 1 FROM fact WHERE name = ? || order_id) ORDER BY base_at < 0, base_at",
        (OrderKind.DESTROY, OrderKind.LOCK, IN_NO_JOURNAL, CALLED_BACK),
    )
    destroyed = {family: at for families, at in ordered for family in families.split()}
    return (
        Free(FamilyId(family), postcode)
        for family, postcode in rows
        if family not in destroyed or _came_again(select, family, destroyed[family])
    )


def _came_again(select: Select, family: str, ordered_at: int) -> bool:
    """Say whether a council's update brought a family after it was ordered destroyed, for it agreed by then.

    Never where that cannot be told: of an order that a lost base gave, and where a succession put two journals of
    base's one after the other.
    """
    if ordered_at == IN_NO_JOURNAL or select("SELECT 1 FROM fact WHERE name = 'successions'", ()):
        return False
    rows = select(
        "SELECT max(entry.id) FROM familyentry JOIN entry ON entry.id = familyentry.entry"  # noqa: S608  # a number
        f" JOIN family USING (family) WHERE family = ? AND wave = ? AND substr(header, {KIND_FROM_BYTE}) = ?",
        (family, Wave.TWO, acts.FamilyDelivered.kind.encode("ascii")),
    )
    return any(key is not None and key & ((1 << N_BITS) - 1) > ordered_at for (key,) in rows)


def choose(free: Iterable[Free], postcode: str | None, count: int | None) -> list[FamilyId]:
    """Return the first so many free families of a postcode area, district, sector or code. Pure.

    Args:
        free: In the order they are to be given.
        postcode: As `is_within` takes it; None for any.
        count: The most there may be; None for all.
    """
    fitting = (each.family for each in free if postcode is None or is_within(each.postcode, postcode))
    return list(islice(fitting, count))


def is_within(postcode: str | None, asked: str) -> bool:
    """Say whether a postcode lies in what was asked for: `CM` an area, `CM1` a district, `CM1 9` a sector. Pure.

    `CM1` is no part of `CM11`: a postcode ends in a digit and two letters, and what stands before is its district.

    Args:
        postcode: With its space or without; None lies nowhere.
        asked: With its space, unless it is an area, a district or a whole postcode.

    Source:
        Royal Mail, Programmers' Guide to the Postcode Address File: outward and inward code.
    """
    held, wanted = _bare(postcode or ""), _bare(asked)
    outward = held[:-3]
    if not wanted or not outward:
        return False
    if " " in asked.strip():
        district, _, sector = asked.strip().upper().rpartition(" ")
        return outward == _bare(district) and held[-3:].startswith(sector)
    area = re.match("[A-Z]*", outward)
    return wanted in (held, outward, area and area.group())


def named(store: Store, references: Sequence[str]) -> list[FamilyId]:
    """Return the families of some references, each of them free, each once.

    Raises:
        FamilyUnknownError, LineFormError: A reference names no family that is held here.
        FamilyNotFreeError: One of them cannot be given.
    """
    wanted = [family_of_reference(store, reference) for reference in references]
    hold_free(store, wanted)
    return list(dict.fromkeys(wanted))


def hold_free(store: Store, families: Sequence[FamilyId]) -> None:
    """Make sure that families can be given.

    Raises:
        FamilyNotFreeError: One of them cannot.
    """
    free = {each.family for each in free_families(store)}
    for place, family in enumerate(families, start=1):
        if family not in free:
            raise FamilyNotFreeError(place)


def give(store: Store, laptop: Peer, families: Sequence[FamilyId]) -> None:
    """Give chosen families to a laptop, in as many orders as it takes.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        NothingToGiveError: There are none.
        StoreError: As `orders.allocate`.
    """
    hold_supervisor_of_base(store)
    if not families:
        raise NothingToGiveError
    for start in range(0, len(families), IDS_COUNT):
        orders.allocate(store, laptop, families[start : start + IDS_COUNT])


def take_back(store: Store, families: Sequence[FamilyId], cause: RecallCause) -> int:
    """Take families back from the laptops that have them, each by an order to its own.

    A laptop erases them once its acts about them lie in a verified backup.

    Returns:
        How many were asked back; those that no laptop has, or that were asked back before, are passed by.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        NothingToRecallError: No laptop that is still believed has any of them.
        AskedBackBeforeError: Whichever has one was asked for it before.
        StoreError: As `orders.recall`.
    """
    hold_supervisor_of_base(store)
    asked = asked_back(store.rows)
    wanted, is_any_out = set(families), False
    held: dict[DeviceId, list[FamilyId]] = {}
    for family, device in store.rows(
        "SELECT family, device FROM allocation JOIN peer USING (device)"
        " WHERE state IN (?, ?) AND revoked_from IS NULL ORDER BY device, family",
        (GIVEN, HELD),
    ):
        if family in wanted:
            is_any_out = True
            if (device, family) not in asked:
                held.setdefault(DeviceId(device), []).append(FamilyId(family))
    if not held:
        raise AskedBackBeforeError if is_any_out else NothingToRecallError
    for device, theirs in held.items():
        for start in range(0, len(theirs), IDS_COUNT):
            orders.recall(store, peer(store, device), theirs[start : start + IDS_COUNT], cause)
    return sum(map(len, held.values()))


def asked_back(select: Select) -> set[tuple[str, str]]:
    """Return each laptop and family of a recall that was not carried out yet, as far as is known.

    Args:
        select: Over base's store.
    """
    rows = select(
        "SELECT device, families FROM fieldorder WHERE order_kind = ? AND state IN (?, ?)",
        (OrderKind.RECALL, ISSUED, WITHHELD),
    )
    return {(device, family) for device, theirs in rows for family in theirs.split()}


def _bare(postcode: str) -> str:
    return "".join(postcode.split()).upper()
