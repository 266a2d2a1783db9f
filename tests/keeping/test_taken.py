"""What comes in from other stores: it changes what is listed and nothing else, and a replay gives the same tables."""

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from store.ids import DeviceId, FamilyId, JournalId, StaffId, new_id
from store.keeping import acts, database, tables, tables_fieldwork
from store.keeping.acts import Act
from store.keeping.acts.act import family_of
from store.keeping.acts.terms.exchange import OrderEnd, OrderKind
from store.keeping.acts.terms.store import ErasureReason, StoreRole
from store.keeping.branching import begin_tree
from store.keeping.database import Connection
from store.keeping.follows import FOLLOWS
from store.keeping.follows_custody import CUSTODY_FROM_LAPTOP
from store.keeping.follows_fieldwork import HEARD_FROM_BASE, OF_BASE_ALONE, OF_FIELDWORK
from store.keeping.follows_taken import FROM_BASE, FROM_LAPTOP
from store.keeping.header import Header, digest_body, pack
from store.keeping.journal import Journal
from store.keeping.projection import Projection
from store.keeping.schema import create_tables
from store.keeping.taking import FIRST_TWIN, N_BITS, Intake, TakenEntry, TakenRun
from store.keeping.tree import Frontier, hash_leaf
from store.keeping.vault import PersonKeys, Seeds
from tests.keeping.test_acts import sample
from tests.keeping.test_journal import AT_MS, JOURNAL, KEY, PERSON, told
from tests.keeping.test_tables import MODELS
from tests.made import families

PROJECTED = sorted(str(name) for name, model in MODELS.items() if issubclass(model, tables.Projected))
BASE = DeviceId("ba5e" * 8)
LAPTOPS = [DeviceId("a1" * 16), DeviceId("b2" * 16)]
JOURNALS = [JournalId("1a" * 16), JournalId("2b" * 16)]
A = TypeVar("A", bound=Act)
STAFF = [StaffId("aa" * 16), StaffId("bb" * 16), PERSON.staff]
DELIVERED = families(4)
FAMILIES = [each.family for each in DELIVERED]
IDS = [f"{n:032x}" for n in range(1, 5)]
SOMEBODY = PersonKeys.of(STAFF[0], Seeds.fresh())

POOLS: dict[str, list[Any]] = {
    "answer_digest": ["cc" * 32],
    "branch": [0, 1, 2],
    "action": IDS,
    "clock": IDS,
    "conflict": IDS,
    "credential": IDS,
    "device": LAPTOPS,
    "epoch": [1, 2, 3],
    "families": [(FAMILIES[0],), tuple(FAMILIES[1:])],
    "family": FAMILIES,
    "from_device": LAPTOPS,
    "incident": IDS,
    "journal": JOURNALS,
    "notice": IDS,
    "number": [1, 2, 3],
    "order": IDS,
    "request": IDS,
    "sheets": [("P-0001",), ("P-0001", "P-0002")],
    "staff": STAFF,
    "ticket": IDS,
    "to_device": LAPTOPS,
}
"""A small world: values that acts name each other by."""


_EXAMPLES: dict[type[Act], Act] = {}


def an_example(act_type: type[A]) -> A:
    """Return the same one whenever it is asked for: making one takes a while."""
    if act_type not in _EXAMPLES:
        _EXAMPLES[act_type] = sample(act_type)
    found = _EXAMPLES[act_type]
    assert isinstance(found, act_type)
    return found


@pytest.fixture(scope="module", autouse=True)
def _examples_made() -> None:
    """Before any property asks for one: making one is a property of its own, and those cannot be nested."""
    for act_type in acts.CATALOGUE.values():
        an_example(act_type)


@st.composite
def in_a_small_world(draw: st.DrawFn, kinds: list[type[Act]]) -> Act:
    """An act of one of some kinds, which may well be about what another one was about."""
    act = an_example(draw(st.sampled_from(kinds)))
    named = [name for name in POOLS if name in type(act).model_fields and getattr(act, name) is not None]
    changed: dict[str, Any] = {name: draw(st.sampled_from(POOLS[name])) for name in named}
    if isinstance(act, acts.BranchOpened):
        changed |= {"branch": draw(st.sampled_from([1, 2])), "parent_branch": 0, "parent_size": draw(st.integers(0, 9))}
    if isinstance(act, acts.FamilyAllocated):
        changed["details"] = DELIVERED[0].details
    return act.model_copy(update=changed)


