"""Numbered sheets of paper: issued, returned, shredded; each number once, for ever.

Owns the rules, the deeds and reading the register. Refuses to own what was written on a sheet, and wishes noted by its
number (fieldwork).

Source: clauses A9, A11; DIN 66399-1.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from store.agreement.safeguards import PaperLevel, is_at_least
from store.clock import Instant, from_ms, to_ms
from store.custody.holdings import first_at
from store.custody.incidents.following import hold_supervisor
from store.custody.naming import staff_named, staff_names
from store.errors import (
    AsOfTooEarlyError,
    PaperLevelError,
    SheetNumberError,
    SheetStateError,
    SheetTakenError,
    SheetUnknownError,
    StillAheadError,
    WitnessError,
)
from store.ids import FamilyId, StaffId
from store.keeping.acts.terms.devices import SheetState
from store.keeping.agreed import agreement_of
from store.keeping.names import hold_line
from store.keeping.store import Store

_NUMBER: Final = re.compile(r"[0-9A-Z][0-9A-Z-]{0,31}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, as the register has it.

    Attributes:
        sheet: Its number.
        holder: Who had it, or has it.
        families: Whose data stands on it, as far as it was printed and something of them can still be read.
        families_count: Of how many it was.
        issued_at: When it was handed out.
        level, shredded_at: Once it is shredded.
    """

    sheet: str
    state: SheetState
    holder: StaffId
    families: tuple[FamilyId, ...]
    families_count: int
    issued_at: Instant
    why_necessary: str = field(repr=False)
    level: PaperLevel | None
    witness: str | None = field(repr=False)
    recycler: str | None = field(repr=False)
    shredded_at: Instant | None


def sheet_numbers(typed: Sequence[str]) -> tuple[str, ...]:
    """Return numbers of sheets as they are kept, each once; case and blanks do not matter.

    Raises:
        SheetNumberError: One is none, or there is none.
    """
    numbers = tuple(dict.fromkeys("".join(each.split()).upper() for each in typed))
    if not numbers or not all(map(_NUMBER.fullmatch, numbers)):
        raise SheetNumberError
    return numbers


def sheets(store: Store, holder: StaffId | None = None) -> list[Sheet]:
    """Return the register by number; or what one person had."""
    return _read(store, "? IS NULL OR holder = ?", (holder, holder))


def sheets_of(store: Store, family: FamilyId, at: Instant | None = None) -> list[Sheet]:
    """Return the sheets that one family's data is on, by number; none once it was destroyed.

    Args:
        store: Open.
        family: Whose.
        at: Those that were there then; those that are there now where it is None.

    Raises:
        AsOfTooEarlyError: Nothing had been told by then.
    """
    if at is not None and at < first_at(store):
        raise AsOfTooEarlyError
    then = to_ms(at or store.now())
    where = (
        "sheet IN (SELECT sheet FROM sheetfamily WHERE family = ?) AND issued_at_ms <= ?"
        " AND (shredded_at_ms IS NULL OR shredded_at_ms > ?)"
    )
    return _read(store, where, (family, then, then))


def _read(store: Store, where: str, values: Sequence[object]) -> list[Sheet]:
    rows = store.rows(
        "SELECT sheet, state, holder, families_count, issued_at_ms, why_necessary, level, witness, recycler,"  # noqa: S608  # words of this room
        f" shredded_at_ms FROM sheet WHERE {where} ORDER BY sheet",
        values,
    )
    families: dict[str, list[FamilyId]] = {}
    for sheet, family in store.rows("SELECT sheet, family FROM sheetfamily ORDER BY family") if rows else ():
        families.setdefault(sheet, []).append(FamilyId(family))
    return [
        Sheet(
            sheet,
            SheetState(state),
            StaffId(whose),
            tuple(families.get(sheet, ())),
            count,
            from_ms(issued_at_ms),
            why,
            None if level is None else PaperLevel(level),
            witness,
            recycler,
            None if at_ms is None else from_ms(at_ms),
        )
        for sheet, state, whose, count, issued_at_ms, why, level, witness, recycler, at_ms in rows
    ]


