"""The trail: what happened on this device, newest first, naming no family."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from store.clock import from_ms
from store.custody.trail import family_of_reference, read_trail
from store.errors import FamilyUnknownError, LineFormError, UnknownActError
from store.ids import new_id
from store.keeping import acts, staffing
from store.keeping.acts.terms.exchange import Container, DeliveryFault
from store.keeping.acts.terms.store import ErasureReason, StaffRole
from store.keeping.header import pack, unpack
from store.keeping.inspection import inspect
from store.keeping.store import Store
from store.keeping.taking import N_BITS
from tests.made import (
    FOUNDED,
    SECOND_PASSPHRASE,
    SUPERVISOR,
    MachineTime,
    families,
    inside,
    made_base,
    opened,
    passphrase,
)


def test_the_trail_tells_everything_from_the_newest_to_the_first(store: Store) -> None:
    store.record(*families(2))

    lines = list(read_trail(store))

    assert [line.n for line in lines] == [6, 5, 4, 3, 2, 1, 0]
    assert [line.act for line in lines[:3]] == [acts.FamilyDelivered, acts.FamilyDelivered, acts.SignedIn]
    assert lines[-1].act is acts.StoreOpenedFirst
    assert {line.name for line in lines} == {SUPERVISOR}
    assert {line.is_erased for line in lines} == {False}
    assert SUPERVISOR not in repr(lines)


def test_an_entry_of_an_older_version_is_told_and_holds(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    turned_away = acts.DeliveryRejected(
        delivery=new_id(),
        council="Essex",
        container=Container.ZIP_AE2,
        fault=DeliveryFault.COMBINED,
        for_clause="7.2c",
        sha256="ab" * 32,
        size_bytes=7,
    )
    with monkeypatch.context() as before:
        before.setattr(acts.DeliveryRejected, "version", 1)
        store.record(turned_away)

    assert unpack(store.journal.entry(FOUNDED + 1).header).kind_version == 1
    assert next(read_trail(store)).act is acts.DeliveryRejected
    assert inspect(store, signatures=True).head.size == FOUNDED + 2


def test_the_trail_until_an_instant_tells_what_had_happened_by_then(tmp_path: Path, machine_time: MachineTime) -> None:
    with opened(made_base(tmp_path)) as store:
        first, second = families(2)
        machine_time.move(hours=1)
        store.record(first)
        at = from_ms(store.last_act().at_ms)
        machine_time.move(hours=1)
        store.record(second)

        assert [line.n for line in read_trail(store, at)][:2] == [FOUNDED + 1, FOUNDED]
        assert next(read_trail(store, at - timedelta(seconds=1))).n == FOUNDED
        assert list(read_trail(store, at - timedelta(days=1))) == []


def test_the_trail_of_a_family_is_what_is_about_it_and_is_empty_once_it_is_erased(store: Store) -> None:
    first, second = families(2)
    store.record(first, second, first)

    assert [line.n for line in read_trail(store, family=first.family)] == [7, 5]

    store.erase_for_ever([first.family], ErasureReason.RETENTION_ENDED, authority="7.2f")
    assert list(read_trail(store, family=first.family)) == []
    assert [line.n for line in read_trail(store) if line.is_erased] == [7, 5]
    assert [line.n for line in read_trail(store, family=second.family)] == [6]


def test_the_trail_names_whoever_acted_even_after_they_left(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        staffing.add(store, "Supervisor Two", StaffRole.SUPERVISOR, passphrase(SECOND_PASSPHRASE))
    with opened(folder, SECOND_PASSPHRASE):
        pass
    with opened(folder) as store:
        staffing.leave(store, "Supervisor Two")

        names = [line.name for line in read_trail(store)]

    assert names == [SUPERVISOR, SUPERVISOR, "Supervisor Two", *[SUPERVISOR] * 7]


def test_a_person_the_register_does_not_know_is_called_by_their_id(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with inside(folder) as connection:
        connection.execute("DELETE FROM staff")

    with opened(folder, is_only_looking=True) as store:
        assert {line.name for line in read_trail(store)} == {store.keys.person.staff}


def test_an_act_of_a_newer_release_is_refused_by_name(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with inside(folder) as connection:
        (header,) = connection.execute("SELECT header FROM entry WHERE id = ?", ((1 << N_BITS) + 2,)).fetchone()
        newer = pack(replace(unpack(header), kind_version=9))
        connection.execute("UPDATE entry SET header = ? WHERE id = ?", (newer, (1 << N_BITS) + 2))

    with opened(folder, is_only_looking=True) as store, pytest.raises(UnknownActError) as refused:
        list(read_trail(store))

    assert (refused.value.kind, refused.value.version) == ("credential_recorded", 9)


# -- which family is meant


def test_a_family_is_found_by_the_councils_reference_and_by_our_id(store: Store) -> None:
    first, second = families(2)
    store.record(first, second)

    assert family_of_reference(store, second.council_reference) == second.family
    assert family_of_reference(store, second.family) == second.family


def test_a_reference_that_names_no_family_or_several_is_refused(store: Store) -> None:
    first, second = families(2)
    namesake = families(1, seed=7)[0]
    store.record(first, second, namesake)
    assert namesake.council_reference == first.council_reference

    for reference in ("ECC-99999", first.council_reference, "ECC-0000_", "%"):
        with pytest.raises(FamilyUnknownError):
            family_of_reference(store, reference)
    with pytest.raises(LineFormError):
        family_of_reference(store, "ECC\udcff")


def test_a_family_that_was_erased_is_not_found_any_more(store: Store) -> None:
    (family,) = families(1)
    store.record(family)
    store.erase_for_ever([family.family], ErasureReason.RETENTION_ENDED, authority="7.2f")

    for reference in (family.council_reference, family.family):
        with pytest.raises(FamilyUnknownError):
            family_of_reference(store, reference)
