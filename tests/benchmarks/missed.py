"""Why a promise was missed, by the name of the figure; a figure that is met again loses its line (a test holds it)."""

from typing import Final

_INTAKE: Final = (
    "Each row becomes an act with its own salt and digest, a leaf of the tree, and rows of a family, its people, its"
    " numbers and its line in the list, in an encrypted file; the floor writes one plain row. To write that many bytes"
    " encrypted, as one row each of one table and with nothing else done, took 8.5 and 9.6 times the floor in two runs."
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
        "It is told durably that people are shown before anything of them is; the form is worked out meanwhile, and on"
        " a disk that syncs in a third of a millisecond that reckoning is what one waits for."
    ),
    "door: an attempt shown as kept": (
        "A key and a frame of the smallest app take 1.9 ms, more than 1.5 times the append on this disk, so that no"
        " such app can keep to it here. The frame is worked out while the disk writes: where a sync takes 5 ms more it"
        " is 1.9 times the append (the row below)."
    ),
    "take in a delivery of 100,000 rows": _INTAKE,
    "take in a delivery of 100,000 rows, processor": _INTAKE,
}