def left_with(store: Store, holder: StaffId) -> int:
    """Return how many sheets somebody has not brought back."""
    return sum(each.state is SheetState.ISSUED for each in sheets(store, holder))


def issue(store: Store, typed: Sequence[str], name: str, families: Sequence[FamilyId], why: str) -> int:
    """Record that sheets were handed to somebody; return how many.

    Raises:
        NotASupervisorError: Only a supervisor hands paper out.
        SheetNumberError, SheetTakenError: A number is none, or was used before.
        StaffNameError, LineFormError: Nobody of that name works here, or the reason cannot be kept.
        StoreError: As `Store.record`.
    """
    from store.keeping.acts import PaperIssued

    hold_supervisor(store)
    numbers, holder = sheet_numbers(typed), staff_named(store, name)
    hold_line(why)
    known = {each.sheet for each in sheets(store)}
    if known & set(numbers):
        raise SheetTakenError
    store.record(PaperIssued(sheets=numbers, families=tuple(families), holder=holder, why_necessary=why))
    return len(numbers)


def take_back(store: Store, typed: Sequence[str]) -> int:
    """Record that sheets came back; return how many.

    Raises:
        NotASupervisorError: Only a supervisor takes paper back.
        SheetNumberError, SheetUnknownError, SheetStateError: One was never handed out, or is back already.
        StoreError: As `Store.record`.
    """
    from store.keeping.acts import PaperReturned

    hold_supervisor(store)
    found = _found(store, typed, SheetState.ISSUED)
    by_holder: dict[StaffId, list[str]] = {}
    for each in found:
        by_holder.setdefault(each.holder, []).append(each.sheet)
    store.record(*(PaperReturned(sheets=tuple(theirs), from_holder=holder) for holder, theirs in by_holder.items()))
    return len(found)


def shred(
    store: Store,
    typed: Sequence[str],
    level: PaperLevel,
    witness: str,
    recycler: str,
    at: Instant | None = None,
) -> int:
    """Record that sheets were shredded before a witness and given to a recycler; return how many.

    Args:
        store: Base's.
        typed: Their numbers; each came back before.
        level: How small; the agreement says how small at least.
        witness: Who watched; not who did it.
        recycler: Who took them.
        at: When, aware; None for now.

    Raises:
        NotASupervisorError: Only a supervisor records it.
        SheetNumberError, SheetUnknownError, SheetStateError: One was never handed out, is still out, or is gone.
        PaperLevelError: Too coarse.
        WitnessError: The witness is whoever shredded it.
        LineFormError, StillAheadError: It is not recorded.
        StoreError: As `Store.record`.
    """
    from store.keeping.acts import PaperShredded

    hold_supervisor(store)
    for line in (witness, recycler):
        hold_line(line)
    least = agreement_of(store).destruction.paper_level
    if not is_at_least(level, least):
        raise PaperLevelError(least)
    me = store.keys.person.staff
    if witness.casefold().split() == staff_names(store).get(me, "").casefold().split():
        raise WitnessError
    now = store.now()
    if at is not None and to_ms(at) > to_ms(now):
        raise StillAheadError
    found = _found(store, typed, SheetState.RETURNED)
    store.record(
        PaperShredded(
            sheets=tuple(each.sheet for each in found),
            level=level,
            shredded_by=me,
            witness=witness,
            recycler=recycler,
            shredded_at_ms=to_ms(at or now),
        )
    )
    return len(found)


def _found(store: Store, typed: Sequence[str], state: SheetState) -> list[Sheet]:
    known = {each.sheet: each for each in sheets(store)}
    found = []
    for number in sheet_numbers(typed):
        if number not in known:
            raise SheetUnknownError
        if known[number].state is not state:
            raise SheetStateError(known[number].state)
        found.append(known[number])
    return found
