"""Screens of the app at the door, with time stopped and made-up families: what keys lead to, as pictures.

Owns playing there and taking the picture. Refuses to own the terminal's own fonts: a picture fetches nothing.
"""

import asyncio
import atexit
import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

import pyte
from textual.screen import Screen

from store import door
from store.clock import to_ms
from store.fieldwork.looking import lines_of
from store.ids import FamilyId
from store.keeping.acts import LoneVisitStarted
from store.keeping.passphrases import read_passphrase
from store.keeping.store import Store
from tests.pictures.drawing import draw
from tests.pictures.stopping import stopped
from tests.tui.base_sitting import settled
from tui.app import DoorstepApp
from tui.base.app import BaseApp
from tui.base.reading import read_board
from tui.clerk import Clerk
from tui.desk import desk_of
from tui.launching.painting import Prompt, painted
from tui.printed import demo_base
from tui.printed.demo_field import TOLD, make
from tui.printed.demo_stage import PASSPHRASE
from tui.seated import SeatedApp

FAMILIES = 60


@dataclass(frozen=True)
class Shot:
    """A picture of a screen.

    Attributes:
        keys: What is pressed before it is taken.
        columns, rows: The terminal.
        look: Which look.
        is_base: Whether it is of base.
        is_overdue: Whether somebody who went in alone is not back.
    """

    keys: tuple[str, ...]
    columns: int = 80
    rows: int = 24
    look: str = "dark"
    is_base: bool = False
    is_overdue: bool = False


class Picture(NamedTuple):
    """A picture, and what it is of.

    Attributes:
        svg: As it is kept.
        screen: What stood on top.
    """

    svg: str
    screen: type[Screen[Any]]


def taken(shot: Shot) -> str:
    """Return the picture, as SVG."""
    return _pictured(shot).svg


def screen_of(shot: Shot) -> type[Screen[Any]]:
    """Return which screen a picture is of."""
    return _pictured(shot).screen


@cache
def _pictured(shot: Shot) -> Picture:
    (picture,) = _walked((shot.keys,), shot)
    return picture


@cache
def walked(steps: tuple[tuple[str, ...], ...]) -> list[str]:
    """Return a picture after each step, as SVG: one sitting shows them all."""
    return [each.svg for each in _walked(steps, Shot(()))]


def _walked(steps: tuple[tuple[str, ...], ...], shot: Shot) -> list[Picture]:
    origin = _made_base() if shot.is_base else _made()
    with stopped():
        folder = Path(mkdtemp(prefix="doorstep-tests-"))
        try:
            return _taken(steps, shot, Path(shutil.copytree(origin, folder / "store")))
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def filmed(steps: tuple[tuple[str, ...], ...], *, is_base: bool) -> list[str]:
    """Return a picture after each step of a sitting at the door or at base, as SVG."""
    return [each.svg for each in _walked(steps, Shot((), is_base=is_base))]


def prompt(columns: int, rows: int) -> str:
    """Return the picture of the prompt, as SVG."""
    shown = Prompt()
    shown.is_practice, shown.said, shown.stars = True, TOLD, 12
    screen = pyte.Screen(columns, rows)
    pyte.Stream(screen).feed(painted(shown, columns, rows))
    return draw("\n".join(line.rstrip() for line in screen.display), columns)


def _taken(steps: tuple[tuple[str, ...], ...], shot: Shot, folder: Path) -> list[Picture]:
    clerk = Clerk()

    def opened() -> Store:
        store = door.open_store(folder, read_passphrase(PASSPHRASE.encode()))
        if shot.is_overdue:
            _go_in(store)
        return store

    clerk.open(opened).result()
    app = _app(clerk, is_base=shot.is_base)
    pictures: list[Picture] = []

    async def play() -> None:
        async with app.run_test(size=(shot.columns, shot.rows)) as pilot:
            app.theme = shot.look
            for keys in steps:
                for key in keys:
                    await pilot.press(key)
                    await settled(app, pilot)
                await pilot.pause()
                svg = _without_addresses(app.export_screenshot(title="Doorstep"))
                pictures.append(Picture(svg, type(app.screen)))

    try:
        asyncio.run(play())
    finally:
        clerk.close()
    return pictures


def _go_in(store: Store) -> None:
    """Let whoever opened a store have been at the first family alone, and back a minute ago at the latest."""
    family = FamilyId(min(each.family for each in lines_of(store)))
    back = to_ms(store.now()) - 60_000
    visit = LoneVisitStarted(
        visit="0e" * 16, family=family, interviewer=store.keys.person.staff, expected_back_at_ms=back
    )
    store.record(visit)


def _app(clerk: Clerk, *, is_base: bool) -> SeatedApp:
    desk = clerk.ask(desk_of).result()
    if is_base:
        return BaseApp(clerk, desk, clerk.ask(lambda store: read_board(store, desk)).result())
    return DoorstepApp(clerk, desk, clerk.ask(lines_of).result())


def _without_addresses(svg: str) -> str:
    """Return a picture that fetches no font and names no address, in the fonts that a reader has."""
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "ui-monospace").replace("<!-- Generated with Rich https://www.textualize.io -->", "")
    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)
    return re.sub(r"[ \t]+\n", "\n", svg)


@cache
def _made() -> Path:
    with stopped():
        return make(_room(), FAMILIES)


@cache
def _made_base() -> Path:
    with stopped():
        return demo_base.make(_room(), 2 * FAMILIES)


def _room() -> Path:
    outer = Path(mkdtemp(prefix="doorstep-tests-"))
    atexit.register(shutil.rmtree, outer, ignore_errors=True)
    return outer
