"""Who holds whose data: each question, now and as of any instant, against a replay by hand of what was told."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.clock import from_ms, to_ms
from store.custody import holdings
from store.errors import AsOfTooEarlyError
from store.ids import DeviceId, FamilyId
from store.keeping import acts, database
from store.keeping.acts.act import Act
from store.keeping.acts.terms.devices import DeviceKind, HoldingMove
from store.keeping.acts.terms.exchange import OrderEnd, OrderKind, Shipment
from store.keeping.acts.terms.families import ViewPart
from store.keeping.acts.terms.store import StoreRole
from store.keeping.database import Connection
from store.keeping.header import Header, unpack
from store.keeping.journal import Journal
from store.keeping.projection import Projection
from store.keeping.schema import create_tables
from store.keeping.store import Store
from store.keeping.taking import NOTHING, Intake
from tests.keeping.test_journal import AT_MS, JOURNAL, KEY, PERSON, told
from tests.keeping.test_taken import (
    DELIVERED,
    FAMILIES,
    JOURNALS,
    LAPTOPS,
    SOMEBODY,
    MadeUp,
    accepted,
    an_example,
    opened_first,
    received,
)

DRIVES = [DeviceId("d1" * 16), DeviceId("d2" * 16)]
MAILBOX = DeviceId("3a" * 16)

# -- random histories


some_families = st.lists(st.sampled_from(FAMILIES), min_size=1, max_size=3, unique=True)
laptops, drives = st.sampled_from([0, 1]), st.sampled_from(DRIVES)
steps = st.one_of(
    st.tuples(st.just("deliver"), st.sampled_from(DELIVERED)),
    st.tuples(st.just("give"), laptops, some_families),
    st.tuples(st.just("send")),
    st.tuples(st.just("take_in"), laptops),
    st.tuples(st.just("take_back"), laptops, some_families, st.sampled_from([OrderKind.RECALL, OrderKind.DESTROY])),
    st.tuples(st.just("export"), drives, some_families),
    st.tuples(st.just("wipe"), drives),
    st.tuples(st.just("back_up"), drives),
    st.tuples(st.just("view"), st.sampled_from(FAMILIES), st.sampled_from([None, 0, 1])),
    st.tuples(st.just("erase"), some_families),
)
histories = st.lists(st.tuples(steps, st.integers(-900, 2_000)), max_size=30)


@dataclass
class Stay:
    """One family of a dataset on a device, as the replay by hand has it."""

    family: FamilyId
    device: str
    dataset: str
    since: int
    until: int | None = None


@dataclass
class World:
    """A base and two laptops: everything is done twice, to the tables and by hand."""

    connection: Connection
    at_ms: int = AT_MS
    base: str = ""
    ids: int = 0
    number: int = 0
    stays: list[Stay] = field(default_factory=list)
    views: list[tuple[FamilyId, str, str, int]] = field(default_factory=list)
    known: set[FamilyId] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    waiting: list[tuple[int, str, list[FamilyId]]] = field(default_factory=list)
    sent: list[tuple[int, str, list[FamilyId]]] = field(default_factory=list)
    datasets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.journal = Journal(self.connection, JOURNAL, 0)
        self.laptops = [MadeUp(JOURNALS[place], LAPTOPS[place]) for place in (0, 1)]
        first = opened_first(StoreRole.BASE)
        self.base = first.store
        self.tell(first, accepted(0), accepted(1))

    def tell(self, *said: Act, intake: Intake = NOTHING) -> None:
        self.journal.append(said, Projection(self.connection), PERSON, self.at_ms, intake=intake)

    def hear(self, place: int, *said: Act) -> None:
        laptop = self.laptops[place]
        laptop.at_ms = self.at_ms
        self.number += 1
        run = laptop.run(list(said))
        self.tell(received(run, self.number), intake=Intake([run], []))

    def new_id(self) -> str:
        self.ids += 1
        return f"{self.ids:032x}"

    def open_stays(self, **which: Any) -> list[Stay]:
        open_ = [each for each in self.stays if each.until is None]
        return [each for each in open_ if all(getattr(each, name) == value for name, value in which.items())]

    def end(self, **which: Any) -> None:
        for each in self.open_stays(**which):
            each.until = max(self.at_ms, each.since)

    def count(self, device: str, families_count: int) -> None:
        self.counts[device] = self.counts.get(device, 0) + families_count

    # -- what can happen

    def deliver(self, family: acts.FamilyDelivered) -> None:
        delivery = self.new_id()
        self.tell(family.model_copy(update={"delivery": delivery}))
        self.known.add(family.family)
        self.stays.append(Stay(family.family, self.base, delivery, self.at_ms))

    def order(self, place: int, families: list[FamilyId], kind: OrderKind) -> str:
        order = self.new_id()
        changed = {"order": order, "device": LAPTOPS[place], "families": tuple(families), "order_kind": kind}
        self.tell(an_example(acts.OrderIssued).model_copy(update={**changed, "entries": ()}))
        return order

    def give(self, place: int, families: list[FamilyId]) -> None:
        self.waiting.append((place, self.order(place, families, OrderKind.ALLOCATE), families))

    def send(self) -> None:
        for place, order, families in self.waiting:
            changed = {"orders": (order,), "mailbox": MAILBOX, "to_device": LAPTOPS[place], "number": self.ids}
            self.tell(an_example(acts.BundleSent).model_copy(update=changed))
            self.count(MAILBOX, len(families))
            self.stays += [Stay(each, MAILBOX, order, self.at_ms) for each in families if each in self.known]
        self.sent += self.waiting
        self.waiting = []

    def take_in(self, place: int) -> None:
        for to, order, families in [each for each in self.sent if each[0] == place]:
            self.sent.remove((to, order, families))
            device = LAPTOPS[place]
            self.hear(
                place,
                received(MadeUp(JOURNAL, DeviceId(self.base)).run([]), 1).model_copy(update={"orders": (order,)}),
                *(
                    an_example(acts.FamilyLoaded).model_copy(
                        update={"family": each, "device": device, "order": order, "delivery": None}
                    )
                    for each in families
                ),
                self.executed(order, families),
            )
            self.end(device=MAILBOX, dataset=order)
            self.count(MAILBOX, -len(families))
            self.count(device, len(families))
            self.known |= set(families)
            self.stays += [Stay(each, device, order, self.at_ms) for each in families]

    def executed(self, order: str, families: list[FamilyId]) -> Act:
        return acts.OrderExecuted(order=order, end=OrderEnd.DONE, families=tuple(families), reason=None)

    def take_back(self, place: int, families: list[FamilyId], kind: OrderKind) -> None:
        there = {each.family for each in self.open_stays(device=LAPTOPS[place])}
        families = [each for each in families if each in there]
        if families:
            self.hear(place, self.executed(self.order(place, families, kind), families))
            for each in families:
                stays = self.open_stays(device=LAPTOPS[place], family=each)
                self.count(LAPTOPS[place], -1)
                assert stays
                self.end(device=LAPTOPS[place], family=each)

    def move(self, device: str, dataset: str, move: HoldingMove, families: list[FamilyId], count: int) -> None:
        self.tell(
            acts.HoldingRecorded(
                holding=self.new_id(),
                move=move,
                device=DeviceId(device),
                dataset=dataset,
                shipment=Shipment.CONSENT_PROOF,
                families=tuple(families),
                families_count=count,
                order=None,
                movement=None,
                at_ms=self.at_ms,
            )
        )

    def export(self, device: str, families: list[FamilyId]) -> None:
        dataset = self.new_id()
        self.move(device, dataset, HoldingMove.EXPORT, families, len(families))
        self.count(device, len(families))
        self.datasets.setdefault(device, []).append((dataset, len(families)))
        self.stays += [Stay(each, device, dataset, self.at_ms) for each in families if each in self.known]

    def wipe(self, device: str) -> None:
        for dataset, count in self.datasets.pop(device, []):
            self.move(device, dataset, HoldingMove.ERASE, [], count)
            self.count(device, -count)
            self.end(device=device, dataset=dataset)

    def back_up(self, device: str) -> None:
        backup = self.new_id()
        here = {each.family for each in self.open_stays(device=self.base)}
        changed = {"backup": backup, "device": device, "families_count": len(here)}
        self.tell(an_example(acts.BackupMade).model_copy(update=changed))
        self.count(device, len(here))
        self.datasets.setdefault(device, []).append((backup, len(here)))
        self.stays += [Stay(each, device, backup, self.at_ms) for each in here]

    def view(self, family: FamilyId, place: int | None) -> None:
        shown = acts.FamilyShown(family=family, parts=(ViewPart.ADDRESS,), first_at_ms=self.at_ms, shown_s=0)
        if place is None:
            self.tell(shown)
        else:
            self.hear(place, shown)
        staff, device = (PERSON.staff, self.base) if place is None else (SOMEBODY.staff, LAPTOPS[place])
        self.known.add(family)
        self.views.append((family, staff, device, self.at_ms))

    def erase(self, families: list[FamilyId]) -> None:
        self.journal.erase(families, [], told, Projection(self.connection), PERSON, self.at_ms)
        self.known -= set(families)
        self.stays = [each for each in self.stays if each.family not in families]
        self.views = [each for each in self.views if each[0] not in families]

    # -- what is asked

    def as_store(self) -> Store:
        def rows(text: str, values: tuple[object, ...] = ()) -> list[Any]:
            found: list[Any] = self.connection.execute(text, values).fetchall()
            return found

        def first_act() -> Header:
            return unpack(self.journal.entry(0).header)

        sidecar = SimpleNamespace(store=DeviceId(self.base))
        return cast(Store, SimpleNamespace(rows=rows, first_act=first_act, sidecar=sidecar))

    def lay(self, at_ms: int | None, **which: Any) -> list[tuple[object, ...]]:
        if at_ms is None:
            stays = self.open_stays()
        else:
            stays = [each for each in self.stays if each.since <= at_ms and (each.until is None or each.until > at_ms)]
        return sorted(
            (each.family, each.device, each.dataset, each.since, each.until or 0)
            for each in stays
            if all(getattr(each, name) == value for name, value in which.items())
        )


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    folder: Path = tmp_path_factory.mktemp("holdings")
    with closing(database.create(folder / "journal.db", KEY)) as made:
        create_tables(made)
        made.execute("PRAGMA synchronous=OFF")
        for kind in (acts.StoreOpenedFirst, acts.EnrolmentAccepted, acts.OrderIssued, acts.BundleSent, acts.BackupMade):
            an_example(kind)  # before any property asks for one
        an_example(acts.FamilyLoaded)
        yield made


def emptied(connection: Connection) -> Connection:
    for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        connection.execute(f'DELETE FROM "{table}"')
    connection.execute("INSERT INTO localnote (name, value) VALUES ('projection', '1')")
    connection.execute("INSERT INTO stem (id, journal, branch) VALUES (1, ?, 0)", (JOURNAL,))
    return connection


def asked(found: list[holdings.Lying]) -> list[tuple[object, ...]]:
    rows = [
        (each.family, each.device, each.dataset, to_ms(each.since), to_ms(each.until) if each.until else 0)
        for each in found
    ]
    return sorted(rows)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories, asked_after=st.lists(st.integers(0, 99), max_size=3))
def test_every_question_has_the_answer_of_a_replay_by_hand(
    connection: Connection, history: list[tuple[tuple[Any, ...], int]], asked_after: list[int]
) -> None:
    world = World(emptied(connection))
    for (name, *values), passed_ms in history:
        world.at_ms = max(AT_MS, world.at_ms + passed_ms)  # a clock may go back, never before the first act
        getattr(world, name)(*values)

    edges = sorted({AT_MS, *(each.since for each in world.stays), *(each.until or AT_MS for each in world.stays)})
    instants = {None, *(edges[place % len(edges)] + place % 2 for place in asked_after)}  # at an edge, or just after

    for is_replayed in (False, True):
        if is_replayed:
            world.journal.replay(Projection(connection))
        store = world.as_store()
        for at_ms in instants:
            at = None if at_ms is None else from_ms(at_ms)
            for device in (world.base, MAILBOX, *LAPTOPS, *DRIVES):
                assert asked(holdings.lying_on(store, DeviceId(device), at)) == world.lay(at_ms, device=device)
            for family in FAMILIES:
                assert asked(holdings.lying_of(store, family, at)) == world.lay(at_ms, family=family)
                views = [(each.staff, each.device, to_ms(each.at)) for each in holdings.seen_by(store, family, at)]
                by_hand = [view[1:] for view in world.views if view[0] == family and view[3] <= (at_ms or view[3])]
                assert sorted(views) == sorted(by_hand)
        for device in (MAILBOX, *DRIVES):
            left = holdings.left_on(holdings.datasets_on(store, DeviceId(device)))
            assert sum(each.left_here_count for each in left) == world.counts.get(device, 0)


# -- how it is found


def test_what_lies_elsewhere_is_found_without_reading_what_lies_here(connection: Connection) -> None:
    world, asked_for = World(emptied(connection)), list[str]()
    store, (drive, _) = world.as_store(), DRIVES
    connection.set_trace_callback(asked_for.append)

    for family in DELIVERED:
        world.deliver(family)
    world.give(0, [FAMILIES[0]])
    world.send()
    world.take_in(0)
    world.take_back(0, [FAMILIES[0]], OrderKind.RECALL)
    world.export(drive, [FAMILIES[0]])
    for at in (None, from_ms(AT_MS)):
        holdings.lying_on(store, drive, at)
        holdings.held_count(store, drive, DeviceKind.REMOVABLE_DRIVE, at)
        holdings.lying_of(store, FAMILIES[0], at)
    world.wipe(drive)
    connection.set_trace_callback(None)

    texts = {each for each in asked_for if each.startswith("SELECT") and "FROM holding" in each}
    plans = {each: connection.execute(f"EXPLAIN QUERY PLAN {each}").fetchall() for each in texts}
    assert {("family = " in each, plan[0][3].split(" (")[0]) for each, plan in plans.items()} == {
        (True, "SEARCH holding USING PRIMARY KEY"),
        (False, "SEARCH holding USING COVERING INDEX holding_elsewhere"),
    }


# -- edges


def test_nothing_is_said_of_a_time_before_the_first_act(store: Store) -> None:
    first = holdings.first_at(store)

    with pytest.raises(AsOfTooEarlyError):
        holdings.lying_on(store, DeviceId(store.sidecar.store), from_ms(to_ms(first) - 1))
    assert holdings.lying_on(store, DeviceId(store.sidecar.store), first) == []


def test_what_left_of_no_dataset_in_particular_is_taken_off_the_oldest_first() -> None:
    came = [
        holdings.Dataset("a" * 32, "contacts", 5, 0),
        holdings.Dataset("", "contacts", 0, 6),
        holdings.Dataset("b" * 32, "contacts", 4, 1),
    ]

    assert holdings.left_on(came) == [holdings.Dataset("b" * 32, "contacts", 4, 2)]
    assert holdings.left_on(came[:2]) == []
