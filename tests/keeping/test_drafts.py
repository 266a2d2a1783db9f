"""Drafts: what was typed and not kept survives a lock, and goes with its family and at each epoch."""

from pathlib import Path

from store.ids import FamilyId
from store.keeping import epochs
from store.keeping.acts.terms.store import EpochCause, ErasureReason
from store.keeping.store import Store
from tests.made import families, made_base, opened

FORM = "attempt"


def test_a_draft_is_there_after_the_store_was_locked(tmp_path: Path) -> None:
    folder, family = made_base(tmp_path), FamilyId("f0" * 16)
    with opened(folder) as store:
        store.notebook.keep_draft(family, FORM, '{"result": "no_contact"}')

    with opened(folder) as store:
        kept = store.notebook.draft(family, FORM)

    assert kept == '{"result": "no_contact"}'


def test_a_draft_takes_the_place_of_the_one_before_and_an_empty_one_drops_it(store: Store) -> None:
    family = FamilyId("f0" * 16)

    store.notebook.keep_draft(family, FORM, "first")
    store.notebook.keep_draft(family, FORM, "second")
    second = store.notebook.draft(family, FORM)
    store.notebook.keep_draft(family, FORM, "")

    assert second == "second"
    assert store.notebook.draft(family, FORM) is None


def test_a_draft_goes_with_its_family_and_no_other(store: Store) -> None:
    erased, left = families(2)
    store.record(erased, left)
    for each in (erased, left):
        store.notebook.keep_draft(each.family, FORM, "typed")

    store.erase_for_ever([erased.family], ErasureReason.HANDED_IN, "7.2a")

    assert store.notebook.draft(erased.family, FORM) is None
    assert store.notebook.draft(left.family, FORM) == "typed"


def test_no_draft_comes_along_into_a_new_epoch(store: Store) -> None:
    family = FamilyId("f0" * 16)
    store.notebook.keep_draft(family, FORM, "typed")

    epochs.change(store, EpochCause.ROUTINE)

    assert store.notebook.draft(family, FORM) is None
