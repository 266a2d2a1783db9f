"""A visit without contact that was made ready holds while nothing changed, and is made anew otherwise."""

from pathlib import Path

import pytest

from store.errors import FamilyUnknownError
from store.fieldwork.views import tell_shown
from store.ids import FamilyId, new_id
from store.keeping.acts.terms.families import ViewPart
from tests.tui.sitting import DELIVERED, Sitting
from tui.desk import desk_of
from tui.field.no_contact import NoContact

FAMILY = FamilyId(DELIVERED[0].family)


def test_what_was_made_ready_is_what_is_kept(tmp_path: Path) -> None:
    with Sitting(tmp_path).open() as store:
        asked = NoContact(FAMILY, desk_of(store))
        asked.make_ready(store)

        assert asked.acts(store) is asked.acts(store)


def test_what_was_kept_meanwhile_is_not_passed_over(tmp_path: Path) -> None:
    with Sitting(tmp_path).open() as store:
        asked = NoContact(FAMILY, desk_of(store))
        asked.make_ready(store)
        tell_shown(store, FAMILY, [ViewPart.ADDRESS])

        assert asked.acts(store) is not asked.acts(store)


def test_a_family_that_is_gone_is_refused_at_the_second_key(tmp_path: Path) -> None:
    with Sitting(tmp_path).open() as store:
        asked = NoContact(FamilyId(new_id()), desk_of(store))
        with pytest.raises(FamilyUnknownError):
            asked.make_ready(store)

        with pytest.raises(FamilyUnknownError):
            asked.acts(store)
