"""Inspection of what is held of other stores: all holds after an exchange, and any one bit that changes is found."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from store.errors import EntryDoesNotHoldError, NoteDoesNotHoldError, StoreBehindError, StoreError, TreeDoesNotHoldError
from store.exchange import lifting, orders
from store.exchange.mailboxes import name_mailbox, open_known
from store.exchange.peers import peer
from store.exchange.succession import succeed
from store.exchange.sync import Outcome, sync
from store.keeping import acts
from store.keeping.acts.terms.devices import BackupUse
from store.keeping.acts.terms.families import FamilyLockCause
from store.keeping.acts.terms.store import ErasureReason, Verdict
from store.keeping.database import Connection
from store.keeping.freshness import Frozen
from store.keeping.inspection import Proved, inspect
from store.keeping.store import Store
from store.keeping.taking import FIRST_TWIN, N_BITS
from tests.exchange.enrolled import FORGOTTEN, Pair, enrolled
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, families, opened, passphrase

FAMILIES = families(6)
TEXT = {"at base": PASSPHRASE, "on the laptop": FORGOTTEN}


def something(number: int, name: str = "idle-minutes") -> acts.Act:
    return acts.SettingChanged(name=name, old=None, new=f"{number}")


def synced(folder: Path, text: str) -> Outcome:
    with opened(folder, text) as store:
        mailbox, known = open_known(store)
        with mailbox:
            return sync(store, mailbox, known)


@dataclass(frozen=True)
class Told:
    """Where a base and a laptop lie that told each other much."""

    base: Path
    laptop: Path

    def of(self, where: str) -> Path:
        return self.base if where == "at base" else self.laptop


def named(pair: Pair, mail: Path) -> None:
    mail.mkdir(exist_ok=True)
    for folder, text in ((pair.base, PASSPHRASE), (pair.laptop, FORGOTTEN)):
        with opened(folder, text) as store:
            name_mailbox(store, str(mail))[0].close()


def exchanged(pair: Pair, rounds: int = 3) -> None:
    for _ in range(rounds):
        synced(pair.base, PASSPHRASE)
        synced(pair.laptop, FORGOTTEN)
    synced(pair.base, PASSPHRASE)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A pair with a history: families given, one of them locked, one destroyed, and a laptop that was copied back.

    Base holds the laptop's first branch, a twin of it, and its second branch.
    """
    outer = tmp_path_factory.mktemp("told")
    pair = enrolled(outer)
    named(pair, outer / "mail")
    with opened(pair.base) as base:
        base.record(*FAMILIES)
        orders.allocate(base, peer(base, pair.device), [each.family for each in FAMILIES[:4]])
    exchanged(pair)
    with opened(pair.base) as base:
        orders.lock(base, peer(base, pair.device), [FAMILIES[0].family], FamilyLockCause.CONTACT_WISH)
        orders.destroy(base, peer(base, pair.device), [FAMILIES[1].family])
    exchanged(pair)
    with opened(pair.base) as base:
        base.erase_for_ever([FAMILIES[1].family], ErasureReason.DESTRUCTION_ORDER, "7.2f")
    with opened(pair.laptop, FORGOTTEN) as laptop:
        laptop.record(*[something(number) for number in range(40)])
    exchanged(pair)
    shutil.copytree(pair.laptop, outer / "image")
    with opened(pair.laptop, FORGOTTEN) as laptop:
        laptop.record(*[something(number) for number in range(5)])
    synced(pair.laptop, FORGOTTEN)
    synced(pair.base, PASSPHRASE)
    for path in (outer / "mail").iterdir():
        path.unlink()
    shutil.rmtree(pair.laptop)
    shutil.copytree(outer / "image", pair.laptop)
    with opened(pair.laptop, FORGOTTEN) as laptop:
        laptop.record(*[something(number, "cover-minutes") for number in range(7)])
    synced(pair.laptop, FORGOTTEN)
    synced(pair.base, PASSPHRASE)
    with opened(pair.base) as base:
        laptop_now = peer(base, pair.device)
        assert base.journal_of(laptop_now.journal, FIRST_TWIN) is not None
    with pytest.raises(StoreBehindError):
        synced(pair.laptop, FORGOTTEN)
    with opened(pair.laptop, FORGOTTEN) as laptop, opened(pair.base) as base:
        assert laptop.frozen is not None
        asked = lifting.request(laptop, outer)
        allowed = lifting.answer(base, asked.read_bytes(), "Copied back.", outer)
        lifting.apply(laptop, allowed.read_bytes())
        laptop.record(something(99))
    exchanged(pair, 4)
    return Told(pair.base, pair.laptop)


