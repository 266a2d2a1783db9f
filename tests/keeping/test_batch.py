"""One signature for many entries: each is still provably whose it is, and no batch can be changed, cut or moved."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from store.errors import ActTooLargeError, EntryDoesNotHoldError, EntrySignatureError, StoreError
from store.exchange.evidence import proof_of
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.catalogue import dump
from store.keeping.acts.family_parts import Address, Email, Note
from store.keeping.acts.family_told import FamilyTold, NoteTold, details_of, told_of
from store.keeping.batch import BATCHED, MOST, read_batch
from store.keeping.database import Connection
from store.keeping.header import digest_body, pack, unpack
from store.keeping.inspection import Proved, inspect
from store.keeping.kinds import Held
from store.keeping.made_ready import AT_ONCE, make_ready
from store.keeping.proof import check_proof, write_proof
from store.keeping.taking import N_BITS
from store.keeping.tree import KEPT_LEVELS, Frontier, hash_leaf
from tests.keeping.frozen import example
from tests.keeping.frozen.example import frozen
from tests.made import families, inside, made_base, opened

FIRST = 1 << N_BITS


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with two batches of families, 20 and 7, and something between them."""
    folder = made_base(tmp_path_factory.mktemp("good"))
    with opened(folder) as store:
        made = families(27)
        store.record(*made[:20])
        store.record(acts.SettingChanged(name="idle-minutes", old=None, new="5"))
        store.record(*made[20:])
    return folder


@pytest.fixture
def folder(good: Path, tmp_path: Path) -> Path:
    shutil.copytree(good, tmp_path / "base")
    return tmp_path / "base"


def inspected(folder: Path) -> Proved:
    with opened(folder, is_only_looking=True) as store:
        return inspect(store, signatures=True)


def batches(folder: Path) -> list[tuple[int, int]]:
    with opened(folder, is_only_looking=True) as store:
        found = [read_batch(entry.signature) for entry in store.journal.entries(0, store.journal.size)]
        return sorted({(each.first, each.count) for each in found if each is not None})


def test_families_that_come_together_are_signed_once_and_every_entry_counts_as_signed(folder: Path) -> None:
    (first, twenty), (second, seven) = batches(folder)
    proved = inspected(folder)

    assert (twenty, seven) == (20, 7)
    assert second == first + 21
    with opened(folder, is_only_looking=True) as store:
        assert proved.signatures == store.journal.size
        signatures = {entry.signature for entry in store.journal.entries(first, first + twenty)}
        assert len(signatures) == 1


def test_what_goes_to_other_stores_is_never_signed_in_a_batch() -> None:
    assert {"family_delivered"} == BATCHED


def test_every_entry_of_a_batch_is_proved_by_itself(folder: Path) -> None:
    (first, count), _ = batches(folder)
    with opened(folder, is_only_looking=True) as store:
        journal = store.journal
        for n in range(first, first + count):
            (act,) = (acts.parse("family_delivered", 2, each.body or b"") for each in journal.entries(n, n + 1))
            held = Held(journal.journal, journal.branch, n, store.keys.person.staff, act)
            proven = check_proof(proof_of(store, held))
            assert (proven.header.n, proven.body) == (n, journal.entry(n).body)


# -- what is changed, moved or cut


def anew(connection: Connection, headers: list[bytes]) -> None:
    """Write the tree over headers as whoever holds the file could: leaves, kept hashes and all."""
    connection.execute("DELETE FROM node WHERE stem = 1")
    tree = Frontier()
    leaves = [hash_leaf(header) for header in headers]
    for n, (header, leaf) in enumerate(zip(headers, leaves, strict=True)):
        connection.execute("UPDATE entry SET header = ?, leaf = ? WHERE id = ?", (header, leaf, FIRST + n))
    for node in tree.extend(leaves):
        if node.level in KEPT_LEVELS:
            connection.execute('INSERT INTO node (stem, level, "index", hash) VALUES (1, ?, ?, ?)', tuple(node))


def headers_of(connection: Connection) -> list[bytes]:
    return [header for (header,) in connection.execute("SELECT header FROM entry WHERE id >= ? ORDER BY id", (FIRST,))]


