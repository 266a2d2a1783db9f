"""`doorstep contacts`: the list, printed; a real laptop's stays on its terminal."""

import json
from pathlib import Path
from typing import Any

import pytest

from store.errors import TerminalOnlyError
from tests.exchange.enrolled import FORGOTTEN
from tests.tui.running import Run, documented
from tests.tui.sitting import DELIVERED, Sitting
from tui.printed.contacts import hold_here


@pytest.fixture
def at(tmp_path: Path) -> tuple[str, ...]:
    return ("--store", str(Sitting(tmp_path).folder), "--passphrase-stdin", "--clock-is-right")


def test_a_search_prints_the_families_it_finds(run: Run, at: tuple[str, ...]) -> None:
    sought = DELIVERED[2].council_reference

    lines = run("contacts", "--search", sought.lower(), *at, lines=(FORGOTTEN,)).lines

    assert len(lines) == 3
    assert DELIVERED[2].details.address.postcode is not None
    assert DELIVERED[2].details.address.postcode in lines[1]
    assert lines[2] == "1 family"


def test_the_json_is_as_documented(run: Run, at: tuple[str, ...]) -> None:
    ended = run("contacts", "--json", *at, lines=(FORGOTTEN,))

    told: list[dict[str, Any]] = json.loads(ended.out)
    assert len(told) == 6
    assert list(told[0]) == documented("contacts")


@pytest.mark.parametrize(("is_practice", "is_terminal"), [(True, True), (True, False), (False, True)])
def test_practice_lists_go_anywhere_and_real_ones_to_a_terminal(is_practice: bool, is_terminal: bool) -> None:
    hold_here(is_practice=is_practice, is_terminal=is_terminal)


def test_the_list_of_a_real_laptop_goes_nowhere_but_to_a_terminal() -> None:
    with pytest.raises(TerminalOnlyError):
        hold_here(is_practice=False, is_terminal=False)
