"""The form of a correction: the old value stays with its source, odd ones are asked about, each can be taken back."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.keeping.acts import DetailsCorrected
from store.keeping.acts.terms.families import DetailField, DetailSource
from tests.tui.sitting import DELIVERED, Sitting, screen_text, settled
from tui.app import DoorstepApp

FAMILY = ("enter", "e", "k", "enter")
"""The first family of the list, a correction, of all of them."""

EMPTIED = ("ctrl+a", "ctrl+k")


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def seen_after(sitting: Sitting, *steps: tuple[str, ...]) -> list[str]:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for keys in steps:
            for key in keys:
                await pilot.press(key)
                await settled(app, pilot)
            seen.append(" ".join(screen_text(app).split()))

    sitting.play(play)
    return seen


def corrections(sitting: Sitting) -> list[DetailsCorrected]:
    return [each for each in sitting.told(DetailsCorrected) if isinstance(each, DetailsCorrected)]


def test_a_postcode_is_corrected_and_the_old_one_is_shown_with_where_it_came_from(sitting: Sitting) -> None:
    keys = (*FAMILY, "2", *EMPTIED, *"cm19al", "enter", "3")
    asked, kept = seen_after(sitting, keys, ("enter",))

    (told,) = corrections(sitting)
    assert (told.field, told.new, told.source) == (DetailField.POSTCODE, "CM1 9AL", DetailSource.NEIGHBOUR)
    assert f"Was: {told.old}, as it first became known" in asked
    assert "Is: CM1 9AL, from neighbour" in asked
    assert told.old in {each.details.address.postcode for each in DELIVERED}
    assert "Correction kept. u takes it back." in kept
    assert "CM1 9AL" in kept


def test_an_odd_value_is_asked_about_and_kept_knowingly(sitting: Sitting) -> None:
    keys = (*FAMILY, "2", *EMPTIED, *"nowhere", "enter", "4")
    asked, held, *_ = seen_after(sitting, keys, ("2",), ("shift+tab", "1", "enter"))

    assert "does not look like a usual one. Is it right all the same?" in asked
    assert "It cannot be kept like this" in held
    (told,) = corrections(sitting)
    assert (told.new, told.is_odd) == ("nowhere", True)


def test_one_key_takes_the_last_correction_back(sitting: Sitting) -> None:
    sitting.press(*FAMILY, "2", *EMPTIED, *"cm19al", "enter", "3", "enter", "u")

    told, undone = corrections(sitting)
    assert (undone.undoes, undone.new) == (told.correction, told.old)


def test_an_earlier_correction_is_taken_back_from_the_list_of_them(sitting: Sitting) -> None:
    keep = (*FAMILY, "2", *EMPTIED, *"cm19al", "enter", "3", "enter")

    *_, offered, _ = seen_after(sitting, keep, ("e", "k", "enter"), ("1", "enter"))

    told, *undone = corrections(sitting)
    assert "the family, postcode: " in offered
    assert [each.undoes for each in undone] == [told.correction]


def test_a_new_confidential_number_is_confidential_from_its_first_moment(sitting: Sitting) -> None:
    keys = ("enter", "e", "1", "1", "k", "enter", *"07700900999", "enter", "2", "1", "enter")
    (page,) = seen_after(sitting, keys)

    number, closed = corrections(sitting)
    assert (number.new, closed.field, closed.entry) == ("07700 900999", DetailField.CONFIDENTIALITY, number.entry)
    assert "900999" not in page
    assert "confidential contact" in page
