"""What a refusal says to do, on a screen: keys, where the command's own hint names a command."""

import re

import pytest

from store import errors
from store.errors import StoreError
from tui import commands
from tui.by_keys import HINTS, hint_of

_BOARD = {each.label: each.shown_key for each in commands.BOARD_COMMANDS}
_PLACES = {
    "Backups": commands.BACKUPS_COMMANDS,
    "Devices": commands.DEVICES_COMMANDS,
    "Linkage": commands.LINKAGE_COMMANDS,
    "Registers": commands.REGISTERS_COMMANDS,
    "Staff": commands.STAFF_COMMANDS,
    "Wave two": commands.WAVE_TWO_COMMANDS,
}


@pytest.mark.parametrize("kind", HINTS, ids=lambda kind: kind.__name__)
def test_a_hint_by_keys_is_for_one_that_names_a_command(kind: type[StoreError]) -> None:
    hint = kind.hint
    assert "doorstep" in hint or "--" in hint
    assert "--" not in HINTS[kind]


@pytest.mark.parametrize("hint", HINTS.values())
def test_every_place_has_the_keys_that_are_said(hint: str) -> None:
    for place, key in re.findall(r"(Backups|Devices|Linkage|Paper|Registers|Staff|Wave two) \((\w)", hint):
        assert _BOARD[place] == key
    for place, key in re.findall(r"(Backups|Devices|Linkage|Registers|Staff|Wave two) \(\w, (\w)\)", hint):
        assert key in {each.shown_key for each in _PLACES[place]}


def test_a_mailbox_that_failed_is_tried_again_with_a_key() -> None:
    said = hint_of(errors.MailboxGoneError())

    assert "press F5 again" in said
    assert "doorstep" not in said


def test_any_other_hint_is_as_the_store_says_it() -> None:
    assert hint_of(errors.BackupPassphraseError()) == errors.BackupPassphraseError.hint