def one_is_changed(connection: Connection, first: int) -> None:
    headers = headers_of(connection)
    told = unpack(headers[first + 3])
    salt = bytes(16)
    body = connection.execute("SELECT body FROM entry WHERE id = ?", (FIRST + first + 2,)).fetchone()[0]
    connection.execute("UPDATE entry SET salt = ?, body = ? WHERE id = ?", (salt, body, FIRST + first + 3))
    fields = {name: getattr(told, name) for name in told.__dataclass_fields__}
    headers[first + 3] = pack(type(told)(**{**fields, "body_digest": digest_body(salt, body)}))
    anew(connection, headers)


def two_change_places(connection: Connection, first: int) -> None:
    headers = headers_of(connection)
    one, two = unpack(headers[first + 3]), unpack(headers[first + 4])
    rows = [
        connection.execute("SELECT salt, body FROM entry WHERE id = ?", (FIRST + n,)).fetchone()
        for n in (
            first + 4,
            first + 3,
        )
    ]
    for n, row, told in ((first + 3, rows[0], two), (first + 4, rows[1], one)):
        connection.execute("UPDATE entry SET salt = ?, body = ? WHERE id = ?", (*row, FIRST + n))
        fields = {name: getattr(told, name) for name in told.__dataclass_fields__}
        headers[n] = pack(type(told)(**{**fields, "n": n}))
    anew(connection, headers)


def another_batch_signed_it(connection: Connection, first: int) -> None:
    (signature,) = connection.execute("SELECT signature FROM entry WHERE id = ?", (FIRST + first + 21,)).fetchone()
    for n in range(first, first + 20):
        connection.execute("UPDATE entry SET signature = ? WHERE id = ?", (signature, FIRST + n))


def another_batch_signed_it_and_names_its_place(connection: Connection, first: int) -> None:
    (own,) = connection.execute("SELECT signature FROM entry WHERE id = ?", (FIRST + first,)).fetchone()
    (other,) = connection.execute("SELECT signature FROM entry WHERE id = ?", (FIRST + first + 21,)).fetchone()
    for n in range(first, first + 20):
        connection.execute("UPDATE entry SET signature = ? WHERE id = ?", (other[:64] + own[64:], FIRST + n))


def it_is_told_to_be_shorter(connection: Connection, first: int) -> None:
    (own,) = connection.execute("SELECT signature FROM entry WHERE id = ?", (FIRST + first,)).fetchone()
    short = own[:72] + (10).to_bytes(4, "big")
    rest = own[:64] + (first + 10).to_bytes(8, "big") + (10).to_bytes(4, "big")
    for n in range(first, first + 20):
        connection.execute(
            "UPDATE entry SET signature = ? WHERE id = ?", (short if n < first + 10 else rest, FIRST + n)
        )


def one_has_a_signature_of_another(connection: Connection, first: int) -> None:
    (signature,) = connection.execute("SELECT signature FROM entry WHERE id = ?", (FIRST + first - 1,)).fetchone()
    connection.execute("UPDATE entry SET signature = ? WHERE id = ?", (signature, FIRST + first + 5))


def a_kind_that_never_comes_in_one(connection: Connection, first: int) -> None:
    (signature,) = connection.execute("SELECT signature FROM entry WHERE id = ?", (FIRST + first,)).fetchone()
    connection.execute("UPDATE entry SET signature = ? WHERE id = ?", (signature, FIRST + first + 20))


@pytest.mark.parametrize(
    ("harm", "place", "said"),
    [
        (one_is_changed, 0, "does not hold"),
        (two_change_places, 0, "does not hold"),
        (another_batch_signed_it, 0, "not whole"),
        (another_batch_signed_it_and_names_its_place, 0, "does not hold"),
        (it_is_told_to_be_shorter, 0, "does not hold"),
        (one_has_a_signature_of_another, 5, "not whole"),
        (a_kind_that_never_comes_in_one, 20, "not whole"),
    ],
)
def test_a_batch_that_was_touched_is_refused(
    folder: Path, harm: Callable[[Connection, int], None], place: int, said: str
) -> None:
    (first, _), _ = batches(folder)
    with inside(folder) as connection:
        harm(connection, first)

    with pytest.raises(EntryDoesNotHoldError, match=said) as refusal:
        inspected(folder)

    assert refusal.value.n == first + place


