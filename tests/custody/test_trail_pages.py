"""The trail by pages: put together they are the whole trail, however they are asked for."""

from pathlib import Path

import pytest

from store.clock import to_ms
from store.custody import register
from store.custody.trail_pages import Narrowed, Told, TrailPages
from store.ids import StaffId
from store.keeping import acts
from store.keeping.acts.terms.families import ViewPart
from store.keeping.header import unpack
from store.keeping.store import Store
from tests.custody.test_register import a_drive, export
from tests.made import MachineTime, families, made_base, opened


def looked_at(family: acts.FamilyDelivered) -> acts.FamilyShown:
    return acts.FamilyShown(family=family.family, parts=(ViewPart.ADDRESS,), first_at_ms=0, shown_s=0)


def down(pages: TrailPages, count: int) -> list[Told]:
    found: list[Told] = []
    while more := pages.older(found[-1].place if found else None, count):
        found += more
    return found


def up(pages: TrailPages, count: int) -> list[Told]:
    found: list[Told] = []
    while more := pages.newer(found[0].place if found else -1, count):
        found = more + found
    return found


@pytest.mark.parametrize("count", [1, 3, 50])
def test_pages_down_and_up_are_the_whole_trail_newest_first(store: Store, count: int) -> None:
    store.record(*families(4))
    size = store.journal.size

    pages = TrailPages(store, Narrowed())

    assert [each.n for each in down(pages, count)] == list(reversed(range(size)))
    assert [each.n for each in up(pages, count)] == list(reversed(range(size)))


def test_it_is_narrowed_to_a_family_a_device_kinds_and_a_person(store: Store) -> None:
    first, second = families(2)
    store.record(first, second, looked_at(first))
    device = register.register(store, a_drive())
    export(store, device, first)

    def kinds(narrowed: Narrowed) -> list[str]:
        pages = TrailPages(store, narrowed)
        assert up(pages, 2) == down(pages, 2)
        return [each.header.kind for each in down(pages, 2)]

    assert kinds(Narrowed(family=first.family)) == ["family_shown", "family_delivered"]
    assert kinds(Narrowed(device=device)) == ["holding_recorded", "device_registered"]
    assert kinds(Narrowed(device=device, kinds=("holding_recorded",))) == ["holding_recorded"]
    assert kinds(Narrowed(family=first.family, device=device)) == []
    assert kinds(Narrowed(kinds=("family_delivered", "family_shown"))) == [
        "family_shown", "family_delivered", "family_delivered",
    ]  # fmt: skip
    assert len(kinds(Narrowed(staff=store.keys.person.staff))) == store.journal.size
    assert kinds(Narrowed(staff=StaffId("0f" * 16))) == []


def test_a_day_is_found_and_a_period_holds_what_happened_in_it(tmp_path: Path, machine_time: MachineTime) -> None:
    with opened(made_base(tmp_path)) as store:
        first, second, third = families(3)
        days = []
        for family in (first, second, third):
            machine_time.move(days=1)
            days.append(to_ms(store.now()))
            store.record(family, looked_at(family))
        pages = TrailPages(store, Narrowed())
        size = store.journal.size

        assert [each.n for each in pages.older(pages.before(days[1]), 2)] == [size - 5, size - 6]
        assert pages.older(pages.before(0), 1) == []
        assert pages.older(pages.before(days[2] + 1), 1)[0].n == size - 1
        period = Narrowed(since_ms=days[1], until_ms=days[2])
        assert [each.n for each in down(TrailPages(store, period), 9)] == [size - 3, size - 4]
        about = Narrowed(family=second.family, since_ms=days[1], until_ms=days[2])
        assert len(down(TrailPages(store, about), 9)) == 2
        assert down(TrailPages(store, Narrowed(since_ms=days[2] + 1)), 9) == []
        listed = TrailPages(store, Narrowed(family=second.family))
        assert listed.older(listed.before(days[1]), 9) == []


def test_a_period_holds_everything_dated_in_it_however_often_the_clock_was_set_back(
    tmp_path: Path, machine_time: MachineTime
) -> None:
    with opened(made_base(tmp_path), is_clock_right=True) as store:
        for family, days in zip(families(6), (3, -2, 5, -4, 0, 1), strict=True):
            machine_time.move(days=days)
            store.record(family, looked_at(family))
        entries = [(key, unpack(header).at_ms) for key, header in store.rows("SELECT id, header FROM entry")]
        ends = sorted({at_ms for _, at_ms in entries})

        for since in ends:
            for until in (*ends, ends[-1] + 1):
                period = TrailPages(store, Narrowed(since_ms=since, until_ms=until))

                expected = sorted((key for key, at_ms in entries if since <= at_ms < until), reverse=True)
                assert [each.key for each in down(period, 3)] == expected
                assert [each.key for each in up(period, 3)] == expected


def test_a_replay_remembers_where_the_clock_fell_back(tmp_path: Path, machine_time: MachineTime) -> None:
    with opened(made_base(tmp_path), is_clock_right=True) as store:
        machine_time.move(days=-1)
        store.record(*families(1))
        named = store.rows("SELECT name FROM fact WHERE name LIKE 'clock_back/%'")

        store.replay()

        assert len(named) == 1
        assert store.rows("SELECT name FROM fact WHERE name LIKE 'clock_back/%'") == named