@dataclass
class MadeUp:
    """Another store, as far as its journal goes: entries of one branch, signed, that no file ever held."""

    journal: JournalId
    device: DeviceId
    branch: int = 0
    kept_as: int = 0
    first: int = 0
    size: int = 0
    at_ms: int = AT_MS
    frontier: Frontier = field(default_factory=Frontier)

    def run(
        self, said: list[Act], *, gap: int = 0, erased: frozenset[int] = frozenset(), has_tree: bool = True
    ) -> TakenRun:
        """Return the next entries; those at the places in `erased` come without their bodies."""
        entries = []
        for place, act in enumerate(said):
            self.size += gap if place else 0
            salt, body = os.urandom(16), acts.dump(act)
            header = pack(
                Header(
                    self.journal, self.branch, self.size, self.at_ms, SOMEBODY.staff, 0, act.kind, act.version,
                    digest_body(salt, body),
                )
            )  # fmt: skip
            is_gone = place in erased
            entries.append(
                TakenEntry(
                    self.size,
                    header,
                    hash_leaf(header),
                    SOMEBODY.signing.sign(header),
                    None if is_gone else salt,
                    None if is_gone else body,
                    None if is_gone else act,
                )
            )
            self.size += 1
        nodes = self.frontier.extend([entry.leaf for entry in entries]) if has_tree else []
        return TakenRun(self.journal, self.kept_as or self.branch, self.device, entries, nodes)


def received(run: TakenRun, number: int) -> acts.BundleReceived:
    return acts.BundleReceived(
        bundle_digest=f"{number:064x}",
        number=number,
        from_device=run.sender,
        mailbox=IDS[0],
        size_bytes=1,
        entries=tuple(
            acts.EntrySpan(journal=run.journal, branch=run.branch, first=entry.n, count=1) for entry in run.entries
        ),
        new_entries_count=len(run.entries),
        orders=(),
        checkpoint_size=number,
        checkpoint_root="dd" * 32,
        unsent_count=0,
        sender_ahead_s=0,
    )


def opened_first(role: StoreRole) -> acts.StoreOpenedFirst:
    return an_example(acts.StoreOpenedFirst).model_copy(update={"role": role})


def accepted(place: int) -> acts.EnrolmentAccepted:
    changed = {"device": LAPTOPS[place], "journal": JOURNALS[place], "staff": STAFF[place], "role": StoreRole.FIELD}
    return an_example(acts.EnrolmentAccepted).model_copy(update=changed)


def answered() -> acts.EnrolmentAnswered:
    changed = {"base_device": BASE, "base_journal": JOURNALS[0]}
    return an_example(acts.EnrolmentAnswered).model_copy(update=changed)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with closing(database.create(tmp_path / "journal.db", KEY)) as made:
        create_tables(made)
        made.execute("INSERT INTO localnote (name, value) VALUES ('projection', '1')")
        made.execute("INSERT INTO stem (id, journal, branch) VALUES (1, ?, 0)", (JOURNAL,))
        yield made


def projected(connection: Connection) -> dict[str, list[Any]]:
    return {name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}").fetchall())) for name in PROJECTED}


def append(journal: Journal, connection: Connection, *said: Act, intake: Intake | None = None) -> None:
    if intake is None:
        journal.append(said, Projection(connection), PERSON, AT_MS)
    else:
        journal.append(said, Projection(connection), PERSON, AT_MS, intake=intake)


# -- what a laptop's journal can change at base


EVERY = sorted(acts.CATALOGUE.values(), key=lambda act: act.kind)