def test_a_batch_whose_end_was_cut_off_is_refused(folder: Path) -> None:
    _, (first, count) = batches(folder)
    with inside(folder) as connection:
        connection.execute("DELETE FROM entry WHERE id >= ?", (FIRST + first + count - 2,))
        anew(connection, headers_of(connection))

    with pytest.raises(StoreError) as refusal:
        inspected(folder)

    assert isinstance(refusal.value, EntryDoesNotHoldError)
    assert refusal.value.n == first


@pytest.mark.parametrize(("past", "before"), [(0, 0), (1, 15), (2, 14), (14, 2), (15, 17)])
def test_of_many_the_second_batch_begins_where_a_kept_subtree_does(
    folder: Path, monkeypatch: pytest.MonkeyPatch, past: int, before: int
) -> None:
    monkeypatch.setattr("store.keeping.journal._PARTED_FROM", 50)
    with opened(folder) as store:
        fillers = (past - store.journal.size) % 16
        store.record(*[acts.SettingChanged(name="idle-minutes", old=None, new="5")] * (fillers + 16))
        (first, *_) = store.record(*families(70, seed=7))
        size = store.journal.size

    found = [(n - first, count) for n, count in batches(folder) if n >= first]
    assert found == [(0, before)] * bool(before) + [(before, 70 - before)]
    assert inspected(folder).signatures == size


# -- the proof of one


def test_todays_code_writes_and_reads_the_frozen_proof_of_a_batch() -> None:
    assert write_proof(example.evidence_of_batch(3)) == frozen("proof_of_batch.json")
    assert check_proof(frozen("proof_of_batch.json")).header.n == 3


def test_every_changed_character_of_a_proof_of_a_batch_is_refused() -> None:
    proof = frozen("proof_of_batch.json").decode()

    for place, character in enumerate(proof):
        for other in {chr(ord(character) + 1), "0"} - {character}:
            with pytest.raises(StoreError):
                check_proof((proof[:place] + other + proof[place + 1 :]).encode())


def test_the_place_in_one_batch_proves_nothing_of_another_entry() -> None:
    own, other = example.evidence_of_batch(3), example.evidence_of_batch(4)
    moved = type(own)(**{name: getattr(own, name) for name in own.__dataclass_fields__} | {"batch": other.batch})

    with pytest.raises(EntrySignatureError):
        write_proof(moved)


def test_as_many_as_are_held_in_memory_are_what_the_format_says() -> None:
    from store.keeping import batch

    assert "2 to 65,536" in (Path(batch.__file__).parent / "FORMAT.md").read_text("utf-8")
    assert MOST == 65_536 >= AT_ONCE


# -- what follows

line = some.text(some.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=9)
maybe = some.none() | line


@given(
    reference=line,
    lines=some.lists(line, max_size=3),
    texts=some.lists(maybe, min_size=8, max_size=8),
    days=some.lists(some.none() | some.just("2015-09-01"), min_size=3, max_size=3),
    speaks=some.none() | some.just("cy"),
    age=some.none() | some.integers(0, 2),
    many=some.booleans(),
    count=some.integers(0, 2),
)
def test_a_family_told_plainly_is_spelt_as_the_act_is(
    reference: str,
    lines: list[str],
    texts: list[str | None],
    days: list[str | None],
    speaks: str | None,
    age: int | None,
    many: bool,
    count: int,
) -> None:
    (made,) = families(1)
    (person, *_) = made.details.people
    mail = Email(entry="ab" * 16, address=texts[3] or "a@b", is_confidential=many)
    changed = person.model_copy(
        update={
            "title": texts[0],
            "first_names": texts[1],
            "surname": texts[2],
            "known_as": texts[3],
            "born_on": days[0],
            "age_years": age,
            "age_on": days[1],
            "language": speaks,
            "phones": person.phones[:1] * many + (person.phones[0].model_copy(update={"is_confidential": True}),),
            "emails": (mail,) * count,
        }
    )
    silent = person.model_copy(update={"first_names": None, "surname": None, "age_on": None, "phones": ()})
    note = Note(note="cd" * 16, text=texts[4] or "-", source=texts[5] or "-", expires_on="2016-01-31" if many else None)
    act = made.model_copy(
        update={
            "council_reference": reference,
            "letter_sent_on": days[2],
            "held_notes": (note,) * many,
            "details": made.details.model_copy(
                update={
                    "people": (changed, silent)[:count],
                    "language": speaks,
                    "address": Address(lines=tuple(lines), postcode=texts[6], directions=texts[7]),
                }
            ),
        }
    )

    assert told_of(act).body() == dump(act)
    assert details_of(told_of(act)) == act.details
    assert repr(told_of(act)) == f"<FamilyTold {act.family}>"


