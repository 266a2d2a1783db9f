"""What came in from laptops since base last looked, of some kinds.

Owns looking once at each entry, also where a crash came between. Refuses to own what is done about it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from store.ids import DeviceId
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.header import KIND_FROM_BYTE, unpack
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class CameIn:
    """An act of a laptop's.

    Attributes:
        sender: Which laptop's.
    """

    sender: DeviceId
    act: Act


def came_in(store: Store, size: int, looked_at: str, *kinds: type[Act]) -> Iterator[CameIn]:
    """Yield what came in that nobody looked at yet, in the order it was taken in.

    Args:
        store: Base's.
        size: Of its journal, up to which is looked now; `look_up_to` says afterwards that it was.
        looked_at: What this looking is called.
        kinds: Of acts.
    """
    for received in bundles_in(store, size, looked_at):
        for span in received.entries:
            yield from (CameIn(received.from_device, act) for act in _acts(store, span, kinds))


def bundles_in(store: Store, size: int, looked_at: str) -> Iterator[acts.BundleReceived]:
    """Yield the bundles that nobody looked into yet, in the order they were taken in; as `came_in`."""
    start = int(store.notebook.note_if_any(name_here(store, looked_at)) or 0)
    for entry in store.journal.entries(min(start, size), size):
        read = unpack(entry.header)
        if read.kind != acts.BundleReceived.kind or entry.body is None:
            continue
        received = acts.parse(read.kind, read.kind_version, entry.body)
        assert isinstance(received, acts.BundleReceived)
        yield received


Looked = dict[str, int]
"""By what a looking is called, up to which size of base's journal it went."""


def look_up_to(store: Store, looked: Looked) -> None:
    """Say how far was looked, of every looking at one stroke."""
    store.notebook.write_notes({name_here(store, looked_at): str(size) for looked_at, size in looked.items()})


def name_here(store: Store, looked_at: str) -> str:
    """Return what the note of a looking is called: another one for each journal that base writes."""
    return f"{looked_at}/{store.sidecar.journal}"


def _acts(store: Store, span: acts.EntrySpan, kinds: tuple[type[Act], ...]) -> Iterator[Act]:
    sought = [kind.kind.encode("ascii") for kind in kinds]
    rows = store.rows(
        # A cross join is done in the order written: the other way round, every entry in the file would be looked at.
        "SELECT header, body FROM stem CROSS JOIN entry ON entry.id BETWEEN stem.id << 40 | ? AND stem.id << 40 | ?"  # noqa: S608  # a number, question marks
        " WHERE journal = ? AND branch = ? AND body IS NOT NULL"
        f" AND substr(header, {KIND_FROM_BYTE}) IN ({', '.join('?' * len(sought))}) ORDER BY entry.id",
        (span.first, span.first + span.count - 1, span.journal, span.branch, *sought),
    )
    for header, body in rows:
        read = unpack(header)
        yield acts.parse(read.kind, read.kind_version, body)
