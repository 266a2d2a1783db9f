"""Why a promise was missed, by the name of the figure; a figure that is met again loses its line (a test holds it)."""

from typing import Final

WHY: Final[dict[str, str]] = {
    "take in 100 x 1,000 acts, memory, growth": (
        "A base of so few laptops begins with nearly empty tables, which are the cheapest to write; over the thousand"
        " laptops that were promised, on the disk, it is met."
    ),
    "one durable answer": (
        "On a disk that syncs in half a millisecond what is computed shows: the law in force, the wording's digest, and"
        " how the answer merges with those before it. Where a sync takes eight milliseconds it is 1.01."
    ),
    "door: an attempt shown as kept": (
        "What is 1.5 times the append on this disk, 1.2 ms, is less than a key of the smallest app takes, 2.0 ms. From"
        " the key that keeps it nothing is left to do but the commit and one write of a frame that is ready: a key and"
        " an append alone take longer. Where a sync takes 5 ms more it is 1.15 times the append (the row below)."
    ),
}
