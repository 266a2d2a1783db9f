"""The app's wiring: keys that work everywhere, and one table that all of them come from."""

from collections import Counter
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.desks import played
from tests.tui.screens import screens
from tui import commands
from tui.app import DoorstepApp
from tui.behind.unlocking import UnlockScreen
from tui.common.cover import CoverScreen
from tui.common.cover_pin import CoverPinDialog
from tui.common.guide_screen import GuideScreen
from tui.common.help import HelpScreen
from tui.common.set_up.passphrase import NewPassphraseScreen
from tui.common.sync import SyncScreen
from tui.field.consent.asking_screen import AskingScreen
from tui.field.consent.receipt import ReceiptScreen
from tui.field.consent.receipt_dialog import ReceiptDialog
from tui.field.contacts import ContactsScreen
from tui.field.stop_code import StopCodeDialog
from tui.launching.words import LEFT, LOCKED
from tui.widgets.family_columns import LEGEND


@pytest.mark.parametrize("key", ["f12", "ctrl+l"])
@pytest.mark.parametrize("before", [(), ("f1",)])
def test_the_lock_key_works_on_every_screen_and_in_dialogs(key: str, before: tuple[str, ...]) -> None:
    async def play(_: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press(*before, key)

    app = played(play)

    assert app.return_value == LOCKED


def test_leaving_locks_and_asks_for_nothing_more() -> None:
    async def play(_: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press("ctrl+q")

    app = played(play)

    assert app.return_value == LEFT


@pytest.mark.parametrize("back", ["escape", "f3"])
def test_help_opens_with_a_key_and_goes_with_one(back: str) -> None:
    seen: list[Any] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press("question_mark")
        seen.append(type(app.screen))
        await pilot.press(back)
        seen.append(type(app.screen))

    played(play)

    assert seen == [HelpScreen, ContactsScreen]


def test_help_tells_the_keys_and_signs_of_the_list() -> None:
    read: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press("f1")
        await pilot.pause()
        read.extend(strip.text for strip in app.screen._compositor.render_strips())

    played(play, size=(120, 60))

    text = "\n".join(read)
    assert [command.help in text for command in commands.LIST_COMMANDS] == [True] * len(commands.LIST_COMMANDS)
    assert [meaning in text for _, meaning in LEGEND] == [True] * len(LEGEND)


def test_the_palette_offers_the_commands_of_the_screen_and_no_screenshot() -> None:
    offered: list[str] = []

    async def play(app: DoorstepApp, _: Pilot[int]) -> None:
        offered.extend(each.title for each in app.get_system_commands(app.screen))

    played(play)

    labels = [command.label for command in (*commands.CONTACTS_COMMANDS, *commands.APP_COMMANDS)]
    assert [title.rpartition(" (")[0] for title in offered] == labels


SCREENS = sorted(screens() - {UnlockScreen}, key=lambda each: each.__name__)
"""All but the prompt, whose keys are those of the launcher."""

SHOW_NO_KEYS = frozenset(
    {
        *(HelpScreen, GuideScreen, CoverScreen),
        *(AskingScreen, ReceiptScreen),  # somebody else reads them
        *(CoverPinDialog, NewPassphraseScreen, ReceiptDialog, StopCodeDialog, SyncScreen),  # every sign is typed there
    }
)
"""Where a question mark shows nothing; F1 does."""


@pytest.mark.parametrize("screen", SCREENS)
def test_no_key_has_two_meanings_on_one_screen(screen: Any) -> None:
    both = (*screen.KEYS, *commands.APP_COMMANDS)

    counted = Counter(key for command in both for key in command.key.split(","))

    assert [key for key, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("screen", SCREENS)
def test_a_key_shows_the_keys_of_each_screen_where_nothing_is_typed(screen: Any) -> None:
    assert (commands.KEYS_HERE in screen.KEYS) == (screen not in SHOW_NO_KEYS)
    assert commands.HELP.is_everywhere


@pytest.mark.parametrize("screen", [*SCREENS, DoorstepApp])
def test_every_command_has_an_action_that_does_it(screen: type) -> None:
    table = commands.APP_COMMANDS if screen is DoorstepApp else screen.KEYS  # type: ignore[attr-defined]

    missing = [
        command.id
        for command in table
        if not hasattr(
            DoorstepApp if command.id.startswith("app.") else screen,
            f"action_{command.id.removeprefix('app.').partition('(')[0]}",
        )
    ]

    assert missing == []
