"""Who holds what over 1,000,000 acts, 5,000 devices and 100,000 families, and the trail beside the list of families.

The rows are those the journal and the projection keep, written past both: nobody waits for a million signatures. Each
question is held against a bare indexed query for the same rows, of now or of a day in the middle of the story.
"""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from textual.pilot import Pilot

from store.clock import Instant, from_ms
from store.custody import holdings
from store.custody.trail_pages import Narrowed
from store.fieldwork.looking import lines_of
from store.ids import DeviceId, FamilyId, JournalId
from store.keeping.acts import dump
from store.keeping.database import Connection
from store.keeping.follows_custody import HERE, STILL
from store.keeping.header import Header, pack
from store.keeping.store import Store
from store.keeping.taking import N_BITS
from tests.benchmarks import stores
from tests.benchmarks.measuring import Result, side_by_side
from tests.made import inside
from tui.app import DoorstepApp
from tui.clerk import Clerk
from tui.common.trail.reading import TrailReader
from tui.desk import desk_of
from tui.told import SignedInKept

ENTRIES, DEVICES, FAMILIES, LISTED = 1_000_000, 5_000, 100_000, 10_000
STEP_MS = 15_000
SPAN_MS = 90 * 24 * 3_600_000
ASKED = 200
DIFFERENT = 40
"""So few that the pages they lie on are read before: whoever asks first would pay for the others."""


def run(memory: Path, *, is_quick: bool = False) -> list[Result]:
    entries, devices, families = (5_000, 50, 500) if is_quick else (ENTRIES, DEVICES, FAMILIES)
    with tempfile.TemporaryDirectory(dir=memory, prefix="doorstep-bench-") as temporary:
        folder = Path(temporary) / "base"
        stores.found(folder)
        with stores.open_at(folder) as store:
            first = store.first_act()
            size, base = store.journal.size, store.sidecar.store
        with inside(folder) as connection:
            connection.execute("BEGIN")
            fill(connection, first, size, entries, DeviceId(base), devices, families)
            connection.execute("COMMIT")
        listed = Path(temporary) / "listed"
        stores.found(listed)
        with stores.open_at(folder) as store, stores.open_at(listed) as other:
            stores.fill(other, 0, families=200 if is_quick else LISTED)
            results = [*_questions(store, first.at_ms, devices, families), _first_page(store, other)]
        return results if is_quick else [*results, _page_keys(folder, listed)]


def _id(what: str, n: int) -> str:
    return sha256(f"{what} {n}".encode()).hexdigest()[:32]


# -- the story -------------------------------------------------------------------------------------------------------


def fill(
    connection: Connection, first: Header, size: int, entries: int, base: DeviceId, devices: int, families: int
) -> None:
    text = "INSERT INTO entry (id, header, leaf, signature, salt, body) VALUES (?, ?, ?, ?, ?, ?)"
    connection.executemany(text, _entries(first, size, entries, families))
    connection.executemany(
        "INSERT INTO device (device, kind, name, state, told_by, particulars) VALUES (?, ?, ?, 'in_use', ?, '')",
        ((_id("device", n), "laptop", f"laptop-{n:05}", base) for n in range(devices)),
    )
    connection.executemany(
        "INSERT INTO holding (family, device, dataset, entry, from_ms, to_ms) VALUES (?, ?, ?, ?, ?, ?)",
        _holdings(first.at_ms, devices, families),
    )
    connection.executemany(
        "INSERT INTO familyview (family, entry, staff, device, at_ms, parts) VALUES (?, ?, ?, ?, ?, 'address people')",
        _views(first, devices, families),
    )


def _entries(first: Header, size: int, entries: int, families: int) -> Iterator[tuple[object, ...]]:
    bodies = [dump(stores.view(FamilyId(_id("family", n)))) for n in range(min(families, 500))]
    for n in range(size, entries):
        body = bodies[n % len(bodies)]
        header = Header(
            JournalId(first.journal), first.branch, n, first.at_ms + n * STEP_MS, first.staff, 0, "family_shown", 1,
            sha256(body).digest(),
        )  # fmt: skip
        yield (1 << N_BITS) + n, pack(header), bytes(32), bytes(64), bytes(16), body


