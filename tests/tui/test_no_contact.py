"""A visit without contact that was made ready holds while nothing changed, and is made anew otherwise.

That it is kept is made ready while the disk writes, and is seen once it is durable.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.errors import FamilyUnknownError, StoreFullError
from store.fieldwork.views import tell_shown
from store.ids import FamilyId, new_id
from store.keeping.acts.terms.families import ViewPart
from store.keeping.store import Store
from tests.tui.sitting import DELIVERED, Sitting, screen_text, settled
from tests.tui.written import Terminal
from tui.app import DoorstepApp
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


class Disk:
    """A disk that is slow to write: `written` lets it be done, or fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.written = threading.Event()
        self.is_full = False
        begins = Store.meanwhile

        @contextlib.contextmanager
        def slow(store: Store, begin: Callable[[], object]) -> Iterator[None]:
            with begins(store, lambda: self._write(begin)):
                yield

        monkeypatch.setattr(Store, "meanwhile", slow)

    def _write(self, begin: Callable[[], object]) -> None:
        begin()
        self.written.wait(20)
        if self.is_full:
            raise StoreFullError


async def keep_slowly(app: DoorstepApp, pilot: Pilot[int]) -> Terminal:
    """Keep a visit without contact as far as the disk; return what stands on the terminal."""
    await settled(app, pilot)
    terminal = Terminal(app)
    assert app.contacts.paint()
    await pilot.press("n")
    await settled(app, pilot)
    await pilot.press("enter")
    while app.contacts._change is None:
        await pilot.pause()
    return terminal


def test_kept_is_seen_in_one_frame_once_it_is_durable_and_not_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        disk = Disk(monkeypatch)
        terminal = await keep_slowly(app, pilot)
        before, frames_count = terminal.cells(), terminal.frames_count
        assert "Kept" not in screen_text(app)
        assert "0 of 4" in screen_text(app).splitlines()[4]
        assert terminal.cells_as_textual_paints() == before

        disk.written.set()
        while terminal.frames_count == frames_count:
            await pilot.pause()
        seen = "\n".join(terminal.screen.display)
        assert "Kept: no contact" in seen
        assert "1 of 4" in seen.splitlines()[4]

        await settled(app, pilot)
        assert terminal.frames_count <= frames_count + 2  # it, and the header's
        assert terminal.cells() == terminal.cells_as_textual_paints()

    Sitting(tmp_path).play(play)


@pytest.mark.parametrize("meanwhile", ["repainted", "resized", "covered", "full"])
def test_kept_is_not_seen_early_nor_wrongly_whatever_happens_while_the_disk_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        disk = Disk(monkeypatch)
        terminal = await keep_slowly(app, pilot)
        disk.is_full = meanwhile == "full"
        match meanwhile:
            case "repainted":
                app.contacts.refresh()
            case "resized":
                await pilot.resize_terminal(100, 24)
                terminal = Terminal(app)
                assert app.contacts.paint()
            case "covered":
                await pilot.press("f9")
        await pilot.pause()
        assert "Kept" not in screen_text(app) + "\n".join(terminal.screen.display)

        disk.written.set()
        await settled(app, pilot)
        await settled(app, pilot)
        assert terminal.cells() == terminal.cells_as_textual_paints()
        assert ("Kept" in screen_text(app)) is (meanwhile in ("repainted", "resized"))
        assert ("1 of 4" in screen_text(app)) is (meanwhile in ("repainted", "resized"))

    Sitting(tmp_path).play(play)
