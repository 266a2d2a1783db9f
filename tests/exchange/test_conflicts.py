"""Base finds where two devices set one detail without knowing of each other; both values stay until it is settled."""

from pathlib import Path

import pytest

from store.exchange import sync as syncing
from store.exchange.conflicts import conflicts_in
from store.exchange.peers import peer
from store.ids import FamilyId, PersonId
from store.keeping import acts
from store.keeping.acts.terms.exchange import ConflictChoice
from store.keeping.acts.terms.families import DetailField
from store.keeping.acts.terms.store import ErasureReason
from store.keeping.history import acts_about, ancestry
from store.keeping.merging.details import Conflict, Detail, Known, Settlement, Value, standing_detail
from store.keeping.store import Store
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, Laptop, correction, synced, told

FAMILY = FAMILIES[0]
DETAIL = Detail(FAMILY, None, DetailField.DIRECTIONS, None)


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """Base and two laptops that have one family in common, as where it is handed over; all have heard everything."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:1])
    exchange.give(FAMILIES[:1], exchange.another("other"))
    exchange.sync()
    return exchange


def say(exchange: Exchange, **texts: str | None) -> None:
    """Let base and laptops, by name, set the detail; none hears of the others in between."""
    for name, text in texts.items():
        if name == "base":
            with exchange.at_base() as base:
                base.record(correction(FAMILY, text))
        else:
            with by_name(exchange, name).open() as store:
                store.record(correction(FAMILY, text))


def by_name(exchange: Exchange, name: str) -> Laptop:
    return next(laptop for laptop in exchange.laptops if laptop.folder.name == name)


def sent_up(exchange: Exchange) -> int:
    """Let every laptop send, then base take in; how many conflicts that found."""
    for laptop in exchange.laptops:
        exchange.sync_laptop(laptop)
    return exchange.sync_base().conflicts_count


def found(base: Store) -> list[acts.ConflictFound]:
    return [act for act in told(base, acts.ConflictFound) if isinstance(act, acts.ConflictFound)]


def standing(base: Store, family: FamilyId = FAMILY) -> Known | Conflict | None:
    about = list(acts_about(base, family))
    named = {act.conflict: act for act, _ in about if isinstance(act, acts.ConflictFound)}
    values = [Value.from_act(act, place) for act, place in about if isinstance(act, acts.DetailsCorrected)]
    settled = [
        Settlement.from_acts(act, named[act.conflict], place)
        for act, place in about
        if isinstance(act, acts.ConflictSettled)
    ]
    return standing_detail(values, settled, ancestry(base))


def settle(exchange: Exchange, choice: ConflictChoice) -> str | None:
    """Settle the one open conflict at base; the text that stands then."""
    with exchange.at_base() as base:
        ((conflict,),) = base.rows("SELECT conflict FROM conflict WHERE NOT is_settled")
        (act,) = [each for each in found(base) if each.conflict == conflict]
        base.record(
            acts.ConflictSettled(
                conflict=conflict, family=FAMILY, person=None, choice=choice, value=None, reason="Rang them."
            )
        )
        return act.first if choice is ConflictChoice.OURS else act.second


def test_values_set_without_knowing_of_each_other_are_found_once_and_both_stay(exchange: Exchange) -> None:
    say(exchange, base="left", laptop="right")

    assert sent_up(exchange) == 1
    assert sent_up(exchange) == 0

    with exchange.at_base() as base:
        (act,) = found(base)
        assert {act.first, act.second} == {"left", "right"}
        for at, text in ((act.first_at, act.first), (act.second_at, act.second)):
            journal = base.journal_of(at.journal, at.branch)
            assert journal is not None
            assert (text or "").encode() in (journal.entry(at.index).body or b"")
        assert base.rows("SELECT family, field, is_settled FROM conflict") == [(FAMILY, DetailField.DIRECTIONS, 0)]
        assert isinstance(standing(base), Conflict)
        assert list(conflicts_in(base, FAMILY)) == []
    exchange.hold_all()


def test_the_same_value_twice_is_no_conflict(exchange: Exchange) -> None:
    say(exchange, base="left", laptop="left", other="left")

    assert sent_up(exchange) == 0


def test_a_value_set_by_who_had_heard_of_the_other_is_no_conflict(exchange: Exchange) -> None:
    say(exchange, base="left")
    exchange.give(FAMILIES[1:2])
    exchange.sync_base()
    exchange.sync_laptop()
    say(exchange, laptop="right")

    assert sent_up(exchange) == 0

    with exchange.at_base() as base:
        stands = standing(base)
        assert isinstance(stands, Known)
        assert stands.texts == {"right"}


def test_other_details_do_not_contradict_each_other(exchange: Exchange) -> None:
    person = PersonId(DELIVERED[0].details.people[0].person)
    say(exchange, base="left")
    for changed in (
        {"field": DetailField.POSTCODE},
        {"person": person, "field": DetailField.SURNAME},
        {"family": FAMILY, "entry": "e" * 32, "field": DetailField.PHONE, "person": person},
    ):
        with exchange.laptop.open() as store:
            store.record(correction(FAMILY, "right").model_copy(update=changed))

    assert sent_up(exchange) == 0


def test_every_value_of_several_laptops_is_named(exchange: Exchange) -> None:
    exchange.give(FAMILIES[:1], exchange.another("third"))
    exchange.sync()
    say(exchange, laptop="left", other="right", third="straight on")

    assert sent_up(exchange) == 2
    assert sent_up(exchange) == 0

    with exchange.at_base() as base:
        assert {text for act in found(base) for text in (act.first, act.second)} == {"left", "right", "straight on"}


def test_values_that_are_the_same_do_not_contradict_each_other_beside_one_that_does(exchange: Exchange) -> None:
    exchange.give(FAMILIES[:1], exchange.another("third"))
    exchange.sync()
    with exchange.at_base() as base:
        journals = {peer(base, laptop.device).journal: laptop for laptop in exchange.laptops}
    *same, differing = (journals[each] for each in sorted(journals))  # the order in which they are held together
    for laptop in same:
        laptop.correct(FAMILY, "left")
    differing.correct(FAMILY, "right")

    assert sent_up(exchange) == 1

    with exchange.at_base() as base:
        (act,) = found(base)
        assert {act.first, act.second} == {"left", "right"}


def test_a_value_that_comes_later_is_found_when_it_comes(exchange: Exchange) -> None:
    say(exchange, laptop="left", other="right")
    exchange.sync_laptop()
    assert exchange.sync_base().conflicts_count == 0

    assert sent_up(exchange) == 1


@pytest.mark.parametrize("choice", [ConflictChoice.OURS, ConflictChoice.THEIRS])
def test_a_settled_conflict_is_settled(exchange: Exchange, choice: ConflictChoice) -> None:
    say(exchange, laptop="left", other="right")
    sent_up(exchange)

    text = settle(exchange, choice)

    assert sent_up(exchange) == 0
    with exchange.at_base() as base:
        stands = standing(base)
        assert isinstance(stands, Known)
        assert stands.texts == {text}
        assert base.rows("SELECT is_settled FROM conflict") == [(1,)]


def test_a_value_that_knew_nothing_of_the_settlement_opens_it_anew(exchange: Exchange) -> None:
    say(exchange, laptop="left", other="right")
    sent_up(exchange)
    kept = settle(exchange, ConflictChoice.OURS)
    say(exchange, laptop="straight on")  # it synced last before the settlement

    assert sent_up(exchange) == 1

    with exchange.at_base() as base:
        assert {found(base)[-1].first, found(base)[-1].second} == {kept, "straight on"}
        assert base.rows("SELECT count(*) FROM conflict WHERE NOT is_settled") == [(1,)]
    assert settle(exchange, ConflictChoice.THEIRS) in {kept, "straight on"}
    assert sent_up(exchange) == 0
    with exchange.at_base() as base:
        assert isinstance(standing(base), Known)
        assert not base.rows("SELECT 1 FROM conflict WHERE NOT is_settled")
    exchange.hold_all()


def test_what_came_in_before_a_crash_is_looked_at_next_time(exchange: Exchange) -> None:
    say(exchange, laptop="left", other="right")
    for laptop in exchange.laptops:
        exchange.sync_laptop(laptop)
    with exchange.at_base() as base, pytest.MonkeyPatch.context() as patch:
        patch.setattr(syncing, "note_conflicts", lambda *_: 0)
        assert synced(base, exchange.mail).taken_count == 2

    assert exchange.sync_base().conflicts_count == 1


def test_a_family_that_was_erased_has_no_conflicts(exchange: Exchange) -> None:
    say(exchange, laptop="left", other="right")
    sent_up(exchange)

    with exchange.at_base() as base:
        base.erase_for_ever([FAMILY], ErasureReason.DESTRUCTION_ORDER, "7.2f")

        assert list(conflicts_in(base, FAMILY)) == []
        assert base.rows("SELECT count(*) FROM conflict") == [(0,)]
    say(exchange, laptop="straight on")
    assert sent_up(exchange) == 0
