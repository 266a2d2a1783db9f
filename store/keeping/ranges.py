"""Ranges of indices: sorted, disjoint `(first, last)` pairs, both meant.

Owns adding to them and comparing them. Refuses to own what the indices are of. Pure.
"""

from collections.abc import Iterable, Sequence

Range = tuple[int, int]


def stretch(ranges: list[Range], first: int, last: int) -> None:
    """Add a range, which begins no earlier than any before it, to sorted, disjoint ranges; those that touch are one."""
    if ranges and ranges[-1][1] >= first - 1:
        ranges[-1] = (ranges[-1][0], max(last, ranges[-1][1]))
    else:
        ranges.append((first, last))


def joined(ranges: Iterable[Range]) -> list[Range]:
    """Return any ranges as sorted, disjoint ones that do not touch."""
    found: list[Range] = []
    for first, last in sorted(ranges):
        stretch(found, first, last)
    return found


def first_outside(ranges: Sequence[Range], others: Sequence[Range]) -> int | None:
    """Return the lowest index of `ranges` that is not in `others`, or None; both sorted, disjoint and not touching."""
    place = 0
    for first, last in ranges:
        while place < len(others) and others[place][1] < first:
            place += 1
        if place == len(others) or others[place][0] > first:
            return first
        if others[place][1] < last:
            return others[place][1] + 1
    return None


def count_of(ranges: Iterable[Range]) -> int:
    """Return how many indices there are in disjoint ranges."""
    return sum(last - first + 1 for first, last in ranges)
