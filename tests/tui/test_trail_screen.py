"""The trail on the screen: pages, narrowing, a day, an entry, the checkpoint and the verdict, by keys alone."""

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

from store.custody.naming import staff_names
from store.fieldwork.views import tell_shown
from store.ids import StaffId
from store.keeping import inspection
from store.keeping.acts import Endpoint, FamilyShown, KeyringChosen, MovementRecorded
from store.keeping.acts.terms.exchange import Channel, EndpointKind, Shipment
from store.keeping.acts.terms.families import ViewPart
from store.keeping.acts.terms.store import KeyringMode
from store.keeping.store import Store
from tests.tui.sitting import DELIVERED, FAMILIES, Sitting, screen_text, settled
from tui.app import DoorstepApp
from tui.common.trail.trail_list import TrailList


def lines(app: DoorstepApp) -> list[str]:
    return screen_text(app).splitlines()


async def press(app: DoorstepApp, pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(app, pilot)


async def type_(app: DoorstepApp, pilot: Pilot[int], text: str) -> None:
    await pilot.press(*("minus" if each == "-" else "space" if each == " " else each for each in text))
    await settled(app, pilot)


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def test_one_key_opens_the_trail_newest_first_and_it_names_no_family(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "t")
        text = screen_text(app)
        assert "Everything, newest first." in text
        assert "What happened" in lines(app)[2]
        assert "signed in, release" in lines(app)[3]
        assert "A family came onto " in text
        for family in DELIVERED:
            assert family.council_reference not in text
            assert family.family not in text

        trail = app.screen.query_one(TrailList)
        await press(app, pilot, "G")
        assert trail.pointed is not None
        oldest = trail.pointed
        assert "A store began" in oldest.said
        await press(app, pilot, "g")
        assert trail.pointed.key > oldest.key
        await press(app, pilot, "f3")
        assert "Contacts" in lines(app)[0]

    sitting.play(play)


def test_an_entry_about_no_family_is_seen_with_everything_it_says(sitting: Sitting) -> None:
    with sitting.open() as store:
        device, (staff, name), *_ = store.sidecar.store, *staff_names(store).items()
        store.record(
            MovementRecorded(
                movement="ab" * 16,
                dataset="cd" * 16,
                shipment=Shipment.AUDIT_PACK,
                sha256="5e" * 32,
                rows_count=3,
                from_end=Endpoint(kind=EndpointKind.DEVICE, id=device),
                to_end=Endpoint(kind=EndpointKind.DEVICE, id="ef" * 16),
                channel=Channel.COURIER,
                country="GB",
                actor=StaffId(staff),
                at_ms=0,
                for_clause="A12",
                grant=None,
                permission=None,
                instruction=None,
            ),
            KeyringChosen(mode=KeyringMode.OS_KEYRING, backend="some keyring", device_secret_fingerprint="7c" * 32),
        )

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "t", "j", "enter")
        text = screen_text(app)
        assert "backend: some keyring" in text
        assert f"SHA-256 {'7c' * 32}" in " ".join(text.split())
        await press(app, pilot, "f3", "j", "enter")
        text = screen_text(app)
        assert f"actor: {name}" in text
        assert "channel: courier" in text
        assert f"SHA-256 {'5e' * 32}" in " ".join(text.split())
        assert "cd" * 16 not in text

    sitting.play(play)


def test_an_entry_about_a_family_says_nothing_more_than_its_line(sitting: Sitting) -> None:
    with sitting.open() as store:
        tell_shown(store, FAMILIES[0], (ViewPart.PEOPLE,))

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "t", "j", "enter")
        assert "A family was looked at: people." in screen_text(app)
        assert "What it says" not in screen_text(app)

    sitting.play(play)


def test_an_entry_is_seen_whole_with_what_its_date_rests_on(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "t", "enter")
        assert "this device's clock alone" in screen_text(app)
        assert "stands at  entry " in screen_text(app)
        await press(app, pilot, "f3", "G", "enter")
        assert "base's receipt after it" in screen_text(app)

    sitting.play(play)


def test_the_trail_narrowed_to_a_family_tells_its_history_and_that_it_was_looked_at(sitting: Sitting) -> None:
    reference = DELIVERED[0].council_reference

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "t", "slash", "tab", "enter")
        await type_(app, pilot, reference)
        await press(app, pilot, "ctrl+s", "ctrl+s")
        text = screen_text(app)
        assert "Only: one family. F4 shows all." in text
        assert "Looked at: history" in text
        assert "Base gave the family to a laptop" in text
        assert "signed in" not in text
        assert reference not in text
        await press(app, pilot, "f4")
        assert "Everything, newest first." in screen_text(app)

    sitting.play(play)

    assert len(sitting.told(FamilyShown)) == 1