def test_a_family_that_nobody_could_read_again_is_not_told() -> None:
    (made,) = families(1)

    with pytest.raises(ActTooLargeError):
        told_of(made)._replace(directions="\u5b57" * 350_000).body()


def tables_of(connection: Connection) -> dict[str, list[object]]:
    names = ("familyentry", "supplied", "holding", "family", "person", "familynote", "contactline")
    return {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in names}


def test_families_that_come_at_once_come_to_the_rows_that_replay_gives(folder: Path) -> None:
    with opened(folder) as store, store.looking() as connection:
        made = families(30)
        store.record(*made[25:], made[0], made[29])  # some are known by now, and one comes twice
        other = [told_of(each)._replace(delivery=new_id()) for each in families(3, seed=9)]
        store.record(make_ready([*map(told_of, families(6, seed=8)), *other, told_of(made[1])]))
        at_once = tables_of(connection)
        assert all(at_once[name] for name in at_once if name != "familynote")

        store.replay()

        assert tables_of(connection) == at_once


def test_whatever_is_told_of_a_family_comes_to_the_row_that_replay_gives(folder: Path) -> None:
    def aged(told: FamilyTold, **known: Any) -> FamilyTold:
        (first, *others) = told.people
        return told._replace(people=(first._replace(**known), *others))

    with opened(folder) as store, store.looking() as connection:
        some = [told_of(each) for each in families(7, seed=10)]
        notes = (NoteTold(new_id(), "Dog.", "Essex", None), NoteTold(new_id(), "Gate.", "Essex", "2016-01-31"))
        store.record(
            make_ready(
                [
                    some[0]._replace(
                        directions="Round the back", held_notes=notes, lines=("The Mill\nMill Lane", "Ely")
                    ),
                    aged(some[1], known_as="Nan"),
                    aged(some[2], born_on="1980-02-29"),
                    aged(some[3], age_years=41, age_on="2015-11-02"),
                    aged(some[4], language="cy"),
                    some[5],
                    aged(
                        some[6], person=some[5].people[0].person
                    ),  # an id of somebody else's: nobody takes another's place
                ]
            )
        )
        at_once = tables_of(connection)
        assert len(at_once["familynote"]) == 2

        store.replay()

        assert tables_of(connection) == at_once


def test_a_family_that_was_delivered_in_more_words_comes_to_the_same_rows(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(folder) as store, store.looking() as connection:
        with monkeypatch.context() as before:
            before.setattr(acts.FamilyDelivered, "version", 1)
            before.setattr(acts.FamilyDelivered, "leaves_out_unsaid", False)
            (n,) = store.record(families(1, seed=11)[0])
        told = store.journal.entry(n)
        at_once = tables_of(connection)

        store.replay()

        assert b'"held_notes":[]' in (told.body or b"")
        assert unpack(told.header).kind_version == 1
        assert tables_of(connection) == at_once
    inspected(folder)


def test_an_odd_family_among_many_is_found_by_what_replay_finds_it_by(folder: Path) -> None:
    def odd(act: acts.FamilyDelivered, lines: tuple[str, ...], names: dict[str, str | None]) -> acts.FamilyDelivered:
        (first, *others) = act.details.people
        people = (*others, first.model_copy(update=names))
        address = act.details.address.model_copy(update={"lines": lines, "postcode": None if not lines else "CM1  9al"})
        return act.model_copy(update={"details": act.details.model_copy(update={"address": address, "people": people})})

    with opened(folder) as store, store.looking() as connection:
        made = families(6, seed=9)
        store.record(
            odd(made[0], ("1 Lane\n1 Lane", "Lane  End"), {"surname": "Zoë-Ødegård"}),
            odd(made[1], (), {"first_names": None, "surname": None, "known_as": "Nan"}),
            odd(made[2], (" St. John's ", "\tÉcole"), {"first_names": None, "known_as": None}),
            *made[3:],
        )
        at_once = tables_of(connection)

        store.replay()

        assert tables_of(connection) == at_once
