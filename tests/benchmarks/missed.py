"""Why a promise was missed, by the name of the figure; a figure that is met again loses its line (a test holds it)."""

from typing import Final

_INTAKE: Final = (
    "Each row becomes an act with its own salt and digest, a leaf of the tree, and rows of a family, its people, its"
    " numbers and its line in the list, in an encrypted file; the floor writes one plain row. All statements of the"
    " database alone take 8 to 9 times the floor; the rest is spread thin over reading, judging and telling a row."
)

WHY: Final[dict[str, str]] = {
    "append a family's act, memory": (
        "A family's act changes more pages than one, each encrypted and authenticated: its entry, the family's index"
        " and what is shown of it. On a disk, where it is used, it takes less than the floor."
    ),
    "a laptop's two syncs of 300 acts, disk": (
        "About 13 ms of it are computed, spread thin over sealing, opening, what follows from entries and the folder;"
        " the floor is six syncs of this disk, at 1 to 2 ms each. Where a sync takes 4 ms and more it is 1.6 to 1.7."
    ),
    "take in 100 x 1,000 acts, memory, growth": (
        "Within the noise of so short a run: the same over ten times as many acts, on the disk, is met."
    ),
    "one durable answer": (
        "On a disk that syncs in half a millisecond what is computed shows: the law in force, the wording's digest, and"
        " how the answer merges with those before it. Where a sync takes eight milliseconds it is 1.01."
    ),
    "door: opening a family": (
        "It is told durably that the family is shown before anything of it is: an append and its thread come before"
        " the frame, and the frame is a whole screen of 100 by 30, where the floor answers with one line."
    ),
    "door: opening a form": (
        "As a family; and which fields apply, what they offer and how much room they take is worked out in between."
    ),
    "door: an attempt shown as kept": (
        "A key and a frame of the smallest app take 3.5 ms, twice the append on this disk, which syncs in less than a"
        " millisecond: what is left for 1.5 times the append is less than any app needs to paint one character."
    ),
    "take in a delivery of 100,000 rows": _INTAKE,
    "take in a delivery of 100,000 rows, processor": _INTAKE,
}
