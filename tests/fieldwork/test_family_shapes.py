"""A family's file and the lines of the list: plain values, light to load, and no repr tells whose they are."""

import dataclasses
import subprocess
import sys
import types
from typing import Union, get_args, get_origin, get_type_hints

import pytest

from store.fieldwork import family
from store.fieldwork.lines import Line, Standing

SHAPES = [each for each in vars(family).values() if dataclasses.is_dataclass(each) and isinstance(each, type)]

SAYS_NOTHING = {
    "appointment", "attempt", "by", "ceremony", "code", "correction", "entry", "expires_on", "follows",
    "household_code", "interview", "kind", "known_on", "left_on", "letter_sent_on", "next_appointment", "note_id",
    "record", "sheet", "split_on", "target", "tracing", "undoes", "visit", "wish", "wording",
}  # fmt: skip
"""Texts that are ids, codes, slugs or dates of the work."""


def is_text(hint: object) -> bool:
    if get_origin(hint) in (Union, types.UnionType):
        return any(map(is_text, get_args(hint)))
    if get_origin(hint) is tuple:
        return is_text(get_args(hint)[0])
    return hint in (str, bytes)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_whatever_can_tell_of_a_person_shows_in_no_repr(shape: type) -> None:
    hints = get_type_hints(shape, vars(family) | {"Act": object})

    shown = {each.name for each in dataclasses.fields(shape) if each.repr and is_text(hints[each.name])}
    is_note = shape in (family.Note, family.SafetyNote)

    assert shown <= SAYS_NOTHING | ({"note"} if is_note else set())


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_a_familys_file_is_made_of_values_that_never_change(shape: type) -> None:
    assert shape.__dataclass_params__.frozen  # type: ignore[attr-defined]  # of every dataclass
    assert "__slots__" in vars(shape)


def test_a_line_shows_whose_it_is_by_id_alone() -> None:
    line = Line("f" * 32, "Zoë Sørensen", "1 Pightle Way", "CM1 9AL", "ECC-1", "zoe", Standing.TO_DO, None, 0, 0,
                "", "", is_unsent=False, is_note_unread=False)  # fmt: skip

    assert repr(line) == f"Line(family='{'f' * 32}', standing=<Standing.TO_DO: 'to_do'>)"
    assert str(line) == repr(line)


def test_the_list_and_the_file_can_be_named_before_the_heavy_libraries_are_loaded() -> None:
    text = (
        "import sys, store.fieldwork.lines, store.fieldwork.family;"
        "print(sorted({'pydantic', 'sqlmodel', 'sqlalchemy', 'cryptography'} & set(sys.modules)))"
    )

    told = subprocess.run([sys.executable, "-c", text], check=True, capture_output=True, text=True)

    assert told.stdout.strip() == "[]"
