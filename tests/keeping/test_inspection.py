"""Inspection: every kind of damage is found, and the first entry that does not hold is named."""

import shutil
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from store.errors import (
    AnchorDoesNotHoldError,
    EntryDoesNotHoldError,
    PagesDamagedError,
    QueueDamagedError,
    SidecarCopyDamagedError,
    StoreError,
    StoreFrozenError,
    TreeDoesNotHoldError,
)
from store.ids import StaffId, new_id
from store.keeping import acts, sidecar, staffing
from store.keeping.acts.terms.store import ErasureReason, StaffRole
from store.keeping.anchor import PLACE_BYTES
from store.keeping.database import Connection
from store.keeping.freshness import Frozen
from store.keeping.header import digest_body, pack, unpack
from store.keeping.inspection import ROWS_AT_ONCE, Proved, inspect
from store.keeping.store import Store
from store.keeping.taking import N_BITS
from store.keeping.tree import hash_leaf
from store.keeping.vault import PersonKeys, Seeds
from tests.made import ANCHOR, QUEUE, SECOND_PASSPHRASE, families, inside, made_base, opened, passphrase

FIRST = 1 << N_BITS
SIZE = 308
ERASED = (40, 41, 42, 200)
EARLY, LATE = 20, 305
"""An entry that the kept hashes cover, and one that only its own leaf does."""


