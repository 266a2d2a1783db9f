"""The pictures in screenshots/ are what the command prints today."""

from pathlib import Path

import pytest

from tests.pictures import PICTURES, drawn


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_what_is_printed_today(name: str) -> None:
    kept = (Path("screenshots") / name).read_text("utf-8")

    assert drawn(name) == kept, "look at the new picture with `make screenshots` before keeping it"
