"""The journal: an act and what follows from it in one transaction, a tree right at every size, erasing, replay."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.agreement.safeguards import Topic
from store.errors import StoreDamagedError, WriterStoppedError
from store.ids import FamilyId, JournalId, StaffId, new_id
from store.keeping import acts, database
from store.keeping.acts.terms.devices import (
    DeviceKind,
    DeviceState,
    Encrypted,
    EncryptionScheme,
    VolumeMoment,
    VolumeRole,
)
from store.keeping.acts.terms.store import CredentialEvidence, ErasureReason, SignInScope, StaffRole
from store.keeping.database import Connection
from store.keeping.header import Header, digest_body, pack, unpack
from store.keeping.journal import Erased, Journal
from store.keeping.projection import Projection
from store.keeping.schema import create_tables
from store.keeping.secret import Secret
from store.keeping.store import Store
from store.keeping.taking import N_BITS, NOTHING, Intake
from store.keeping.tree import (
    KEPT_LEVELS,
    Frontier,
    check_consistency,
    check_inclusion,
    consistency_path,
    hash_leaf,
    inclusion_path,
)
from store.keeping.vault import PersonKeys, Seeds
from tests.made import FOUNDED, families

JOURNAL = JournalId("0f1e2d3c4b5a69788796a5b4c3d2e1f0")
OTHER = JournalId("a1b2c3d4e5f60718293a4b5c6d7e8f90")
AT_MS = 1_446_454_800_000
KEY = Secret(bytes(range(32)))
SEALING_KEY = "5e" * 1216
PERSON = PersonKeys.of(StaffId(new_id()), Seeds.fresh())
SOMEBODY = PersonKeys.of(StaffId(new_id()), Seeds.fresh())


def signed_in(staff: StaffId = PERSON.staff) -> acts.SignedIn:
    return acts.SignedIn(staff=staff, scope=SignInScope.FULL, credential=None, release="0.1")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """An encrypted file with every table and two branches, nothing in either."""
    made = database.create(tmp_path / "journal.db", KEY)
    create_tables(made)
    made.execute("INSERT INTO stem (id, journal, branch) VALUES (1, ?, 0), (2, ?, 0)", (JOURNAL, OTHER))
    made.execute("INSERT INTO localnote (name, value) VALUES ('projection', ?)", (str(database.PROJECTION),))
    yield made
    made.close()


@pytest.fixture
def journal(connection: Connection) -> Journal:
    return Journal(connection, JOURNAL, 0)


@pytest.fixture
def projection(connection: Connection) -> Projection:
    return Projection(connection)


def rows(connection: Connection, table: str) -> list[tuple[object, ...]]:
    return sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)


def everything(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {name: rows(connection, name) for (name,) in tables}


# -- appending


def test_an_entry_says_who_did_what_when_and_where_it_stands(journal: Journal, projection: Projection) -> None:
    act = signed_in()

    appended = journal.append([act, act], projection, PERSON, AT_MS, seen=19)

    assert appended == range(2)
    entry = journal.entry(1)
    body = acts.dump(act)
    assert entry.salt is not None
    assert entry.body == body
    assert unpack(entry.header) == Header(
        journal=JOURNAL,
        branch=0,
        n=1,
        at_ms=AT_MS,
        staff=PERSON.staff,
        seen=19,
        kind="signed_in",
        kind_version=1,
        body_digest=digest_body(entry.salt, body),
    )
    PERSON.signing.public_key().verify(entry.signature, entry.header)


def test_every_entry_has_a_salt_of_its_own(journal: Journal, projection: Projection) -> None:
    journal.append([signed_in()] * 20, projection, PERSON, AT_MS)

    salts = {entry.salt for entry in journal.entries(0, 20)}

    assert len(salts) == 20
    assert {len(salt or b"") for salt in salts} == {16}


@pytest.mark.parametrize("failing", [RuntimeError("made up"), KeyboardInterrupt()])
def test_what_fails_half_way_leaves_nothing_and_does_not_disturb_what_comes_next(
    connection: Connection, journal: Journal, projection: Projection, failing: BaseException
) -> None:
    journal.append([signed_in()], projection, PERSON, AT_MS)
    before, head = everything(connection), journal.head()

    class Failing(Projection):
        def apply_act(self, key: int, act: acts.Act, intake: Intake = NOTHING) -> None:
            super().apply_act(key, act, intake)
            if key & 1:
                raise failing

    with pytest.raises(type(failing)):
        journal.append(families(3), Failing(connection), PERSON, AT_MS)

    assert everything(connection) == before
    assert (journal.head(), journal.size) == (head, 1)
    assert journal.append([signed_in()], projection, PERSON, AT_MS) == range(1, 2)
    assert journal.head() == Journal(connection, JOURNAL, 0).head()


def test_after_a_commit_that_failed_nothing_more_is_written(connection: Connection, projection: Projection) -> None:
    class Torn:
        in_transaction = False

        def execute(self, text: str, *values: object) -> Any:
            if text == "COMMIT":
                raise sqlcipher.OperationalError("made up")
            return connection.execute(text, *values)

        def executemany(self, text: str, rows: object) -> Any:
            return connection.executemany(text, rows)

    journal = Journal(Torn(), JOURNAL, 0)

    with pytest.raises(Exception, match="disk refused"):
        journal.append([signed_in()], projection, PERSON, AT_MS)
    connection.execute("ROLLBACK")

    with pytest.raises(WriterStoppedError):
        journal.append([signed_in()], projection, PERSON, AT_MS)
    assert journal.size == 0


def test_entries_come_in_order_or_newest_first_and_only_those_asked_for(
    connection: Connection, journal: Journal, projection: Projection
) -> None:
    journal.append([signed_in()] * 2050, projection, PERSON, AT_MS)
    Journal(connection, OTHER, 0).append([signed_in()] * 3, projection, PERSON, AT_MS)

    assert [entry.n for entry in journal.entries(0, 2050)] == list(range(2050))
    assert [entry.n for entry in journal.entries(1020, 1030)] == list(range(1020, 1030))
    assert [entry.n for entry in journal.entries(2045, 9999, newest_first=True)] == [2049, 2048, 2047, 2046, 2045]
    assert list(journal.entries(7, 7)) == []


@pytest.mark.parametrize("n", [-1, 1, 1 << 39])
def test_an_entry_that_is_not_there_is_damage(journal: Journal, projection: Projection, n: int) -> None:
    journal.append([signed_in()], projection, PERSON, AT_MS)

    with pytest.raises(StoreDamagedError):
        journal.entry(n)


def test_a_branch_the_file_does_not_hold_is_damage(connection: Connection) -> None:
    with pytest.raises(StoreDamagedError):
        Journal(connection, JOURNAL, 1)


# -- the tree


SIZES = (0, 1, 2, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537)


@pytest.fixture(scope="module")
def long_journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Connection, list[bytes]]]:
    """A file with 66,000 entries, of which only the hashes are real, and their leaves."""
    connection = database.create(tmp_path_factory.mktemp("long") / "journal.db", KEY)
    create_tables(connection)
    connection.execute("INSERT INTO stem (id, journal, branch) VALUES (1, ?, 0)", (JOURNAL,))
    leaves = [hash_leaf(n.to_bytes(8, "big")) for n in range(66_000)]
    frontier, first = Frontier(), 1 << N_BITS
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO entry (id, header, leaf, signature) VALUES (?, x'', ?, x'')",
        [(first + n, leaf) for n, leaf in enumerate(leaves)],
    )
    connection.executemany('INSERT INTO node (stem, level, "index", hash) VALUES (1, ?, ?, ?)', frontier.extend(leaves))
    connection.execute("COMMIT")
    yield connection, leaves
    connection.close()


def root_of(leaves: list[bytes]) -> bytes:
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


@pytest.mark.parametrize("size", SIZES)
def test_the_head_at_any_size_is_that_of_a_tree_built_from_nothing(
    long_journal: tuple[Connection, list[bytes]], size: int
) -> None:
    connection, leaves = long_journal
    journal = Journal(connection, JOURNAL, 0)

    assert journal.size == 66_000
    assert journal.root_at(size) == root_of(leaves[:size])


@pytest.mark.parametrize("size", SIZES[1:])
def test_a_journal_opened_at_any_size_has_the_head_it_was_left_with(
    long_journal: tuple[Connection, list[bytes]], size: int
) -> None:
    connection, leaves = long_journal
    connection.execute("BEGIN")
    try:
        connection.execute("DELETE FROM entry WHERE id >= ?", ((1 << N_BITS) + size,))
        for level in KEPT_LEVELS:
            connection.execute('DELETE FROM node WHERE level = ? AND "index" >= ?', (level, size >> level))

        journal = Journal(connection, JOURNAL, 0)

        assert (journal.size, journal.head().root) == (size, root_of(leaves[:size]))
    finally:
        connection.execute("ROLLBACK")


@pytest.mark.parametrize("size", SIZES)
def test_a_tree_can_be_gone_on_with_from_any_size_and_the_branch_is_not_changed_by_that(
    long_journal: tuple[Connection, list[bytes]], size: int
) -> None:
    connection, leaves = long_journal
    journal = Journal(connection, JOURNAL, 0)

    frontier = journal.frontier_at(size)
    frontier.extend(leaves[size : size + 300])

    assert frontier.root() == root_of(leaves[: size + 300])
    assert journal.leaves(size, size + 300) == leaves[size : size + 300]
    assert journal.head().root == root_of(leaves)


def test_single_entries_of_a_tree_that_is_not_held_are_known_by_their_index(connection: Connection) -> None:
    other = Journal(connection, OTHER, 0)
    held = {3: bytes(32), 70_000: bytes([1]) * 32}
    connection.executemany(
        "INSERT INTO entry (id, header, leaf, signature) VALUES (?, x'', ?, x'')",
        [(other.keys()[0] + n, leaf) for n, leaf in held.items()],
    )

    assert Journal(connection, OTHER, 0).leaves_held() == held
    assert Journal(connection, JOURNAL, 0).leaves_held() == {}
    assert not Journal(connection, OTHER, 0).is_whole
    with pytest.raises(StoreDamagedError):
        Journal(connection, OTHER, 0).leaves(3, 5)


@pytest.mark.parametrize(("n", "size"), [(0, 1), (0, 66_000), (255, 257), (256, 65_537), (65_999, 66_000), (300, 301)])
def test_an_entry_is_proved_to_stand_in_the_tree(
    long_journal: tuple[Connection, list[bytes]], n: int, size: int
) -> None:
    connection, leaves = long_journal
    journal = Journal(connection, JOURNAL, 0)

    path = inclusion_path(n, size, journal.node)

    check_inclusion(leaves[n], n, size, path, root_of(leaves[:size]))


@pytest.mark.parametrize(("old", "new"), [(1, 66_000), (255, 256), (256, 65_536), (65_537, 66_000), (700, 701)])
def test_a_later_head_is_proved_to_continue_an_earlier_one(
    long_journal: tuple[Connection, list[bytes]], old: int, new: int
) -> None:
    connection, leaves = long_journal
    journal = Journal(connection, JOURNAL, 0)

    path = consistency_path(old, new, journal.node)

    check_consistency(old, root_of(leaves[:old]), new, root_of(leaves[:new]), path)


def test_appending_keeps_the_hashes_that_a_tree_of_its_headers_has(
    connection: Connection, journal: Journal, projection: Projection
) -> None:
    for _ in range(3):
        journal.append([signed_in()] * 171, projection, PERSON, AT_MS)

    frontier = Frontier()
    kept = frontier.extend([hash_leaf(entry.header) for entry in journal.entries(0, 513)])
    assert journal.head().root == frontier.root()
    assert connection.execute("SELECT * FROM node").fetchall() == [(1, *node) for node in kept]
    assert {node.level for node in kept} == {level for level in KEPT_LEVELS if 1 << level <= 513} != set()


def test_where_a_hash_is_missing_the_rest_can_be_read_and_nothing_is_appended(
    connection: Connection, journal: Journal, projection: Projection
) -> None:
    journal.append([signed_in()] * 5, projection, PERSON, AT_MS)
    connection.execute("DELETE FROM entry WHERE id = ?", ((1 << N_BITS) + 2,))

    damaged = Journal(connection, JOURNAL, 0)

    assert (damaged.size, damaged.is_whole) == (5, False)
    assert [entry.n for entry in damaged.entries(0, 5)] == [0, 1, 3, 4]
    with pytest.raises(StoreDamagedError):
        damaged.head()
    with pytest.raises(StoreDamagedError):
        damaged.append([signed_in()], projection, PERSON, AT_MS)


# -- branches


def test_two_branches_in_one_file_are_two_trees(
    connection: Connection, journal: Journal, projection: Projection
) -> None:
    other = Journal(connection, OTHER, 0)

    journal.append([signed_in()] * 300, projection, PERSON, AT_MS)
    other.append([signed_in()] * 2, projection, SOMEBODY, AT_MS)

    assert (journal.size, other.size) == (300, 2)
    assert [unpack(entry.header).journal for entry in other.entries(0, 9)] == [OTHER, OTHER]
    assert other.head().root == root_of([hash_leaf(entry.header) for entry in other.entries(0, 2)])
    assert Journal(connection, JOURNAL, 0).head() == journal.head()
    assert Journal(connection, OTHER, 0).head() == other.head()
    assert journal.keys()[1] < other.keys()[0]


# -- erasing


def told(erased: Erased) -> list[acts.BodiesErased]:
    return [
        acts.BodiesErased(
            erased=(acts.ErasedRanges(journal=journal, branch=branch, ranges=tuple(ranges)),),
            reason=ErasureReason.RETENTION_ENDED,
            authority="7.2f",
            order=None,
        )
        for (journal, branch), ranges in erased.items()
    ]


def holds(connection: Connection, marker: str) -> bool:
    """Say whether any table holds some text, in any column."""
    return any(marker.encode() in repr(row).encode() for table in everything(connection).values() for row in table)


def test_erasing_a_family_leaves_its_headers_and_nothing_that_was_said_of_it(
    connection: Connection, journal: Journal, projection: Projection
) -> None:
    first, second, third = families(3)
    journal.append([first, second, signed_in(), second, first, third], projection, PERSON, AT_MS)
    before = list(journal.entries(0, 6))
    assert holds(connection, second.council_reference)

    appended = journal.erase([second.family], [signed_in()], told, projection, PERSON, AT_MS)

    after = list(journal.entries(0, 8))
    assert appended == range(6, 8)
    assert [entry.header for entry in after[:6]] == [entry.header for entry in before]
    assert [entry.signature for entry in after[:6]] == [entry.signature for entry in before]
    assert [entry.n for entry in after if entry.body is None] == [entry.n for entry in after if entry.salt is None]
    assert [entry.n for entry in after if entry.body is None] == [1, 3]
    assert rows(connection, "tombstone") == [((1 << N_BITS) + 1,), ((1 << N_BITS) + 3,)]
    for said in (second.family, second.council_reference, second.details.people[0].person):
        assert not holds(connection, said)
    assert holds(connection, first.council_reference)
    assert journal.entries_about(second.family) == []
    assert journal.entries_about(first.family) == [0, 4]
    tells = acts.parse("bodies_erased", 1, after[7].body or b"")
    assert tells == told({(JOURNAL, 0): [(1, 1), (3, 3)]})[0]


def test_erasing_changes_no_hash_of_the_tree(journal: Journal, projection: Projection) -> None:
    journal.append(families(300), projection, PERSON, AT_MS)
    head = journal.head()

    journal.erase([each.family for each in families(299)], [], told, projection, PERSON, AT_MS)

    assert journal.root_at(300) == head.root
    assert journal.head().root == root_of([hash_leaf(entry.header) for entry in journal.entries(0, 301)])


def test_what_was_erased_is_nowhere_in_the_settled_pages(
    tmp_path: Path, connection: Connection, journal: Journal, projection: Projection
) -> None:
    family = families(1)[0]
    journal.append([family, *families(50, seed=1)], projection, PERSON, AT_MS)
    sayings = [journal.entry(0).salt or b"", family.family.encode(), acts.dump(family)[:200]]
    assert all(said in decrypted(connection, tmp_path / "journal.db") for said in sayings)

    journal.erase([family.family], [], told, projection, PERSON, AT_MS)

    after = decrypted(connection, tmp_path / "journal.db")
    assert [said for said in sayings if said in after] == []
    assert journal.entry(1).salt or b"" in after


def decrypted(connection: Connection, path: Path) -> bytes:
    """Return every page of the settled file in the clear, free ones too, which no query shows.

    Source:
        SQLCipher 4: a page is AES-256-CBC, then 16 bytes of IV and 64 of HMAC; the file begins with 16 bytes of salt.
    """
    database.settle(connection)
    data, clear = path.read_bytes(), bytearray()
    for start in range(0, len(data), 4096):
        page = data[start : start + 4096]
        sealed, iv = page[16 if start == 0 else 0 : 4016], page[4016:4032]
        opening = Cipher(AES(bytes(KEY.reveal())), CBC(iv)).decryptor()
        clear += opening.update(sealed) + opening.finalize()
    return bytes(clear)


def test_every_branch_in_the_file_is_erased_from(
    connection: Connection, journal: Journal, projection: Projection
) -> None:
    first, second = families(2)
    other = Journal(connection, OTHER, 0)
    journal.append([first, second], projection, PERSON, AT_MS)
    other.append([second, signed_in(), first], projection, SOMEBODY, AT_MS)

    journal.erase([first.family], [], told, projection, PERSON, AT_MS)

    assert [entry.body is None for entry in other.entries(0, 3)] == [False, False, True]
    assert not holds(connection, first.family)
    assert [acts.parse("bodies_erased", 1, entry.body or b"") for entry in journal.entries(2, 9)] == told(
        {(JOURNAL, 0): [(0, 0)], (OTHER, 0): [(2, 2)]}
    )


def test_erasing_a_family_that_nothing_is_about_tells_of_nothing(journal: Journal, projection: Projection) -> None:
    journal.append(families(2), projection, PERSON, AT_MS)

    assert journal.erase([FamilyId(new_id())], [], told, projection, PERSON, AT_MS) == range(2, 2)
    assert journal.size == 2


def test_an_erasure_that_fails_half_way_erases_nothing(
    connection: Connection, journal: Journal, projection: Projection
) -> None:
    first, second = families(2)
    journal.append([first, second], projection, PERSON, AT_MS)
    before = everything(connection)

    class Failing(Projection):
        def bury(self, keys: Sequence[int]) -> None:
            super().bury(keys)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        journal.erase([first.family, second.family], [], told, Failing(connection), PERSON, AT_MS)

    assert everything(connection) == before


def test_what_nobody_else_holds_yet_stays_and_what_follows_from_it_too(
    connection: Connection, journal: Journal, projection: Projection
) -> None:
    first, second = families(2)
    journal.append([first, second, first, signed_in(), first], projection, PERSON, AT_MS)
    floor = journal.keys()[0] + 2

    journal.erase([first.family], [], told, projection, PERSON, AT_MS, keep=lambda key: key >= floor)

    assert [entry.body is None for entry in journal.entries(0, 5)] == [True, False, False, False, False]
    assert journal.entries_about(first.family) == [2, 4]
    live = everything(connection)
    journal.replay(projection)
    assert everything(connection) == live
    assert acts.parse("bodies_erased", 1, journal.entry(5).body or b"") == told({(JOURNAL, 0): [(0, 0)]})[0]


def test_a_thousand_families_are_told_in_ranges_as_few_as_can_be(journal: Journal, projection: Projection) -> None:
    all_of_them = families(40)
    journal.append([*all_of_them[:20], signed_in(), *all_of_them[20:]], projection, PERSON, AT_MS)

    journal.erase([each.family for each in all_of_them], [], told, projection, PERSON, AT_MS)

    (tells,) = [acts.parse("bodies_erased", 1, entry.body or b"") for entry in journal.entries(41, 99)]
    assert tells == told({(JOURNAL, 0): [(0, 19), (21, 40)]})[0]


# -- replay: tables are only a projection


PEOPLE = [StaffId(f"{n:032x}") for n in range(1, 4)]
DEVICES = [f"{n:032x}" for n in range(11, 13)]
DELIVERED = families(6)
PERSONS = [person for family in DELIVERED for person in family.details.people]


def particulars(name: str) -> acts.DeviceParticulars:
    return acts.DeviceParticulars(
        kind=DeviceKind.LAPTOP,
        name=name,
        maker=None,
        model=None,
        serial=None,
        owner_tag=None,
        holder=None,
        kept_at=None,
        country="GB",
        why_necessary="to visit families",
        encryption=acts.EncryptionEvidence(
            encrypted=Encrypted.YES, scheme=EncryptionScheme.LUKS, evidence="seen", seen_on="2015-11-02"
        ),
    )


people = st.sampled_from(PEOPLE)
devices = st.sampled_from(DEVICES)
names = st.sampled_from(["Ada", "Ben"])
days = st.sampled_from(["2015-11-02", "2016-02-29"])
role_sets = st.sampled_from([(StaffRole.SUPERVISOR,), (StaffRole.AUDITOR, StaffRole.INTERVIEWER)])
verify_keys = st.sampled_from(["aa" * 32, "bb" * 32])


@st.composite
def deliveries(draw: st.DrawFn) -> acts.FamilyDelivered:
    """A family as delivered, perhaps again, perhaps with somebody who was in another one before."""
    family = draw(st.sampled_from(DELIVERED))
    members = draw(st.lists(st.sampled_from(PERSONS), max_size=3, unique_by=lambda person: person.person))
    return family.model_copy(update={"details": family.details.model_copy(update={"people": tuple(members)})})


histories = st.lists(
    st.one_of(
        deliveries(),
        st.builds(
            acts.StaffAdded,
            staff=people,
            name=names,
            employer=st.none(),
            roles=role_sets,
            verify_key=verify_keys,
            sealing_key=st.just(SEALING_KEY),
        ),
        st.builds(acts.StaffRolesChanged, staff=people, old=role_sets, new=role_sets),
        st.builds(
            acts.StaffKeysRenewed, staff=people, verify_key=verify_keys, sealing_key=st.just(SEALING_KEY), reason=names
        ),
        st.builds(acts.StaffLeft, staff=people, left_on=days),
        st.builds(
            acts.CredentialRecorded,
            credential=st.sampled_from(DEVICES),
            staff=people,
            topics=st.just((Topic.LAW,)),
            evidence=st.sampled_from(CredentialEvidence),
            from_on=days,
            expires_on=days,
            document_digest=st.none(),
        ),
        st.builds(acts.DeviceRegistered, device=devices, particulars=names.map(particulars)),
        st.builds(acts.DeviceChanged, device=devices, particulars=names.map(particulars), reason=names),
        st.builds(
            acts.DeviceStateChanged,
            device=devices,
            old=st.sampled_from(DeviceState),
            new=st.sampled_from(DeviceState),
            at_ms=st.just(AT_MS),
            incident=st.none(),
            reason=st.none(),
        ),
        st.builds(
            acts.VolumeAttested,
            attestation=st.sampled_from(DEVICES),
            device=st.none(),
            supervisor=people,
            evidence=names,
            expires_at_ms=st.just(AT_MS),
        ),
        st.builds(acts.VolumeAttestationEnded, attestation=st.sampled_from(DEVICES), supervisor=people, reason=names),
        st.builds(acts.PracticeClockMoved, from_ms=st.just(AT_MS), to_ms=st.integers(AT_MS, AT_MS + 9)),
        st.builds(acts.QueueTaken, up_to=st.integers(0, 9), lines_count=st.just(1), is_damaged=st.booleans()),
        people.map(signed_in),
        st.sets(st.sampled_from([family.family for family in DELIVERED]), min_size=1, max_size=3),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_replay_rebuilds_every_table_as_it_was(connection: Connection, history: list[acts.Act | set[FamilyId]]) -> None:
    for table in everything(connection):
        if table not in {"stem", "localnote"}:
            connection.execute(f"DELETE FROM {table}")
    journal, projection = Journal(connection, JOURNAL, 0), Projection(connection)
    for step in history:
        if isinstance(step, set):
            journal.erase(sorted(step), [], told, projection, PERSON, AT_MS)
        else:
            journal.append([step], projection, PERSON, AT_MS)
    live = everything(connection)

    journal.replay(projection)
    assert everything(connection) == live

    for table in ("staff", "fact", "tombstone", "familyentry", "family", "person", "credential", "device"):
        connection.execute(f"DROP TABLE {table}")
    journal.replay(projection)
    assert everything(connection) == live


def test_a_founded_store_replays_to_what_it_was(store: Store) -> None:
    first, *others = families(20)
    seen = acts.VolumeSeen(role=VolumeRole.STORE, encrypted=Encrypted.YES, evidence="LUKS2")
    checked = acts.VolumeChecked(
        device=None, moment=VolumeMoment.UNLOCK, encrypted=Encrypted.YES, volumes=(seen,), attestation=None
    )
    store.record(first, *others, checked)
    store.erase_for_ever([first.family], ErasureReason.RETENTION_ENDED, authority="7.2f")
    connection = store._connection
    live = everything(connection)

    store.journal.replay(store._projected())

    assert everything(connection) == live
    assert store.journal.size == FOUNDED + 1 + 21 + 1


def test_a_replay_that_fails_leaves_the_tables_as_they_were(
    connection: Connection, journal: Journal, projection: Projection
) -> None:
    journal.append(families(5), projection, PERSON, AT_MS)
    before = everything(connection)

    class Failing(Projection):
        def apply(self, key: int, header: bytes, body: bytes | None) -> None:
            super().apply(key, header, body)
            if key & 3 == 3:
                raise RuntimeError

    with pytest.raises(RuntimeError):
        journal.replay(Failing(connection))

    assert everything(connection) == before


def test_a_header_alone_yields_the_tombstone_and_nothing_else(connection: Connection, projection: Projection) -> None:
    before = everything(connection)
    header = pack(Header(JOURNAL, 0, 0, AT_MS, PERSON.staff, 0, "family_delivered", 1, bytes(32)))

    projection.apply((1 << N_BITS) + 7, header, None)

    assert everything(connection) == before | {"tombstone": [((1 << N_BITS) + 7,)]}