ON_REGISTER = {"device", "deviceentry"}
HELD = {"datasetmove", "deviceentry", "holding"}
MAY_CHANGE: dict[type[Act], set[str]] = {
    acts.BundleReceived: {"peer", *HELD},
    acts.DeviceRegistered: ON_REGISTER,
    acts.DeviceChanged: ON_REGISTER,
    acts.DeviceStateChanged: ON_REGISTER,
    acts.MailboxSet: ON_REGISTER,
    acts.FamilyShown: {"familyview"},
    acts.HoldingRecorded: HELD,
    acts.DeviceKeysRenewed: {"peer"},
    acts.StaffKeysRenewed: {"staff", "fact"},
    acts.SignedIn: {"peer"},
    acts.VolumeChecked: {"volumelook"},
    acts.FamilyLoaded: {"allocation", *HELD},
    acts.BodiesErased: {"fieldorder"},
    acts.OrderExecuted: {"fieldorder", "allocation", *HELD},
    acts.BranchOpened: {"parentage", "peer"},
    acts.PaperWishNoted: {"paperwish"},
    acts.PaperWishSettled: {"paperwish"},
    acts.IncidentRaised: {"incident"},
    acts.IncidentUpdated: {"incident", "incidentnews"},
    acts.CorrectiveActionRecorded: {"correctiveaction"},
    acts.IncidentClosed: {"incident"},
    acts.NoticeDrafted: {"notice"},
    acts.NoticeSent: {"notice"},
    acts.ClockStarted: {"dutyclock"},
    acts.ClockPaused: {"dutyclock"},
    acts.ClockResumed: {"dutyclock", "clockpause"},
    acts.ClockStopped: {"dutyclock"},
    acts.RequestReceived: {"request"},
    acts.RequestUpdated: {"requestnews"},
    acts.RequestClosed: {"requestnews"},
}
"""Tables at base, by kind, that an entry of a laptop's journal may change."""

AT_THE_DOOR = {str(name) for name, model in MODELS.items() if model.__module__ == tables_fieldwork.__name__}
"""What an act about a family's door may change, unless only base can do what it tells of."""

ALWAYS = {"takenbundle", "passage", "addressed"}
"""What follows from base's own act that it took the bundle in."""


def a_base(connection: Connection) -> Journal:
    """A base with two laptops, an order to each, a supervisor, and a family allocated to the first."""
    journal = Journal(connection, JOURNAL, 0)
    ordered = [
        an_example(acts.OrderIssued).model_copy(
            update={
                "order": IDS[n],
                "device": LAPTOPS[n],
                "families": (FAMILIES[n],),
                "order_kind": OrderKind.RECALL,
                "entries": (),
            }
        )
        for n in (0, 1)
    ]
    added = [an_example(acts.StaffAdded).model_copy(update={"staff": staff}) for staff in STAFF]
    given_away = [
        an_example(acts.FamilyAllocated).model_copy(update={"family": FAMILIES[n], "device": LAPTOPS[n]})
        for n in (0, 1)
    ]
    append(journal, connection, opened_first(StoreRole.BASE), *added, accepted(0), accepted(1), *given_away, *ordered)
    return journal


def changed_by(journal: Journal, connection: Connection, act: Act) -> dict[str, list[Any]]:
    """Return what is in each table, beside what any bundle changes, after the first laptop's journal said something."""
    run = MadeUp(JOURNALS[0], LAPTOPS[0]).run([act])
    before = projected(connection)
    append(journal, connection, received(run, 1), intake=Intake([run], []))
    after = projected(connection)
    return {name: after[name] for name in PROJECTED if after[name] != before[name] and name not in ALWAYS}


