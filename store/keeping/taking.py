"""What is taken in from another store: runs of its journal's entries, and the notes that vouch for them.

Owns the values and where they are put in the file. Refuses to own whether they may be believed (exchange): whoever
makes these has held every header, body and leaf against a checkpoint that its device signed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from store.ids import DeviceId, JournalId
from store.keeping.database import Connection
from store.keeping.tree import KEPT_LEVELS, Node

if TYPE_CHECKING:
    from store.keeping.acts import Act

N_BITS: Final = 40
"""An entry's key is `stem << 40 | n`: one b-tree in journal order serves (journal, branch, n)."""

HEARD_AT: Final = "heard_at"
"""A laptop's fact: when it last took in a bundle of base's, in milliseconds of its own clock as that stands now: where
that is set back, this goes back with it."""

TERM_TOLD: Final = "term_told"
"""A fact: the act by which base extended or ended the agreement last, and when."""

LEFT: Final = "left/"
"""How a laptop's facts are named that say of somebody who works on it, by their id, on which day base says they left.
Their row of staff stays as it is: whoever left is let in nowhere else, and here nothing unsent would ever go."""

FIRST_TWIN: Final = 32_768
"""Branch numbers from here on name twins: copies of a branch that contradict the one this store holds."""


class TakenEntry(NamedTuple):
    """One entry of another journal; a tuple, for there are thousands.

    Attributes:
        leaf: RFC 9162 leaf hash of `header`.
        act: What the body says; None, like salt and body, once erased.
    """

    n: int
    header: bytes
    leaf: bytes
    signature: bytes
    salt: bytes | None
    body: bytes | None
    act: "Act | None"

    def __repr__(self) -> str:
        return f"<TakenEntry {self.header.hex()}>"


@dataclass(frozen=True, slots=True)
class TakenRun:
    """Entries of one branch, in order.

    Attributes:
        branch: Under which number it is kept here: the entries' own, or a twin's.
        sender: The device whose journal it is.
        nodes: Tree nodes that the entries complete; empty where only single entries of a tree are held.
    """

    journal: JournalId
    branch: int
    sender: DeviceId
    entries: Sequence[TakenEntry]
    nodes: Sequence[Node]


@dataclass(frozen=True, slots=True)
class ExchangedNote:
    """A signed checkpoint to be kept as evidence, with the digest it is kept by."""

    digest: str
    journal: JournalId
    branch: int
    size: int
    note: bytes


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything that comes in with one bundle."""

    runs: Sequence[TakenRun]
    notes: Sequence[ExchangedNote]


NOTHING: Final = Intake((), ())


def put(connection: Connection, intake: Intake) -> None:
    """Write what is taken in into the journal's own tables; the caller holds the transaction."""
    for run in intake.runs:
        stem = stem_of(connection, run.journal, run.branch)
        connection.executemany(
            "INSERT INTO entry (id, header, leaf, signature, salt, body) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (stem << N_BITS | each.n, each.header, each.leaf, each.signature, each.salt, each.body)
                for each in run.entries
            ],
        )
        connection.executemany(
            'INSERT INTO node (stem, level, "index", hash) VALUES (?, ?, ?, ?)',
            [(stem, node.level, node.index, node.hash) for node in run.nodes if node.level in KEPT_LEVELS],
        )
    if not intake.notes:
        return
    connection.executemany(
        "INSERT OR IGNORE INTO exchangednote (digest, journal, branch, size, note) VALUES (?, ?, ?, ?, ?)",
        [(each.digest, each.journal, each.branch, each.size, each.note) for each in intake.notes],
    )


def stem_of(connection: Connection, journal: JournalId, branch: int) -> int:
    """Return the number a branch has in this file, given now if it had none; the caller holds the transaction."""
    found = connection.execute("SELECT id FROM stem WHERE journal = ? AND branch = ?", (journal, branch)).fetchone()
    if found is None:
        found = connection.execute(
            "INSERT INTO stem (id, journal, branch) SELECT max(id) + 1, ?, ? FROM stem RETURNING id", (journal, branch)
        ).fetchone()
    return int(found[0])