def something() -> acts.Act:
    return acts.SettingChanged(name="idle-minutes", old=None, new="5")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store of 308 entries: 300 families, four of them erased by two acts."""
    folder = made_base(tmp_path_factory.mktemp("good"))
    delivered = families(300)
    with opened(folder) as store:
        (first, *_) = store.record(*delivered)
        ids = [family.family for family in delivered]
        store.erase_for_ever([ids[n - first] for n in (40, 41, 42)], ErasureReason.RETENTION_ENDED, authority="7.2f")
        store.erase_for_ever([ids[200 - first]], ErasureReason.DESTRUCTION_ORDER, authority="7.2e")
        store.record(something())
        assert store.journal.size == SIZE
    return folder


@pytest.fixture
def folder(good: Path, tmp_path: Path) -> Path:
    shutil.copytree(good, tmp_path / "base")
    return tmp_path / "base"


def inspected(folder: Path, *, signatures: bool = False) -> Proved:
    with opened(folder, is_only_looking=True) as store:
        return inspect(store, signatures=signatures)


# -- what holds


def test_a_good_store_holds_and_says_what_was_proved(folder: Path) -> None:
    with opened(folder, is_only_looking=True) as store:
        head = store.journal.head()

        proved = inspect(store, signatures=True)

    assert proved == Proved(
        head=head,
        erased=len(ERASED),
        page_bytes=(folder / "epoch-1.db").stat().st_size,
        is_in_keyring=False,
        signatures=SIZE,
    )
    assert head.size == SIZE


def test_looking_changes_nothing(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "lock"}

    inspected(folder)

    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "lock"} == before


def test_a_store_of_three_thousand_entries_holds_with_erasures_all_over_it(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    delivered = families(3000)
    with opened(folder) as store:
        store.record(*delivered)
        for start in range(0, 3000, 100):
            store.erase_for_ever(
                [family.family for family in delivered[start : start + 20 : 3]],
                ErasureReason.RETENTION_ENDED,
                authority="7.2f",
            )
        seen: list[tuple[int, int]] = []

        proved = inspect(store, progress=lambda done, every: seen.append((done, every)))

    assert (proved.head.size, proved.erased, proved.signatures) == (3035, 210, None)
    assert seen == [(3035, 3035)]


def test_memory_does_not_grow_with_the_journal(store: Store) -> None:
    def peak_after(entries: int) -> int:
        missing = entries - store.journal.size
        store.record(*[something()] * missing)
        tracemalloc.start()
        try:
            inspect(store)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    short, long = peak_after(2 * ROWS_AT_ONCE), peak_after(4 * ROWS_AT_ONCE)

    assert long < 1.1 * short


# -- what does not hold: each kind of damage, made past everything that guards the tables


@dataclass(frozen=True)
class Harm:
    """One kind of damage.

    Attributes:
        make: Damages the tables.
        n: The entry that must be named; None where the tree must be.
    """

    name: str
    make: Callable[[Connection], None]
    n: int | None
    needs_signatures: bool = False


def changing(column: str, n: int, byte: int = -1) -> Callable[[Connection], None]:
    def change(connection: Connection) -> None:
        (value,) = connection.execute(f"SELECT {column} FROM entry WHERE id = ?", (FIRST + n,)).fetchone()
        value = bytearray(value)
        value[byte] ^= 1
        connection.execute(f"UPDATE entry SET {column} = ? WHERE id = ?", (bytes(value), FIRST + n))

    return change


def saying(text: str, *values: object) -> Callable[[Connection], None]:
    def say(connection: Connection) -> None:
        assert connection.execute(text, values).rowcount > 0

    return say


def swapped(first: int, second: int) -> Callable[[Connection], None]:
    def swap(connection: Connection) -> None:
        for old, new in ((first, -1), (second, first), (-1, second)):
            connection.execute("UPDATE entry SET id = ? WHERE id = ?", (FIRST + new, FIRST + old))

    return swap


def rewritten(n: int, **changed: object) -> Callable[[Connection], None]:
    """Write another header with the leaf that belongs to it, so that only the tree and the signature can tell."""

    def rewrite(connection: Connection) -> None:
        (header,) = connection.execute("SELECT header FROM entry WHERE id = ?", (FIRST + n,)).fetchone()
        other = pack(replace(unpack(header), **changed))  # type: ignore[arg-type]
        connection.execute("UPDATE entry SET header = ?, leaf = ? WHERE id = ?", (other, hash_leaf(other), FIRST + n))

    return rewrite


def an_unknown_kind(n: int) -> Callable[[Connection], None]:
    return rewritten(n, kind="telepathy_recorded")


def added(at: int, claims: int) -> Callable[[Connection], None]:
    """Add an entry behind the last one, well formed, its header claiming an index."""

    def add(connection: Connection) -> None:
        header, signature, salt, body = connection.execute(
            "SELECT header, signature, salt, body FROM entry WHERE id = ?", (FIRST + LATE - 2,)
        ).fetchone()
        header = pack(replace(unpack(header), n=claims, body_digest=digest_body(salt, body)))
        connection.execute(
            "INSERT INTO entry (id, header, leaf, signature, salt, body) VALUES (?, ?, ?, ?, ?, ?)",
            (FIRST + at, header, hash_leaf(header), signature, salt, body),
        )

    return add


def erased_without_a_word(n: int) -> Callable[[Connection], None]:
    return saying("UPDATE entry SET salt = NULL, body = NULL WHERE id = ?", FIRST + n)


DAMAGE = [
    *(
        Harm(f"{what} of an {age} entry", make, n)
        for age, n in (("early", EARLY), ("late", LATE - 2))
        for what, make in (
            ("instant", changing("header", n, 30)),
            ("version", changing("header", n, 0)),
            ("kind", changing("header", n, -1)),
            ("index", changing("header", n, 26)),
            ("digest", changing("header", n, 60)),
            ("leaf", changing("leaf", n)),
            ("body", changing("body", n)),
            ("salt", changing("salt", n)),
            ("salt is gone", saying("UPDATE entry SET salt = NULL WHERE id = ?", FIRST + n)),
            ("body is gone", saying("UPDATE entry SET body = NULL WHERE id = ?", FIRST + n)),
            ("body and salt are gone", erased_without_a_word(n)),
            ("all is gone", saying("DELETE FROM entry WHERE id = ?", FIRST + n)),
            ("place", swapped(n, n + 1)),
            ("unknown kind", an_unknown_kind(n)),
            *(
                (f"{column} is text", saying(f"UPDATE entry SET {column} = 'text' WHERE id = ?", FIRST + n))
                for column in ("header", "leaf", "body", "salt")
            ),
        )
    ),
    Harm("the first entry is gone", saying("DELETE FROM entry WHERE id = ?", FIRST), 0),
    Harm("two are bad, the first counts", lambda c: (changing("body", 90)(c), changing("leaf", 30)(c))[0], 30),
    Harm("one more, at the wrong place", added(SIZE + 5, SIZE), SIZE),
    Harm("one more, from elsewhere", added(SIZE, 7), SIZE),
    Harm("one more, signed by nobody", added(SIZE, SIZE), SIZE, needs_signatures=True),
    Harm("a header that fits its leaf", rewritten(EARLY, at_ms=7), None),
    Harm("a hash", saying('UPDATE node SET hash = randomblob(32) WHERE level = 4 AND "index" = 3'), None),
    Harm("a hash is gone", saying("DELETE FROM node WHERE level = 8"), None),
    Harm("a hash too many", saying("INSERT INTO node VALUES (1, 8, 7, randomblob(32))"), None),
    Harm("a hash of another length", saying("UPDATE node SET hash = x'00' WHERE level = 8"), None),
    Harm("a signature", changing("signature", EARLY), EARLY, needs_signatures=True),
    Harm("the first signature", changing("signature", 0), 0, needs_signatures=True),
    Harm("the founder's signature", changing("signature", 1), 1, needs_signatures=True),
    Harm("no signature", saying("UPDATE entry SET signature = x'' WHERE id = ?", FIRST + 9), 9, needs_signatures=True),
]


@pytest.mark.parametrize("harm", DAMAGE, ids=lambda harm: harm.name)
def test_damage_is_found_and_the_first_entry_that_does_not_hold_is_named(folder: Path, harm: Harm) -> None:
    with inside(folder) as connection:
        harm.make(connection)
    expected = EntryDoesNotHoldError if harm.n is not None else TreeDoesNotHoldError

    with pytest.raises(expected) as found:
        inspected(folder, signatures=harm.needs_signatures)

    if isinstance(found.value, EntryDoesNotHoldError):
        assert found.value.n == harm.n
        assert found.value.why


@pytest.mark.parametrize("harm", [harm for harm in DAMAGE if harm.needs_signatures], ids=lambda harm: harm.name)
def test_signatures_are_looked_at_only_when_asked(folder: Path, harm: Harm) -> None:
    with inside(folder) as connection:
        harm.make(connection)

    assert inspected(folder).signatures is None


def test_what_was_erased_and_came_back_is_found(tmp_path: Path) -> None:
    folder, family = made_base(tmp_path), families(1)[0]
    with opened(folder) as store:
        (n,) = store.record(family)
        kept = store.journal.entry(n)
        store.erase_for_ever([family.family], ErasureReason.RETENTION_ENDED, authority="7.2f")
    with inside(folder) as connection:
        connection.execute("UPDATE entry SET salt = ?, body = ? WHERE id = ?", (kept.salt, kept.body, FIRST + n))

    with pytest.raises(EntryDoesNotHoldError) as found:
        inspected(folder)

    assert found.value.n == n
    assert "is there" in found.value.why


@pytest.mark.parametrize(
    ("ranges", "n", "why"),
    [
        (((5, 5),), 5, "its body is there"),
        (((6, 6), (8, 9)), 6, "its body is there"),
        (((7, 7), (9, 9)), 9, "its body is there"),
        (((0, 0), (7, 7)), 0, "its body is there"),
        (((7, 12),), 12, "came after it"),
        (((7, 7), (13, 99)), 12, "came after it"),
    ],
)
def test_an_act_that_tells_of_other_entries_than_were_erased_is_found(
    tmp_path: Path, ranges: tuple[tuple[int, int], ...], n: int, why: str
) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        store.record(*families(7))
        erased = acts.ErasedRanges(journal=store.journal.journal, branch=0, ranges=ranges)
        store.record(
            acts.BodiesErased(erased=(erased,), reason=ErasureReason.RETENTION_ENDED, authority="7.2f", order=None)
        )
        store._connection.execute("UPDATE entry SET salt = NULL, body = NULL WHERE id = ?", (FIRST + 7,))

        with pytest.raises(EntryDoesNotHoldError) as found:
            inspect(store)

    assert (found.value.n, why in found.value.why) == (n, True)


def test_an_erasure_told_for_another_journal_excuses_nothing(tmp_path: Path) -> None:
    with opened(made_base(tmp_path)) as store:
        store.record(*families(1))
        elsewhere = acts.ErasedRanges(journal=store.journal.journal, branch=1, ranges=((5, 5),))
        store.record(
            acts.BodiesErased(erased=(elsewhere,), reason=ErasureReason.RETENTION_ENDED, authority="7.2f", order=None)
        )
        store._connection.execute("UPDATE entry SET salt = NULL, body = NULL WHERE id = ?", (FIRST + 5,))

        with pytest.raises(EntryDoesNotHoldError) as found:
            inspect(store)

    assert (found.value.n, found.value.why) == (5, "its body is gone and no act tells of an erasure")


def test_a_colleague_who_was_added_by_nobody_but_themselves_is_found(tmp_path: Path) -> None:
    """Whoever can write into the file cannot add a key of their own and sign with it."""
    with opened(made_base(tmp_path)) as store:
        intruder = PersonKeys.of(StaffId(new_id()), Seeds.fresh())
        joined = acts.StaffAdded(
            staff=intruder.staff,
            name="Somebody Else",
            employer=None,
            roles=(StaffRole.SUPERVISOR,),
            verify_key=intruder.signing.public_key().public_bytes_raw().hex(),
            sealing_key=intruder.seeds.sealing_key().public.hex(),
        )
        at_ms = store.last_act().at_ms
        (n,) = store.journal.append([joined], store._projected(), intruder, at_ms)

        with pytest.raises(EntryDoesNotHoldError) as found:
            inspect(store, signatures=True)

    assert (found.value.n, found.value.why) == (n, "nobody known signed it")


def test_everybody_who_was_added_signs_for_themselves_from_then_on(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        staffing.add(store, "Supervisor Two", StaffRole.SUPERVISOR, passphrase(SECOND_PASSPHRASE))
    with opened(folder, SECOND_PASSPHRASE) as store:
        store.record(something())

        assert inspect(store, signatures=True).signatures == store.journal.size


# -- what does not hold beside the tables


def flipped(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def a_page(folder: Path) -> None:
    flipped(folder / "epoch-1.db", 200 * 4096)


def a_page_that_signing_in_reads(folder: Path) -> None:
    with inside(folder) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'stem'").fetchone()
    flipped(folder / "epoch-1.db", (page - 1) * 4096 + 1000)


def the_last_entry_is_gone(folder: Path) -> None:
    with inside(folder) as connection:
        connection.execute("DELETE FROM entry WHERE id = ?", (FIRST + SIZE - 1,))


def every_entry_is_gone(folder: Path) -> None:
    with inside(folder) as connection:
        connection.execute("DELETE FROM entry")
        connection.execute("DELETE FROM node")


def one_place_of_the_anchor(folder: Path) -> None:
    flipped(folder / ANCHOR, 20)


def the_other_place_of_the_anchor(folder: Path) -> None:
    flipped(folder / ANCHOR, PLACE_BYTES + 20)


def no_anchor(folder: Path) -> None:
    (folder / ANCHOR).unlink()


def the_sidecar(folder: Path) -> None:
    flipped(folder / sidecar.NAME, 400)


def the_spare_sidecar(folder: Path) -> None:
    (folder / sidecar.SPARE).unlink()


def the_queue(folder: Path) -> None:
    (folder / QUEUE).write_bytes(b"{}\n")


@pytest.mark.parametrize(
    ("harm", "refusal"),
    [
        (a_page, PagesDamagedError),
        (a_page_that_signing_in_reads, PagesDamagedError),
        (the_last_entry_is_gone, StoreFrozenError),
        (every_entry_is_gone, StoreFrozenError),
        (one_place_of_the_anchor, AnchorDoesNotHoldError),
        (the_other_place_of_the_anchor, AnchorDoesNotHoldError),
        (no_anchor, StoreFrozenError),
        (the_sidecar, SidecarCopyDamagedError),
        (the_spare_sidecar, SidecarCopyDamagedError),
        (the_queue, QueueDamagedError),
    ],
)
def test_damage_beside_the_tables_has_a_sentence_of_its_own(
    folder: Path, harm: Callable[[Path], None], refusal: type[StoreError]
) -> None:
    harm(folder)

    with pytest.raises(refusal):
        inspected(folder)


def test_the_worst_is_told_first(folder: Path) -> None:
    with inside(folder) as connection:
        changing("body", 90)(connection)
    for harm in (one_place_of_the_anchor, the_sidecar, the_queue):
        harm(folder)

    with pytest.raises(EntryDoesNotHoldError):
        inspected(folder)


def test_a_frozen_store_says_why_once_everything_in_it_holds(folder: Path) -> None:
    the_last_entry_is_gone(folder)

    with pytest.raises(StoreFrozenError) as found:
        inspected(folder)

    assert found.value.reason == Frozen.ROLLED_BACK.words
