"""Made-up work: the same for the same seed, at believable times, every state a list can show, fit to be kept."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from store.agreement.loading import load_agreement
from store.clock import LONDON, from_ms, to_ms
from store.fieldwork.lines import Line, Standing, read_lines
from store.fieldwork.made_up_work import work
from store.ids import NOBODY
from store.keeping import acts
from store.keeping.store import Store
from tests.made import families, store

__all__ = ["store"]

NOW = datetime(2015, 11, 11, 13, tzinfo=UTC)
AGREEMENT = load_agreement()
MANY = families(400)
DONE = list(work(MANY, NOW, NOBODY, AGREEMENT))
ATTEMPTS = [act for act in DONE if isinstance(act, acts.AttemptRecorded)]


def test_the_same_seed_makes_the_same_work_and_each_family_its_own() -> None:
    assert list(work(MANY, NOW, NOBODY, AGREEMENT)) == DONE
    assert list(work(MANY[200:201], NOW, NOBODY, AGREEMENT)) == [
        act for act in DONE if acts.family_of(act) == MANY[200].family
    ]
    assert list(work(MANY, NOW, NOBODY, AGREEMENT, seed=1)) != DONE
    assert len(list(work(MANY, NOW, NOBODY, AGREEMENT, share=0.0))) < len(MANY) / 6


def test_every_act_can_be_kept_and_read_back() -> None:
    assert all(acts.parse(act.kind, act.version, acts.dump(act)) == act for act in DONE)


def test_nobody_called_later_than_now_or_at_night_and_attempts_are_numbered_in_their_order() -> None:
    for family in MANY:
        told = [act for act in ATTEMPTS if act.family == family.family]
        assert [act.number for act in told] == list(range(1, len(told) + 1))
        assert all(first.told.at_ms <= to_ms(NOW) for first in told)
    hours = Counter(from_ms(act.told.at_ms).astimezone(LONDON).hour for act in ATTEMPTS)
    assert set(hours) <= set(range(9, 21))
    free = [
        at for act in ATTEMPTS if (at := from_ms(act.told.at_ms).astimezone(LONDON)).weekday() >= 5 or at.hour >= 17
    ]
    assert 0.4 < len(free) / len(ATTEMPTS) < 0.95


@pytest.fixture
def lines(store: Store) -> dict[str, Line]:
    store.record(*MANY)
    store.record(*DONE)
    with store.reader() as connection:
        return {line.family: line for line in read_lines(connection, None, date(2015, 11, 11))}


def test_the_list_shows_every_state_there_is(lines: dict[str, Line]) -> None:
    standing = Counter(line.standing for line in lines.values())
    assert set(standing) == {each.value for each in Standing}
    assert standing["to_do"] > standing["done"] > standing["paused"]
    day = timedelta(days=1)
    ahead = Counter((from_ms(line.next_at_ms).date() - NOW.date()) // day for line in lines.values() if line.next_at_ms)
    assert {0, 1} <= set(ahead)
    assert min(ahead) < 0
    assert any(line.is_note_unread for line in lines.values())
    assert {line.attempts_count for line in lines.values()} >= {0, 1, 2, 3, 4}
    assert any(line.reference == "" for line in lines.values())
    assert len({line.name for line in lines.values()}) < len(lines)


def test_no_number_is_anybodys(lines: dict[str, Line]) -> None:
    """Source: Ofcom, numbers for drama use."""
    numbers = re.findall(r"\b0\d{9,10}\b", " ".join(line.folded for line in lines.values()))

    assert len(numbers) > 400
    assert [number for number in numbers if not number.startswith("07700900")] == []


def test_twins_namesakes_and_other_languages_occur() -> None:
    people = [family.details.people for family in MANY]
    twins = [
        family
        for family in people
        if len({(person.surname, person.age_years) for person in family[1:]}) < len(family[1:])
    ]

    assert len(twins) > 10
    assert any(family[0].first_names == family[1].first_names for family in people)
    assert len({family[0].language for family in people}) > 5
    assert any(phone.is_confidential for family in people for phone in family[0].phones)
    assert len({(family[0].first_names, family[0].surname) for family in people}) > 380