def test_the_trail_narrowed_to_a_kind_and_a_person_is_looked_through_beside_the_clerk(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "t", "slash", "7", "tab", "tab")
        await type_(app, pilot, "Interviewer One of laptop")
        await press(app, pilot, "ctrl+s", "ctrl+s")
        await app.workers.wait_for_complete()
        await settled(app, pilot)
        text = screen_text(app)
        assert "Only: people: signing in, joining, leaving, by Interviewer One" in text
        assert "signed in, release" in text
        assert "A family came onto" not in text

    sitting.play(play)


def test_a_name_that_nobody_has_is_refused_in_the_form(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "t", "slash", "tab")
        await type_(app, pilot, "Stick 9")
        await press(app, pilot, "ctrl+s", "ctrl+s")
        assert "No device of the register is called that" in screen_text(app)

    sitting.play(play)


def test_it_jumps_to_a_day(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "t", "d")
        await type_(app, pilot, "1999-01-01")
        await press(app, pilot, "enter", "enter")
        pointed = app.screen.query_one(TrailList).pointed
        assert pointed is not None
        assert "A store began" in pointed.said
        await press(app, pilot, "d")
        await type_(app, pilot, date(2999, 1, 1).isoformat())
        await press(app, pilot, "enter", "enter")
        pointed = app.screen.query_one(TrailList).pointed
        assert pointed is not None
        assert "signed in" in pointed.said

    sitting.play(play)


def test_the_checkpoint_fits_a_small_screen_as_a_code_and_stands_below_as_text(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "t", "c")
        drawn = [line for line in lines(app) if "▀" in line or "▄" in line]
        assert 17 <= len(drawn) <= 21
        await press(app, pilot, "end")
        assert "doorstep/" in screen_text(app)

    sitting.play(play)


def test_it_says_that_everything_holds_and_which_dates_rest_on_this_clock_alone(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "t", "v")
        await app.workers.wait_for_complete()
        await settled(app, pilot)
        text = " ".join(screen_text(app).split())
        assert "Everything holds." in text
        assert "rest on this device's clock alone; those of the others on base's receipts too." in text

    sitting.play(play)


def test_while_it_checks_the_clerk_keeps_what_comes_and_one_can_go_back(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest, looking, goes_on = inspection.hold_entries, Event(), Event()
    ended: list[str] = []

    def slow(store: Store, connection: object, progress: Callable[[int, int], None]) -> inspection.Proved:
        looking.set()
        assert goes_on.wait(20)
        try:
            progress(1, 2)
            return honest(store, connection, progress)
        except BaseException as left:
            ended.append(type(left).__name__)
            raise

    monkeypatch.setattr(inspection, "hold_entries", slow)

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press("t", "v")
        assert await asyncio.to_thread(looking.wait, 20)
        family = FAMILIES[0]
        app.clerk.ask(lambda store: tell_shown(store, family, (ViewPart.PEOPLE,))).result(20)  # it waits for nothing
        await pilot.press("f3")
        await pilot.pause()
        goes_on.set()
        await app.workers.wait_for_complete()
        assert "Everything, newest first." in screen_text(app)

    sitting.play(play)

    assert ended == ["_LeftError"]
    assert len(sitting.told(FamilyShown)) == 1


def test_what_was_appended_meanwhile_is_not_looked_at(sitting: Sitting) -> None:
    with sitting.open() as store, store.reader() as connection:
        before = store.journal.size
        connection.execute("SELECT 1 FROM entry").fetchone()
        tell_shown(store, FAMILIES[0], (ViewPart.PEOPLE,))

        assert inspection.hold_entries(store, connection).head.size == before


def test_a_drive_is_registered_shown_and_retired_by_keys(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "e", "a", "1")
        for said in ("Stick 1", "AB-1234", "", "", "", "To carry bundles"):
            if said:
                await type_(app, pilot, said)
            await press(app, pilot, "enter")
        await press(app, pilot, "1", "1")
        await type_(app, pilot, "LUKS2")
        await press(app, pilot, "enter", "enter", "enter")
        assert "Stick 1" in screen_text(app)
        assert "removable drive" in screen_text(app)

        (row,) = [n for n, line in enumerate(lines(app)[2:]) if "Stick 1" in line]
        await press(app, pilot, *["down"] * row, "enter")
        assert "holds         nothing" in screen_text(app)
        assert "Stick 1 was put on the register" in screen_text(app)
        await press(app, pilot, "r", "enter", "ctrl+s")
        assert "stands        retired" in screen_text(app)
        await press(app, pilot, "r", "enter", "ctrl+s")
        assert "already says that this device is retired" in screen_text(app)

    sitting.play(play)
