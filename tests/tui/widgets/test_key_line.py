"""The footer: as many keys as fit, and among them how a screen of base's is left."""

import pytest

from tui import commands
from tui.commands import APP_COMMANDS, BACK, Command
from tui.widgets.key_line import fitting

_AT_BASE = {
    name: keys
    for name, keys in vars(commands).items()
    if name.endswith("_COMMANDS") and BACK in keys and name != "FAMILY_COMMANDS"  # the door's own comes first there
}


@pytest.mark.parametrize("keys", _AT_BASE.values(), ids=_AT_BASE)
def test_eighty_cells_say_how_a_screen_is_left(keys: tuple[Command, ...]) -> None:
    shown, _ = fitting([each for each in (*keys, *APP_COMMANDS) if each.in_footer], 79)

    assert BACK in shown
