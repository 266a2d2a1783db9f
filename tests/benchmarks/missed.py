"""Why a promise was missed, by the name of the figure; a figure that is met again loses its line (a test holds it)."""

from typing import Final

_INTAKE: Final = (
    "Each row becomes an act with its own salt and digest, a leaf of the tree, and rows of a family, its people, its"
    " numbers and its line in the list, in an encrypted file; the floor writes one plain row. All statements of the"
    " database alone take 8 to 9 times the floor; the rest is spread thin over reading, judging and telling a row."
)

WHY: Final[dict[str, str]] = {
    "take in 100 x 1,000 acts, memory, growth": (
        "A base of so few laptops begins with nearly empty tables, which are the cheapest to write; over the thousand"
        " laptops that were promised, on the disk, it is met."
    ),
    "one durable answer": (
        "On a disk that syncs in half a millisecond what is computed shows: the law in force, the wording's digest, and"
        " how the answer merges with those before it. Where a sync takes eight milliseconds it is 1.01."
    ),
    "door: opening a form": (
        "It is told durably that people are shown before anything of them is, and which fields apply, what they offer"
        " and how much room they take is worked out meanwhile; the first form after coming in takes twice as long as"
        " the next, since its lines find their places then."
    ),
    "door: an attempt shown as kept": (
        "A key and a frame of the smallest app take 1.9 ms, more than twice the append on this disk, which syncs in a"
        " third of a millisecond: what is left for 1.5 times the append is less than any app needs to paint one"
        " character. It is seen about 3 ms after key and append."
    ),
    "take in a delivery of 100,000 rows": _INTAKE,
    "take in a delivery of 100,000 rows, processor": _INTAKE,
}