@pytest.mark.parametrize("act_type", EVERY, ids=[each.kind for each in EVERY])
def test_a_laptops_journal_changes_at_base_what_is_listed_and_nothing_else(
    connection: Connection, act_type: type[Act]
) -> None:
    journal = a_base(connection)
    act = an_example(act_type)
    named = {name: POOLS[name][0] for name in POOLS if getattr(act, name, None) is not None and name != "journal"}
    if act_type is acts.BranchOpened:
        named = {"journal": JOURNALS[0], "branch": 1}
    act = act.model_copy(update=named)
    bare = connection.execute("SELECT * FROM peer WHERE device = ?", (LAPTOPS[1],)).fetchall()

    changed = changed_by(journal, connection, act)

    about = {"familyentry"} if family_of(act) else set()
    at_the_door = AT_THE_DOOR if act_type in OF_FIELDWORK and act_type not in OF_BASE_ALONE else set()
    assert set(changed) - {"peer"} <= MAY_CHANGE.get(act_type, set()) | about | at_the_door
    assert about <= set(changed)
    assert connection.execute("SELECT * FROM peer WHERE device = ?", (LAPTOPS[1],)).fetchall() == bare
    if "peer" not in MAY_CHANGE.get(act_type, set()):  # no more than any bundle: its number, and the head it told
        columns = "branch, role, journal, staff, verify_key, sealing_key, epoch, revoked_from, heard_size, release"
        expected = a_peer(columns)
        assert connection.execute(f"SELECT {columns} FROM peer WHERE device = ?", (LAPTOPS[0],)).fetchone() == expected


def a_peer(columns: str) -> Any:
    """Return the first laptop as it was enrolled."""
    told_of = accepted(0)
    values = {
        "branch": 0, "role": "field", "journal": told_of.journal, "staff": told_of.staff,
        "verify_key": told_of.verify_key, "sealing_key": told_of.sealing_key, "epoch": told_of.epoch,
        "revoked_from": None, "heard_size": 0, "release": "",
    }  # fmt: skip
    return tuple(values[name] for name in columns.split(", "))


def test_the_list_of_what_a_laptop_may_change_is_the_one_above() -> None:
    assert set(FROM_LAPTOP) | set(CUSTODY_FROM_LAPTOP) == set(MAY_CHANGE)


@pytest.mark.parametrize(
    ("act_type", "changes"),
    [
        (acts.DeviceKeysRenewed, {"device": LAPTOPS[1], "epoch": 9}),
        (acts.DeviceKeysRenewed, {"device": BASE, "epoch": 9}),
        (acts.StaffKeysRenewed, {"staff": STAFF[1], "verify_key": "ef" * 32}),
        (acts.StaffKeysRenewed, {"staff": PERSON.staff, "verify_key": "ef" * 32}),
        (acts.OrderExecuted, {"order": IDS[1], "end": OrderEnd.DONE, "families": (FAMILIES[1],)}),
        (acts.OrderExecuted, {"order": IDS[3], "end": OrderEnd.DONE, "families": (FAMILIES[0],)}),
        (acts.BodiesErased, {"order": IDS[1], "reason": ErasureReason.HANDED_IN}),
        (acts.BodiesErased, {"order": IDS[3], "reason": ErasureReason.HANDED_IN}),
        (acts.BranchOpened, {"journal": JOURNALS[1], "branch": 1}),
        (acts.BranchOpened, {"journal": JOURNAL, "branch": 1}),
    ],
)
def test_a_laptop_says_nothing_about_another_device_another_person_or_anothers_order(
    connection: Connection, act_type: type[Act], changes: dict[str, Any]
) -> None:
    journal = a_base(connection)
    act = an_example(act_type).model_copy(update=changes)

    changed = changed_by(journal, connection, act)

    assert set(changed) == {"peer"}
    columns = "branch, sealing_key, epoch"
    assert connection.execute(f"SELECT {columns} FROM peer WHERE device = ?", (LAPTOPS[0],)).fetchone() == a_peer(
        columns
    )


@pytest.mark.parametrize("family", [FAMILIES[1], FAMILIES[3]])
def test_a_family_that_came_to_a_laptop_base_did_not_know_of_is_on_that_laptop(
    connection: Connection, family: FamilyId
) -> None:
    """Base came back from an older copy: what it gave away since, the laptop tells."""
    journal = a_base(connection)
    loaded = an_example(acts.FamilyLoaded).model_copy(update={"family": family, "device": LAPTOPS[1], "order": IDS[2]})

    changed_by(journal, connection, loaded)

    rows = connection.execute(
        "SELECT device, order_id, interviewer, state FROM allocation WHERE family = ? AND device = ?",
        (family, LAPTOPS[0]),
    ).fetchall()
    assert rows == [(LAPTOPS[0], IDS[2], STAFF[0], "held")]