def _holdings(at_ms: int, devices: int, families: int) -> Iterator[tuple[object, ...]]:
    """Yield what lay where: each family at base, and on three laptops one after the other, the last of them still."""
    chance = random.Random(6)
    delivery = _id("delivery", 0)
    for n in range(families):
        family = _id("family", n)
        yield family, HERE, delivery, n, at_ms, STILL
        begun = at_ms + chance.randrange(SPAN_MS // 4)
        for turn in range(3):
            ended = begun + chance.randrange(1, SPAN_MS // 4)
            device = _id("device", chance.randrange(devices))
            yield family, device, _id("order", n % devices), n * 3 + turn, begun, STILL if turn == 2 else ended
            begun = ended


def _views(first: Header, devices: int, families: int) -> Iterator[tuple[object, ...]]:
    chance = random.Random(7)
    for n in range(families * 3):
        device = _id("device", chance.randrange(devices))
        yield _id("family", n // 3), n, first.staff, device, first.at_ms + chance.randrange(SPAN_MS)


# -- the questions ---------------------------------------------------------------------------------------------------


def _questions(store: Store, at_ms: int, devices: int, families: int) -> list[Result]:
    then = from_ms(at_ms) + timedelta(days=30)
    some_devices = [DeviceId(_id("device", n % DIFFERENT * 7 % devices)) for n in range(ASKED * 20)]
    some_families = [FamilyId(_id("family", n % DIFFERENT * 7 % families)) for n in range(ASKED * 20)]

    columns = "family, device, dataset, from_ms, to_ms"
    on_device = f"SELECT {columns} FROM holding WHERE device = ? AND device <> ''"
    of_family = f"SELECT {columns} FROM holding WHERE family = ?"
    seen = "SELECT at_ms, staff, device, parts FROM familyview WHERE family = ?"
    still = f" AND to_ms = {STILL}"
    results = []
    for name, question, of, bare, bare_now in (
        ("what does a device hold", holdings.lying_on, some_devices, on_device, on_device + still),
        ("which devices hold a family", holdings.lying_of, some_families, of_family, of_family + still),
        ("who has seen a family", holdings.seen_by, some_families, seen, seen),
    ):
        found = side_by_side(
            {
                "now": _asking(store, question, of),
                "then": _asking(store, question, of, then),
                "bare now": _bare(store, bare_now, of),
                "bare then": _bare(store, bare, of),
            },
            10,
            ASKED,
        )
        for when, words in (("now", "now"), ("then", "as of a day")):
            ours, floor = found[when] * 1e6, found[f"bare {when}"] * 1e6
            results.append(Result(f"{name}, {words}", 2.0, ours, floor, "us", "against a bare indexed query"))
    return results


def _asking(store: Store, question: Callable[..., object], of: Sequence[str], *at: Instant) -> Callable[[int], object]:
    return lambda n: question(store, of[n], *at)


def _bare(store: Store, text: str, of: Sequence[str]) -> Callable[[int], object]:
    return lambda n: store.rows(text, (of[n],))


# -- the trail -------------------------------------------------------------------------------------------------------


def _first_page(store: Store, listed: Store) -> Result:
    found = side_by_side(
        {
            "ours": lambda _: TrailReader(store, Narrowed()).newest(),
            "floor": lambda _: lines_of(listed),
        },
        5,
        1,
    )
    told = f"against reading the list of {LISTED:,} families"
    return Result("trail, first page read", 1.5, found["ours"] * 1e3, found["floor"] * 1e3, "ms", told)


def _page_keys(folder: Path, listed: Path) -> Result:
    ours, floor = _page_key(folder, "t"), _page_key(listed, "")
    return Result("trail, a page key", 1.5, ours * 1e3, floor * 1e3, "ms", "against the list's, in one process")


def _page_key(folder: Path, opens: str) -> float:
    """Return the median seconds from a page key to the screen being painted, over forty pages."""
    clerk = Clerk()
    clerk.open(lambda: stores.open_at(folder)).result()
    app = DoorstepApp(
        clerk, clerk.ask(desk_of).result(), clerk.ask(lines_of).result(), lambda _: SignedInKept(None), ()
    )
    taken: list[float] = []

    async def play() -> None:
        async with app.run_test(size=(100, 30)) as pilot:
            pilot_: Pilot[int] = pilot
            if opens:
                await pilot_.press(opens)
                await asyncio.wrap_future(clerk.ask(lambda _: None))
                await pilot_.pause()
            for _ in range(40):
                begun = time.perf_counter()
                await pilot_.press("pagedown")
                taken.append(time.perf_counter() - begun)
                await asyncio.wrap_future(clerk.ask(lambda _: None))
                await pilot_.pause()

    try:
        asyncio.run(play())
    finally:
        clerk.close()
    return statistics.median(taken)
