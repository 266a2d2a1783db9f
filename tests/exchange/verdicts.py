"""What holds of a world that has come to rest, whatever happened in it before.

Owns the questions. Refuses to own what happens (test_machine) and how it comes to rest (world).
"""

from collections import Counter, defaultdict
from itertools import combinations
from typing import Any

from sqlmodel import SQLModel

from store.ids import FamilyId
from store.keeping import acts, tables
from store.keeping.acts.act import Act
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.causality import Ancestry, Place, precedes
from store.keeping.exchange_words import GIVEN, HELD, PUT_BACK
from store.keeping.history import acts_about, ancestry
from store.keeping.inspection import inspect
from store.keeping.merging.consents import Answer, Question, Standing, standing_consent
from store.keeping.store import Store
from tests.exchange.fleet import BASE, LAPTOPS
from tests.exchange.world import World, id_of
from tests.keeping.test_tables import MODELS


def hold_all(world: World) -> None:
    """Make sure of everything."""
    _nothing_acknowledged_is_lost(world)
    _every_holding_is_true(world)
    _nobody_is_blamed_for_nothing(world)
    for family in world.families:
        _merged_as_it_was_written(world, family)
    for name in world.devices:
        store = world.open(name)
        _nothing_is_applied_twice(world, name)
        inspect(store)
        replay_changes_nothing(store)


def _nothing_acknowledged_is_lost(world: World) -> None:
    at_base = set(world.at_base())
    assert world.devices[BASE].acknowledged <= at_base, "what base acknowledged is gone"
    for name in LAPTOPS:
        laptop = world.devices[name]
        missing = laptop.acknowledged - at_base - world.gone
        if missing:  # a lost base had receipted it, and had it erased: only that may be, where its backup is older
            assert missing <= world.lost - set(world.at(name)), f"what {name} acknowledged is not at base"
            assert {world.knowledge.written[each].family for each in missing} <= laptop.condemned


def _nobody_is_blamed_for_nothing(world: World) -> None:
    """A laptop tells of a base that was put back only where one was, and went on unseen."""
    for name in LAPTOPS:
        told = world.open(name).rows("SELECT 1 FROM fact WHERE name LIKE ?", (f"{PUT_BACK}%",))
        world.happened["base found put back"] += len(told)
        assert not told or world.happened["base put back unseen"], f"{name} blames base for nothing"


def _every_holding_is_true(world: World) -> None:
    base = world.open(BASE)
    thought: defaultdict[str, set[FamilyId]] = defaultdict(set)
    for family, device in base.rows("SELECT family, device FROM allocation WHERE state IN (?, ?)", (GIVEN, HELD)):
        thought[device].add(family)
    for name in LAPTOPS:
        there, believed = set(world.held(name)), thought[str(world.devices[name].device)]
        assert there == believed, f"base's holdings are not what {name} holds: {there} {believed}"
    assert not base.rows("SELECT 1 FROM fieldorder WHERE state = 'issued'"), "an order was never answered"


def _nothing_is_applied_twice(world: World, name: str) -> None:
    assert not [each for each, count in Counter(world.at(name)).items() if count > 1]
    rows = world.open(name).rows("SELECT family, entry FROM familyentry")
    assert len(rows) == len(set(rows))


def _merged_as_it_was_written(world: World, family: FamilyId) -> None:
    """Hold base's order, consents and conflicts of one family against who can have known what."""
    base = world.open(BASE)
    lineage = ancestry(base)
    about = list(acts_about(base, family))
    _the_order_is_true(world, about, lineage)
    answers: defaultdict[Question, list[Answer]] = defaultdict(list)
    for act, place in about:
        if isinstance(act, acts.ConsentRecorded):
            answer = Answer.from_act(act, place)
            answers[answer.question].append(answer)
    for each in answers.values():
        _no_withdrawal_lost(world, each, standing_consent(each, lineage))
    _conflicts_are_told(world, [act for act, _ in about])


def _the_order_is_true(world: World, about: list[tuple[Act, Place]], lineage: Ancestry) -> None:
    """After a succession base may take for concurrent what was not, which is the careful side; never otherwise."""
    knowledge = world.knowledge
    written = [
        (event, place)
        for act, place in about
        if (event := id_of(act)) is not None and not world.is_told_on(event, place.journal, place.n)
    ]
    for (one, here), (other, there) in combinations(written, 2):
        for b, at_b, a, at_a in ((one, here, other, there), (other, there, one, here)):
            is_said, is_so = precedes(at_b, at_a, lineage), knowledge.precedes(b, a)
            assert is_so or not is_said, f"{b} is said to precede {a}, whose writer cannot have known of it"
            assert is_said or not is_so or world.happened["successions"], f"{b} is not said to precede {a}"


def _no_withdrawal_lost(world: World, answers: list[Answer], standing: Standing | None) -> None:
    assert standing is not None
    world.happened["questions answered concurrently"] += bool(standing.concurrent)
    stands, knowledge = standing.answer, world.knowledge
    by_record = {answer.record: answer for answer in answers}
    for each in knowledge.last(set(by_record)):
        if by_record[each].decision is ConsentDecision.WITHDRAWN:
            assert stands.decision is ConsentDecision.WITHDRAWN, "a withdrawal that nothing followed lost"
        elif by_record[each].decision is ConsentDecision.REFUSED:
            assert stands.decision is not ConsentDecision.GIVEN, "a refusal that nothing followed lost"
    if stands.decision is ConsentDecision.GIVEN:
        assert all(
            knowledge.precedes(answer.record, stands.record)
            for answer in answers
            if answer.decision is ConsentDecision.WITHDRAWN
        ), "a yes stands against a withdrawal that its writer did not know of"


def _conflicts_are_told(world: World, about: list[Act]) -> None:
    """Each value that stands against another one is told of, and none that its writer's successor knew."""
    base, knowledge = world.open(BASE), world.knowledge
    corrections = {act.correction for act in about if isinstance(act, acts.DetailsCorrected)}
    told: list[frozenset[str]] = []
    for act in about:
        if isinstance(act, acts.ConflictFound):
            told.append(frozenset(_written_at(base, at) for at in (act.first_at, act.second_at)))
    assert len(told) == len(set(told)), "a conflict was told twice"
    for pair in told:
        one, other = pair
        assert knowledge.are_concurrent(one, other) or world.happened["successions"], "no conflict, but told as one"
    standing = knowledge.last(corrections)
    if len(standing) > 1:
        world.happened["conflicts standing"] += 1
        assert standing <= set().union(*told), "a value stands against another one, and nobody was told"


def _written_at(base: Store, at: acts.EntryPlace) -> str:
    journal = base.journal_of(at.journal, at.branch)
    assert journal is not None
    body = journal.entry(at.index).body
    assert body is not None
    event = id_of(acts.parse(acts.DetailsCorrected.kind, acts.DetailsCorrected.version, body))
    assert event is not None
    return event


def replay_changes_nothing(store: Store) -> None:
    """Make sure that the tables are what follows from the journals, and nothing else."""
    before = _projected(store)
    store.replay()
    assert _projected(store) == before


def _projected(store: Store) -> dict[str, list[Any]]:
    return {
        name: sorted(map(repr, store.rows(f'SELECT * FROM "{name}"')))
        for name in sorted(SQLModel.metadata.tables)
        if issubclass(MODELS[name], tables.Projected)
    }