# -- whom base answers


@pytest.mark.parametrize(
    ("said", "is_answered"),
    [
        ([acts.SignedIn, acts.BundleSent, acts.BundleReceived, acts.ReceiptReceived, acts.VolumeChecked], False),
        ([acts.StoreLocked, acts.QueueTaken, acts.CheckpointCosigned], False),
        ([], False),
        ([acts.SignedIn, acts.OrderExecuted], True),
        ([acts.SettingChanged], True),
    ],
)
def test_base_answers_a_bundle_only_if_it_brought_more_than_bookkeeping(
    connection: Connection, said: list[type[Act]], is_answered: bool
) -> None:
    journal = a_base(connection)
    run = MadeUp(JOURNALS[0], LAPTOPS[0]).run([an_example(each) for each in said])
    n = journal.size

    append(journal, connection, received(run, 1), intake=Intake([run] if said else [], []))

    addressed = connection.execute("SELECT device FROM addressed WHERE n = ?", (n,)).fetchall()
    assert addressed == ([(LAPTOPS[0],)] if is_answered else [])


# -- replay


OWN: list[type[Act]] = [
    each
    for each in {**FOLLOWS, **OF_FIELDWORK}
    if each not in {acts.BundleReceived, acts.JournalSucceeded, acts.StoreOpenedFirst}
]
"""The three others have steps of their own below, or come first."""

OTHERS: list[type[Act]] = [acts.DetailsCorrected, acts.SettingChanged, acts.TicketIssued, acts.StaffAdded]

steps = st.one_of(
    st.tuples(st.just("own"), st.lists(in_a_small_world(OWN), min_size=1, max_size=4)),
    st.tuples(st.just("bundle"), st.integers(0, 1), st.booleans()),
    st.tuples(st.just("twin"), st.integers(0, 1)),
    st.tuples(st.just("erase"), st.sets(st.sampled_from(FAMILIES), min_size=1, max_size=3), st.integers(0, 2)),
    st.tuples(
        st.just("tree"),
    ),
)


