"""A visit without contact is made ready while the question stands, and counts from when it is durable.

What was made ready holds while nothing else was done, and is made anew otherwise.
"""

import asyncio
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from store.errors import FamilyUnknownError, StoreFullError
from store.ids import FamilyId, new_id
from store.keeping import store as keeping_store
from store.keeping.acts import AttemptRecorded
from store.keeping.journal import Journal
from store.keeping.store import Store
from tests.tui.sitting import DELIVERED, Sitting, screen_text, settled
from tests.tui.written import Terminal
from tui.app import DoorstepApp
from tui.desk import desk_of
from tui.field.no_contact import no_contact_at
from tui.field.wishes import OpenFamily
from tui.widgets.family_list import FamilyRested

FAMILY = FamilyId(DELIVERED[0].family)


def test_a_family_that_is_gone_is_refused(tmp_path: Path) -> None:
    with Sitting(tmp_path).open() as store, pytest.raises(FamilyUnknownError):
        no_contact_at(store, FamilyId(new_id()), desk_of(store).agreement)


class Disk:
    """A disk that is slow to write: `written` lets it be done, or fail.

    Attributes:
        is_writing: Whether it has begun.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.written = threading.Event()
        self.is_writing = self.is_full = False
        commit = Journal._commit

        def slow(journal: Journal, before: Any) -> None:
            self.is_writing = True
            self.written.wait(20)
            if self.is_full:
                raise journal._undone(before, StoreFullError())
            commit(journal, before)

        monkeypatch.setattr(Journal, "_commit", slow)


async def keep_slowly(app: DoorstepApp, pilot: Pilot[int], disk: Disk, *, is_ready: bool, is_held: bool) -> Terminal:
    """Keep a visit without contact as far as the disk; return what stands on the terminal.

    Args:
        app, pilot, disk: Of the test.
        is_ready: Whether it is made ready while the question stands, and not while the disk writes.
        is_held: Whether the terminal can be handed a frame that the clerk lets out.
    """
    await settled(app, pilot)
    terminal = Terminal(app)
    if is_held:
        terminal.holds(app)
    assert app.contacts.paint()
    await asked(app, pilot)
    if not is_ready:
        app.clerk.forget_ready()
        app.contacts._change = None
    await pilot.press("enter")
    while app.contacts._change is None or not disk.is_writing:
        await pilot.pause()
    await pilot.pause()
    return terminal


@pytest.mark.parametrize("is_held", [True, False])
@pytest.mark.parametrize("is_ready", [True, False])
def test_kept_is_seen_in_one_frame_once_it_is_durable_and_not_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_ready: bool, is_held: bool
) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        disk = Disk(monkeypatch)
        terminal = await keep_slowly(app, pilot, disk, is_ready=is_ready, is_held=is_held)
        before, frames_count, stood_count = terminal.cells(), terminal.frames_count, len(terminal.stood)
        assert "Kept" not in screen_text(app)
        assert "0 of 4" in screen_text(app).splitlines()[4]
        assert terminal.cells_as_textual_paints() == before

        terminal.drawn.clear()
        disk.written.set()
        if is_held:
            assert terminal.drawn.wait(20)  # the clerk shows it, whatever the loop is at
        while terminal.frames_count == frames_count:
            await pilot.pause()
        seen = "\n".join(terminal.screen.display)
        assert "Kept: no contact" in seen
        assert "1 of 4" in seen.splitlines()[4]

        await settled(app, pilot)
        assert "\n".join(terminal.stood[-1]) in seen  # the header alone was painted since
        assert len(terminal.stood) == stood_count + 1
        assert terminal.cells() == terminal.cells_as_textual_paints()

    Sitting(tmp_path).play(play)


@pytest.mark.parametrize("is_ready", [True, False])
@pytest.mark.parametrize("meanwhile", ["repainted", "resized", "covered", "full"])
def test_kept_is_not_seen_early_nor_wrongly_whatever_happens_while_the_disk_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: str, is_ready: bool
) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        disk = Disk(monkeypatch)
        terminal = await keep_slowly(app, pilot, disk, is_ready=is_ready, is_held=True)
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


async def asked(app: DoorstepApp, pilot: Pilot[int]) -> None:
    """Ask whether a visit met nobody, as far as it is ready to be kept."""
    await settled(app, pilot)
    await pilot.press("n")
    while app.contacts._change is None:  # nobody asks the clerk, which would let go of it
        await pilot.pause()
    assert app.clerk.store._connection.in_transaction


def attempts_count(store: Store) -> int:
    return int(store.rows("SELECT count(*) FROM attempt")[0][0])


@pytest.mark.parametrize("then", ["passed by", "read by the clerk", "locked"])
def test_a_visit_that_was_made_ready_is_nowhere_before_it_is_kept(tmp_path: Path, then: str) -> None:
    sitting = Sitting(tmp_path)

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await asked(app, pilot)
        if then == "passed by":
            await pilot.press("down")
            await asyncio.wrap_future(app.clerk._line.submit(lambda: None))  # asks nothing of the clerk itself
        elif then == "read by the clerk":
            assert await asyncio.wrap_future(app.clerk.ask(attempts_count)) == 0
        if then != "locked":
            assert not app.clerk.store._connection.in_transaction

    sitting.play(play)
    with sitting.open() as store:
        assert attempts_count(store) == 0


@pytest.mark.parametrize("then", ["answered", "read by the clerk first", "answered late"])
def test_a_visit_is_kept_once_whether_or_not_it_is_ready_still(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    sitting = Sitting(tmp_path)

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await asked(app, pilot)
        if then == "read by the clerk first":
            await asyncio.wrap_future(app.clerk.ask(attempts_count))
        if then == "answered late":
            monkeypatch.setattr(keeping_store, "PREPARED_FOR", timedelta(0))
        await pilot.press("enter")
        await settled(app, pilot)
        assert "Kept: no contact" in screen_text(app)
        assert "1 of 4" in screen_text(app).splitlines()[4]

    sitting.play(play)
    assert len(sitting.told(AttemptRecorded)) == 1


def test_a_pointer_that_comes_to_rest_on_a_question_reads_nothing_ahead(tmp_path: Path) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await asked(app, pilot)
        app.contacts.post_message(FamilyRested(FAMILY))
        await pilot.pause()
        app.clerk._line.submit(lambda: None).result()
        assert app.clerk.store._connection.in_transaction

    Sitting(tmp_path).play(play, ahead=(OpenFamily,))
