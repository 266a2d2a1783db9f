"""Being shown is an act, told before anything is seen."""

import pytest

from store.errors import StoreFullError
from store.fieldwork.views import tell_shown
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.terms.families import ViewPart
from store.keeping.freshness import Frozen
from store.keeping.header import unpack
from store.keeping.store import Store

FAMILY = FamilyId("f0" * 16)


def test_what_is_shown_is_told_once_for_all_its_parts(store: Store) -> None:
    before = store.journal.size

    tell_shown(store, FAMILY, [ViewPart.PHONES, ViewPart.ADDRESS, ViewPart.PHONES])

    (entry,) = [store.journal.entry(n) for n in range(before, store.journal.size)]
    act = acts.parse("family_shown", 1, entry.body or b"")
    assert unpack(entry.header).kind == "family_shown"
    assert isinstance(act, acts.FamilyShown)
    assert (act.family, act.parts) == (FAMILY, (ViewPart.ADDRESS, ViewPart.PHONES))


def test_a_frozen_store_tells_of_it_in_the_queue(store: Store) -> None:
    before = store.journal.size
    store.frozen = Frozen.ROLLED_BACK

    tell_shown(store, FAMILY, [ViewPart.ADDRESS])

    assert store.journal.size == before
    assert [each.what for each in store.queue.waiting()] == ["family_shown/1"]


def test_what_cannot_be_told_may_not_be_shown(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreFullError

    monkeypatch.setattr(store, "record", full)

    with pytest.raises(StoreFullError):
        tell_shown(store, FAMILY, [ViewPart.ADDRESS])