class Life:
    """A store that lives through some steps, and the others it hears from."""

    said_by: list[type[Act]]

    def __init__(self, connection: Connection, role: StoreRole) -> None:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            if name != "localnote":
                connection.execute(f"DELETE FROM {name}")
        connection.execute("INSERT INTO stem (id, journal, branch) VALUES (1, ?, 0)", (JOURNAL,))
        self.connection, self.role = connection, role
        self.trees = [Journal(connection, JOURNAL, 0)]
        self.number = 0
        if role is StoreRole.BASE:
            self.said_by = [*FROM_LAPTOP, *OF_FIELDWORK]
            self.sides = [MadeUp(journal, device) for journal, device in zip(JOURNALS, LAPTOPS, strict=True)]
            self.append(opened_first(role), accepted(0), accepted(1))
        else:
            self.said_by = [*FROM_BASE, *HEARD_FROM_BASE]
            self.sides = [MadeUp(JOURNALS[0], BASE)]
            self.append(opened_first(role), answered())

    @property
    def journal(self) -> Journal:
        return self.trees[-1]

    def append(self, *said: Act, intake: Intake | None = None) -> None:
        append(self.journal, self.connection, *said, intake=intake)

    def take(self, side: MadeUp, said: list[Act], erased: frozenset[int], *before: Act) -> None:
        self.number += 1
        is_base = self.role is StoreRole.BASE
        run = side.run(said, gap=0 if is_base else 3, erased=erased, has_tree=is_base and not side.kept_as)
        self.append(*before, received(run, self.number), intake=Intake([run], []))

    def live(self, data: st.DataObject, history: list[tuple[Any, ...]]) -> None:
        for step in history:
            match step:
                case ("own", said):
                    self.append(*said)
                case ("bundle", place, has_gone):
                    said = data.draw(st.lists(in_a_small_world([*self.said_by, *OTHERS]), min_size=1, max_size=4))
                    gone = frozenset({0}) if has_gone and self.role is StoreRole.BASE else frozenset()
                    self.take(self.sides[place % len(self.sides)], said, gone)
                case ("twin", place) if self.role is StoreRole.BASE and self.sides[place].size:
                    self.twin(
                        self.sides[place],
                        data.draw(st.lists(in_a_small_world([*self.said_by]), min_size=1, max_size=3)),
                    )
                case ("erase", chosen, floor):
                    self.erase(sorted(chosen), floor)
                case ("tree",):
                    self.go_on()
                case _:
                    pass

    def twin(self, side: MadeUp, said: list[Act]) -> None:
        at = side.size - 1
        (taken,) = self.connection.execute(
            "SELECT count(*) FROM parentage WHERE journal = ? AND branch >= ?", (side.journal, FIRST_TWIN)
        ).fetchone()
        found = an_example(acts.ForkFound).model_copy(update={"journal": side.journal, "branch": 0, "index": at})
        other = MadeUp(side.journal, side.device, kept_as=FIRST_TWIN + taken, size=at)
        self.take(other, said, frozenset(), found)

    def erase(self, chosen: list[FamilyId], floor: int) -> None:
        own = {tree.stem for tree in self.trees}

        def keep(key: int) -> bool:
            return self.role is StoreRole.FIELD and key >> N_BITS in own and key % 3 < floor

        self.journal.erase(chosen, [], told, Projection(self.connection), PERSON, AT_MS, keep=keep)

    def go_on(self) -> None:
        """A new branch on a laptop, a succession at base."""
        is_base = self.role is StoreRole.BASE
        journal, branch = (JournalId(new_id()), 0) if is_base else (JOURNAL, len(self.trees))
        tree = begin_tree(self.connection, journal, branch, self.trees, is_base=is_base)
        self.trees.append(tree)
        if is_base:
            self.append(an_example(acts.JournalSucceeded).model_copy(update={"new_journal": journal}))
        else:
            opened = {"journal": JOURNAL, "branch": branch, "parent_branch": branch - 1}
            self.append(an_example(acts.BranchOpened).model_copy(update=opened))


@pytest.mark.parametrize("role", StoreRole)
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data(), history=st.lists(steps, max_size=14))
def test_a_replay_gives_the_same_tables_whatever_came_in_and_was_erased_in_between(
    connection: Connection, role: StoreRole, data: st.DataObject, history: list[tuple[Any, ...]]
) -> None:
    life = Life(connection, role)
    life.live(data, history)
    live = projected(connection)

    life.journal.replay(Projection(connection), life.trees[:-1])

    assert projected(connection) == live


def test_the_random_histories_reach_every_act_that_has_a_consequence() -> None:
    assert {*OWN, acts.BundleReceived, acts.JournalSucceeded, acts.StoreOpenedFirst} == {*FOLLOWS, *OF_FIELDWORK}
    assert set(MODELS) == {str(name) for name in SQLModel.metadata.tables}


@pytest.mark.parametrize("told_by", ["base", "another laptop"])
def test_a_laptop_stops_no_clock_and_closes_no_incident_that_another_told(connection: Connection, told_by: str) -> None:
    journal = a_base(connection)
    begun = [
        an_example(acts.IncidentRaised).model_copy(update={"incident": IDS[0]}),
        an_example(acts.ClockStarted).model_copy(update={"clock": IDS[0]}),
    ]
    if told_by == "base":
        append(journal, connection, *begun)
    else:
        run = MadeUp(JOURNALS[1], LAPTOPS[1]).run(begun)
        append(journal, connection, received(run, 1), intake=Intake([run], []))
    ending: list[Act] = [
        an_example(acts.IncidentClosed).model_copy(update={"incident": IDS[0]}),
        an_example(acts.ClockStopped).model_copy(update={"clock": IDS[0]}),
        *begun,
    ]

    run = MadeUp(JOURNALS[0], LAPTOPS[0]).run(ending)
    before = projected(connection)
    append(journal, connection, received(run, 1), intake=Intake([run], []))

    for name in ("incident", "dutyclock"):
        assert projected(connection)[name] == before[name]