@pytest.fixture
def told(good: Told, tmp_path: Path) -> Told:
    shutil.copytree(good.base, tmp_path / "base")
    shutil.copytree(good.laptop, tmp_path / "laptop")
    return Told(tmp_path / "base", tmp_path / "laptop")


def inspected(told: Told, where: str, *, signatures: bool = False) -> Proved:
    with opened(told.of(where), TEXT[where], is_only_looking=True) as store:
        return inspect(store, signatures=signatures)


@contextmanager
def inside(told: Told, where: str) -> Iterator[tuple[Connection, Store]]:
    with opened(told.of(where), TEXT[where], is_only_looking=True) as store:
        yield store._connection, store


def test_whatever_a_base_and_a_laptop_hold_of_each_other_holds(told: Told) -> None:
    base, laptop = inspected(told, "at base", signatures=True), inspected(told, "on the laptop", signatures=True)

    assert base.held_trees == 3
    assert base.held_entries > 90
    assert base.held_erased > 0
    assert base.signatures == base.head.size + base.held_entries
    assert base.former_entries == 0
    assert laptop.held_trees == 1
    assert laptop.head.branch == 1
    assert laptop.former_entries > 50
    assert laptop.signatures == laptop.head.size + laptop.former_entries
    assert min(base.notes, laptop.notes) > 5


COLUMNS = ("header", "leaf", "signature", "salt", "body")


def held_keys(connection: Connection, store: Store) -> list[int]:
    """Return the keys of every entry that is not of the tree the store writes: former branches too."""
    first, last = store.journal.keys()
    rows = connection.execute("SELECT id FROM entry WHERE id NOT BETWEEN ? AND ? ORDER BY id", (first, last))
    return [key for (key,) in rows]


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("where", TEXT)
def test_a_flipped_bit_of_an_entry_that_is_not_of_the_present_tree_is_found(
    told: Told, where: str, column: str
) -> None:
    """On a laptop nobody's keys at base are known: the signatures of base's entries are base's to check."""
    missed = []
    with inside(told, where) as (connection, store):
        keys = held_keys(connection, store)
        former = {branch.stem for branch in store.former_branches()}
        tried = 0
        for key in keys[:: max(1, len(keys) // 12)]:
            if where == "on the laptop" and column == "signature" and key >> N_BITS not in former:
                continue
            (value,) = connection.execute(f"SELECT {column} FROM entry WHERE id = ?", (key,)).fetchone()
            if value is None:
                continue
            for bit in (0, len(value) * 4, len(value) * 8 - 1):
                changed = bytearray(value)
                changed[bit // 8] ^= 1 << bit % 8
                connection.execute(f"UPDATE entry SET {column} = ? WHERE id = ?", (bytes(changed), key))
                try:
                    inspect(store, signatures=column == "signature")
                    missed.append((key, bit))
                except (EntryDoesNotHoldError, TreeDoesNotHoldError):
                    tried += 1
            connection.execute(f"UPDATE entry SET {column} = ? WHERE id = ?", (value, key))
        inspect(store, signatures=True)
    assert not missed
    assert tried > 10


def test_a_flipped_bit_of_a_kept_hash_is_found(told: Told) -> None:
    missed = []
    with inside(told, "at base") as (connection, store):
        nodes = connection.execute(
            'SELECT stem, level, "index", hash FROM node WHERE stem <> ? ORDER BY stem, level', (store.journal.stem,)
        ).fetchall()
        assert nodes
        for stem, level, index, value in nodes:
            where = 'WHERE stem = ? AND level = ? AND "index" = ?'
            changed = bytes([value[0] ^ 1]) + value[1:]
            connection.execute(f"UPDATE node SET hash = ? {where}", (changed, stem, level, index))
            try:
                inspect(store)
                missed.append((stem, level, index))
            except TreeDoesNotHoldError:
                pass
            connection.execute(f"UPDATE node SET hash = ? {where}", (value, stem, level, index))
        inspect(store)
    assert not missed


@pytest.mark.parametrize("where", TEXT)
def test_a_flipped_bit_of_an_exchanged_checkpoint_or_of_what_it_is_kept_by_is_found(told: Told, where: str) -> None:
    with inside(told, where) as (connection, store):
        notes = connection.execute("SELECT digest, journal, branch, size, note FROM exchangednote").fetchall()
        for digest, journal, branch, size, note in notes[:: max(1, len(notes) // 6)]:
            other = ("0" if digest[0] != "0" else "1") + digest[1:]
            flips: list[tuple[str, Any]] = [
                ("note", bytes([*note[:40], note[40] ^ 1, *note[41:]])),
                ("note", bytes([*note[:-9], note[-9] ^ 1, *note[-8:]])),
                ("size", size ^ 1),
                ("branch", branch ^ 1),
                ("journal", "f" * 32),
                ("digest", other),
            ]
            for column, value in flips:
                kept = {"digest": digest, "journal": journal, "branch": branch, "size": size, "note": note}[column]
                connection.execute(f"UPDATE exchangednote SET {column} = ? WHERE digest = ?", (value, digest))
                with pytest.raises(NoteDoesNotHoldError):
                    inspect(store)
                now = other if column == "digest" else digest
                connection.execute(f"UPDATE exchangednote SET {column} = ? WHERE digest = ?", (kept, now))
        inspect(store)


GONE = [
    ("at base", "DELETE FROM entry WHERE id = (SELECT max(id) FROM entry WHERE id >> 40 = {first})"),
    ("at base", "DELETE FROM entry WHERE id = ({first} << 40) + 9"),
    ("at base", "DELETE FROM entry WHERE id >> 40 = {twin}"),
    ("at base", "DELETE FROM stem WHERE id = {twin}"),
    ("at base", "UPDATE stem SET branch = branch + 1 WHERE id = {twin}"),
    ("at base", "UPDATE stem SET journal = 'ffffffffffffffffffffffffffffffff' WHERE id = {first}"),
    ("at base", "INSERT INTO node VALUES ({twin}, 4, 0, zeroblob(32))"),
    ("at base", "INSERT INTO node VALUES ({first}, 5, 0, zeroblob(32))"),
    ("at base", "INSERT INTO node VALUES (77, 4, 0, zeroblob(32))"),
    ("at base", "INSERT INTO entry SELECT 77 << 40, header, leaf, signature, salt, body FROM entry WHERE id >> 40 = 1"),
    ("at base", "INSERT INTO stem (id, journal, branch) SELECT 77, journal, branch FROM stem WHERE id = {first}"),
    ("at base", "INSERT INTO stem VALUES (77, 'ffffffffffffffffffffffffffffffff', 0)"),
    ("at base", "UPDATE entry SET salt = NULL, body = NULL WHERE id = ({first} << 40) + 2"),
    ("on the laptop", "DELETE FROM entry WHERE id = (SELECT min(id) FROM entry WHERE id >> 40 = {first})"),
    ("on the laptop", "DELETE FROM entry WHERE id = (SELECT max(id) FROM entry WHERE id >> 40 = {first})"),
    ("on the laptop", "DELETE FROM entry WHERE id >> 40 = {first}"),
    ("on the laptop", "DELETE FROM stem WHERE id = {first}"),
    (
        "on the laptop",
        "UPDATE entry SET id = id + 3000 WHERE id = (SELECT max(id) FROM entry WHERE id >> 40 = {first})",
    ),
    ("on the laptop", "DELETE FROM entry WHERE id = (SELECT max(id) FROM entry WHERE id >> 40 = 1)"),
]
"""`first` is the first tree of another store, `twin` the copy; on the laptop, 1 is its own former branch."""


@pytest.mark.parametrize(("where", "text"), GONE)
def test_what_was_taken_away_or_put_in_is_found(told: Told, where: str, text: str) -> None:
    with inside(told, where) as (connection, store):
        own = store.sidecar.journal
        (first,) = connection.execute("SELECT min(id) FROM stem WHERE journal <> ?", (own,)).fetchone()
        (twin,) = connection.execute("SELECT max(id) FROM stem WHERE branch >= ?", (FIRST_TWIN,)).fetchone()
        if "id >> 40 = 1" in text and "77" in text:
            text += " LIMIT 1"
        assert connection.execute(text.format(first=first, twin=twin)).rowcount > 0

        with pytest.raises((EntryDoesNotHoldError, TreeDoesNotHoldError)):
            inspect(store)


@pytest.mark.parametrize("where", TEXT)
def test_a_checkpoint_that_was_taken_away_is_missed(told: Told, where: str) -> None:
    with inside(told, where) as (connection, store):
        (last,) = connection.execute("SELECT their_size FROM peer").fetchone()
        own = store.sidecar.journal
        assert connection.execute("DELETE FROM exchangednote WHERE journal <> ? AND size = ?", (own, last)).rowcount

        with pytest.raises(NoteDoesNotHoldError):
            inspect(store)


def test_what_was_erased_here_and_came_back_is_found(told: Told) -> None:
    family = FAMILIES[2].family
    with opened(told.base) as base:
        about = "SELECT id, salt, body FROM entry JOIN familyentry ON entry = id WHERE family = ?"
        text = f"{about} AND id NOT BETWEEN ? AND ?"
        (key, salt, body), *_ = base.rows(text, (family, *base.journal.keys()))
        base.erase_for_ever([family], ErasureReason.DESTRUCTION_ORDER, "7.2f")
        inspect(base)
        base._connection.execute("UPDATE entry SET salt = ?, body = ? WHERE id = ?", (salt, body, key))

        with pytest.raises(EntryDoesNotHoldError) as found:
            inspect(base)

    assert found.value.n == key & ((1 << N_BITS) - 1)
    assert found.value.why == "its body is there, and an act tells that it was erased"
    assert found.value.tree


def test_a_laptop_whose_interviewer_has_another_key_than_base_registered_is_found(told: Told) -> None:
    """Whoever wrote a whole journal anew would need the key that base accepted."""
    with inside(told, "at base") as (connection, store):
        (key,) = connection.execute(
            "SELECT min(id) FROM entry WHERE id >> 40 = (SELECT min(id) FROM stem WHERE journal <> ?)",
            (store.sidecar.journal,),
        ).fetchone()
        (signature,) = connection.execute("SELECT signature FROM entry WHERE id = ?", (key + 1,)).fetchone()
        connection.execute("UPDATE entry SET signature = ? WHERE id = ?", (signature, key))

        inspect(store)
        with pytest.raises(EntryDoesNotHoldError) as found:
            inspect(store, signatures=True)

    assert (found.value.n, found.value.why) == (0, "its signature does not hold")


def test_a_base_that_was_succeeded_holds_with_its_former_journal(told: Told) -> None:
    with opened(told.base) as base:
        before = base.journal.size
        base.frozen = Frozen.ROLLED_BACK
        succeed(base, passphrase(SECOND_PASSPHRASE))

        proved = inspect(base, signatures=True)

        assert proved.former_entries == before
        assert proved.held_trees == 3
        base._connection.execute("UPDATE entry SET leaf = zeroblob(32) WHERE id = ?", ((1 << N_BITS) + 3,))
        with pytest.raises(EntryDoesNotHoldError) as found:
            inspect(base)

    assert (found.value.n, bool(found.value.tree)) == (3, True)


def test_a_laptop_has_seen_what_the_last_bundle_told_also_where_it_brought_no_entry(tmp_path: Path) -> None:
    pair = enrolled(tmp_path)
    named(pair, tmp_path / "mail")
    exchanged(pair)
    with opened(pair.base) as base:
        base.record(something(1))
        size = base.journal.size
        backup(base)
    synced(pair.base, PASSPHRASE)

    with opened(pair.laptop, FORGOTTEN) as laptop:
        before = laptop.seen()
        mailbox, known = open_known(laptop)
        with mailbox:
            brought = sync(laptop, mailbox, known)

        assert brought.new_count == 0
        assert before < size < laptop.seen()
        assert laptop.last_act().seen == laptop.seen()


def backup(base: Store) -> None:
    base.record(
        acts.BackupRestored(
            backup="b" * 32,
            use=BackupUse.VERIFICATION,
            verdict=Verdict.HOLDS,
            journal_size=base.journal.size,
            finding=None,
        )
    )


def test_two_idle_stores_fall_silent(tmp_path: Path) -> None:
    pair = enrolled(tmp_path)
    named(pair, tmp_path / "mail")
    exchanged(pair)

    told = []
    for _ in range(4):
        synced(pair.laptop, FORGOTTEN)
        told.append(synced(pair.base, PASSPHRASE))

    assert [outcome.sent_count for outcome in told] == [0, 0, 0, 0]
    assert [outcome.taken_count for outcome in told] == [1, 1, 1, 1]


def test_a_verified_backup_is_told_to_a_laptop_that_waits_for_it(tmp_path: Path) -> None:
    pair = enrolled(tmp_path)
    named(pair, tmp_path / "mail")
    exchanged(pair)
    with opened(pair.base) as base:
        backup(base)

    assert synced(pair.base, PASSPHRASE).sent_count == 1
    synced(pair.laptop, FORGOTTEN)

    with opened(pair.laptop, FORGOTTEN) as laptop:
        ((size, backed_up),) = laptop.rows("SELECT size, backed_up_size FROM receipt")
    assert 0 < backed_up <= size


def test_a_refusal_names_the_tree(told: Told) -> None:
    with inside(told, "at base") as (connection, store):
        journal = connection.execute("SELECT journal FROM stem WHERE journal <> ?", (store.sidecar.journal,)).fetchone()
        connection.execute("UPDATE entry SET leaf = zeroblob(32) WHERE id = (SELECT max(id) FROM entry)")

        with pytest.raises(StoreError) as found:
            inspect(store)

    assert f"doorstep/{journal[0]}" in found.value.message
