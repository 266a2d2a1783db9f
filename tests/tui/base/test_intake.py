"""Deliveries at base, by keys: opened, their columns corrected, taken in, their rows and notes looked at."""

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.agreement.purposes import DatasetKind
from store.exchange.clearing import waiting_count
from store.exchange.intake.known import deliveries
from store.exchange.intake.memory import remembered
from store.ids import FamilyId
from store.keeping.acts import (
    CouncilsJoined,
    CouncilsParted,
    DeliveryRejected,
    DeliveryTakenIn,
    FamilyShown,
    NoteCleared,
)
from store.keeping.acts.terms.exchange import DeliveryFault, HeldReason
from store.keeping.store import Store
from store.keeping.training import move_training_clock
from tests.exchange import wrapped
from tests.exchange.test_intake import HEADINGS, family, journal, take, told
from tests.exchange.test_intake import asked as of_essex
from tests.tui.base_sitting import BaseSitting, press, screen_text, settled
from tests.tui.test_report_command import taken_in
from tui.base.app import BaseApp
from tui.base.delivering import FOLDER
from tui.base.intake import waiting_lines
from tui.widgets.page import Tint


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    sitting = BaseSitting(tmp_path)
    with sitting.open() as store:
        store.notebook.write_note(FOLDER, f"{tmp_path}/")
    return sitting


def delivery(folder: Path, *rows: str, headings: str = HEADINGS) -> None:
    (folder / "d.zip").write_bytes(wrapped.zipped("\r\n".join((headings, *rows)).encode()))


async def typed(app: BaseApp, pilot: Pilot[int], text: str) -> None:
    """Type a line, and end it."""
    await pilot.press(*text, "enter")
    await settled(app, pilot)


async def asked(app: BaseApp, pilot: Pilot[int], kind: str = "1") -> None:
    """Answer everything that is asked about a delivery of Essex."""
    await press(app, pilot, "i", "a")
    await asked_from_there(app, pilot, kind)


async def asked_from_there(app: BaseApp, pilot: Pilot[int], kind: str = "1") -> None:
    """Answer it all, in the folder that stands there."""
    await typed(app, pilot, "d.zip")
    await press(app, pilot, kind)
    if "called?" not in screen_text(app):
        await press(app, pilot, "2")
    await typed(app, pilot, "Essex")
    await press(app, pilot, "1", *["enter"] * 2 * (kind == "1"))
    await typed(app, pilot, wrapped.SPOKEN)
    await press(app, pilot, "enter")


def test_a_delivery_is_looked_into_corrected_and_taken_in(sitting: BaseSitting, tmp_path: Path) -> None:
    rows = (family(1, notes="Visit in pairs"), family(2, "18/10/2015"), family(3), family(4, id=""))
    delivery(tmp_path, *rows, headings=HEADINGS.replace("phone", "Ring them on"))
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await asked(app, pilot)
        seen.append(screen_text(app))
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "enter")
        seen.append(screen_text(app))
        (key,) = re.findall(r"(\w)  phone\b", seen[-1])
        await press(app, pilot, key, "enter", "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "f3", "enter")
        seen.append(screen_text(app))

    sitting.play(play)

    columns, refused, offered, taken, held = seen
    assert "family id       XXX-9" in columns
    assert "> " in next(line for line in columns.splitlines() if "Ring them on" in line)
    assert "Apple" not in columns
    assert "it is not clear what column" in refused
    assert "press Enter to say" in refused
    assert "(Ring them on) hold?" in offered
    assert "Taken in: 4 rows = 0 refused + 2 held back + 2 supplied." in taken
    assert "the two weeks to refuse are not over" in held
    assert "no id" in held
    with sitting.open() as store:
        (known,) = deliveries(store)
        assert (known.council, known.counts and known.counts.supplied, known.waiting_count) == ("Essex", 2, 2)
        assert remembered(store, "Essex", DatasetKind.CONTACTS)["ringthemon"] == "phone"
        assert wrapped.SPOKEN not in str(store.rows("SELECT * FROM localnote"))


@pytest.mark.parametrize("width", [80, 120])
def test_a_delivery_says_which_council_when_and_how_many_on_any_terminal(sitting: BaseSitting, width: int) -> None:
    with sitting.open() as store:
        store.record(taken_in().model_copy(update={"council": "Essex County Council"}))

    listed = sitting.seen_after("i", size=(width, 24))

    titles, line = [each for each in listed.splitlines() if "Supplied" in each or "Essex" in each]
    assert re.search(r"> \d{1,2} [A-Z][a-z]{2} 2015 +Essex County Council +contacts", line)
    assert line.split()[-5:] == ["43", "3", "0", "40", "0"]
    assert [titles.index(each) + len(each) for each in ("Rows", "Supplied")] == [
        line.index(each) + len(each) for each in ("43", "40")
    ]


def test_where_every_row_of_a_delivery_waits_a_line_shows_as_many_as_it_holds() -> None:
    still_open, both = (HeldReason.WINDOW_STILL_OPEN,), (HeldReason.NO_ADDRESS, HeldReason.WINDOW_STILL_OPEN)
    ids = [FamilyId(f"{n:032x}"[::-1]) for n in range(10_000)]
    held = [*((each, both) for each in ids[:10]), *((each, still_open) for each in ids[10:])]

    lines = list(waiting_lines(held, 80))

    assert len(lines) < 2_000
    assert max(len(each.text) for each in lines) <= 78
    assert lines[0].text == "10: no address; the two weeks to refuse are not over"
    assert [word for each in lines if each.tint is Tint.MUTED for word in each.text.split()] == [i[:8] for i in ids]


def test_a_passphrase_that_does_not_open_it_is_asked_again(sitting: BaseSitting, tmp_path: Path) -> None:
    delivery(tmp_path, family(1))
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "i", "a")
        await typed(app, pilot, "d.zip")
        await press(app, pilot, "1")
        await typed(app, pilot, "Essex")
        await press(app, pilot, "1", "enter", "enter")
        await pilot.press(*"wrong words 12")
        seen.append(screen_text(app))
        await press(app, pilot, "enter", "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "f3")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "wrong words" not in "".join(seen)
    assert "clause 8.4" in seen[1]
    assert "Drafted for the council" in seen[2]


def test_once_it_is_opened_after_all_its_council_is_not_told_that_it_cannot_be_read(
    sitting: BaseSitting, tmp_path: Path
) -> None:
    delivery(tmp_path, family(1))
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "i", "a")
        await typed(app, pilot, "d.zip")
        await press(app, pilot, "1")
        await typed(app, pilot, "Essex")
        await press(app, pilot, "1", "enter", "enter")
        for words in ("wrong words 12", wrapped.SPOKEN):
            await pilot.press("ctrl+u", *words)
            await press(app, pilot, "enter", "enter")
            seen.append(screen_text(app))
            await press(app, pilot, "shift+tab")

    sitting.play(play)

    assert "to be told by" in seen[0]
    assert seen[1].startswith(" Columns")


def test_who_may_take_nothing_in_leaves_no_note_of_where_they_looked(sitting: BaseSitting, tmp_path: Path) -> None:
    with sitting.open() as store, store.looking() as connection:
        connection.execute("UPDATE staff SET roles = 'recovery_holder'")
    (tmp_path / "else").mkdir()
    delivery(tmp_path / "else", family(1))
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "i", "a")
        await pilot.press(*"else/")
        await asked_from_there(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play)

    assert "supervisor" in seen[0]
    with sitting.open() as store:
        assert store.notebook.note_if_any(FOLDER) == f"{tmp_path}/"


@pytest.mark.parametrize(("table", "keys"), [("heldback", ("enter",)), ("delivery", ("a",))])
def test_a_delivery_that_cannot_be_read_ends_no_sitting(
    sitting: BaseSitting, tmp_path: Path, table: str, keys: tuple[str, ...]
) -> None:
    delivery(tmp_path, family(1))
    seen: list[str] = []

    def damage(store: Store) -> None:
        with store.looking() as connection:
            connection.execute(f"DROP TABLE {table}")

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await asked(app, pilot)
        await press(app, pilot, "ctrl+s", "f3")
        app.clerk.ask(damage).result()
        await press(app, pilot, *keys)
        seen.append(screen_text(app))

    sitting.play(play)

    assert "The disk refused a read" in seen[0]


def test_one_of_no_agreed_batch_is_opened_once_it_is_said_what_was_agreed(sitting: BaseSitting, tmp_path: Path) -> None:
    """Clause 7.2b."""
    with sitting.open() as store:
        move_training_clock(store, datetime(2016, 5, 2, 9, tzinfo=UTC))
    delivery(tmp_path, family(1))
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await asked(app, pilot)
        seen.append(screen_text(app))
        await typed(app, pilot, "Letter of 30 October")
        await press(app, pilot, "ctrl+s", "ctrl+s")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "Not awaited" in seen[0]
    assert "1 supplied" in seen[1]


def test_notes_are_read_one_by_one_and_each_is_cleared_edited_or_struck_out(
    sitting: BaseSitting, tmp_path: Path
) -> None:
    """Clause 7.2c."""
    delivery(tmp_path, *(family(n, notes=f"Note number {n}") for n in (1, 2, 3)))
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await asked(app, pilot)
        await press(app, pilot, "ctrl+s", "f3", "n")
        seen.append(screen_text(app))
        await press(app, pilot, "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "1", "enter", "enter", "enter")
        await press(app, pilot, "enter", "2", "ctrl+u")
        await typed(app, pilot, "Ring first")
        await press(app, pilot, "enter", "enter", "enter")
        await press(app, pilot, "enter", "3", "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "Note number" not in seen[0]
    assert "“Note number 1” How does it go on?" in seen[1]
    assert "It cannot be brought back" in seen[2]
    assert "No note waits." in seen[3]
    with sitting.open() as store:
        assert waiting_count(store) == 0
        assert [each.decision for each in told(store, NoteCleared)] == ["cleared", "edited", "struck_out"]
        assert len(told(store, FamilyShown)) == 3
        texts = {text for (text,) in store.rows("SELECT text FROM familynote")}
        assert texts == {"Note number 1", "Ring first", ""}


@pytest.mark.parametrize("answer", ["1", "2"])
def test_what_the_first_line_is_is_asked_where_it_is_not_plain_and_can_be_said_otherwise(
    sitting: BaseSitting, tmp_path: Path, answer: str
) -> None:
    rows = ("ECC-1,Hart,Ann,1 Apple Lane,CM1 9AL", "ECC-2,Hart,Bob,2 Apple Lane,CM1 9AL")
    delivery(tmp_path, *rows, headings="Nr,Surname,Who,Where,In")
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await asked(app, pilot)
        seen.append(screen_text(app))
        await press(app, pilot, answer, "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "h")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "What is the first line of its table?" in seen[0]
    is_headed = answer == "1"
    assert ["Surname" in each for each in seen[1:]] == [is_headed, not is_headed]


def test_updates_lead_to_the_screen_of_wave_two(sitting: BaseSitting, tmp_path: Path) -> None:
    delivery(tmp_path, family(1))
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await asked(app, pilot, "3")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "taken in on its own screen" in " ".join(seen[0].split())


def test_another_council_s_families_come_in_once_somebody_says_why(sitting: BaseSitting, tmp_path: Path) -> None:
    """Clause 7.2a: the councils became one; whoever is here is not taken in twice."""
    with sitting.open() as store:
        take(store, replace(of_essex(*map(family, range(5))), council="Kent"))
    delivery(tmp_path, *map(family, range(7)))
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await asked(app, pilot)
        await press(app, pilot, "ctrl+s")
        seen.append(" ".join(screen_text(app).split()))
        await typed(app, pilot, "One council since April")
        seen.append(" ".join(screen_text(app).split()))
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))

    sitting.play(play)

    why, means, taken = seen
    assert "Most of these families came from Kent before" in why
    assert "nobody is taken in twice" in means
    assert "Taken in: 7 rows = 0 refused + 5 held back + 2 supplied." in taken
    with sitting.open() as store:
        (joined,) = [act for act in journal(store) if isinstance(act, CouncilsJoined)]
        assert (joined.council, joined.other_council, joined.reason) == ("Essex", "Kent", "One council since April")


def test_councils_that_were_joined_by_mistake_are_parted_and_each_family_is_looked_at(sitting: BaseSitting) -> None:
    """Clause 7.2a: nobody is opened by it; the list leads to the family's page."""
    with sitting.open() as store:
        take(store, of_essex(*map(family, range(5))))
        joined = replace(of_essex(*map(family, range(7))), council="Kent", joined="One council since April")
        take(store, joined)
        listed = of_essex("ECC-1,28/09/2015", kind=DatasetKind.REFUSALS, headings="family_id,refused_on")
        take(store, replace(listed, council="Kent"))
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "i", "c", "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "p")
        await typed(app, pilot, "The wrong one was chosen")
        seen.append(" ".join(screen_text(app).split()))
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "p")
        seen.append(screen_text(app))
        await press(app, pilot, "enter")
        seen.append(screen_text(app))

    sitting.play(play)

    before, means, after, again, page = seen
    assert "Essex comes under Kent: a family is the same under both by its id." in before
    assert "Nobody is opened by it" in means
    assert "Taken back. Look at each family that is listed." in after
    assert "Essex, ECC-1: said of Kent" in after
    assert "comes under Kent" not in after
    assert "Point at two councils that count as one." in again
    assert "1 Apple Lane" in page
    with sitting.open() as store:
        (parted,) = [act for act in journal(store) if isinstance(act, CouncilsParted)]
        assert (parted.council, parted.other_council, parted.reason) == ("Kent", "Essex", "The wrong one was chosen")


@pytest.mark.parametrize("day", ["2014-09-01", "2014-08-31"])
def test_what_the_council_states_of_a_batch_is_kept_with_its_document(
    sitting: BaseSitting, tmp_path: Path, day: str
) -> None:
    """Clause 7.2a: one that is stated to hold records from before September 2014 is turned away."""
    delivery(tmp_path, family(1))
    (tmp_path / "statement").write_text("From September on.", "utf-8")
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "i", "a")
        await typed(app, pilot, "d.zip")
        await press(app, pilot, "1")
        await typed(app, pilot, "Essex")
        await press(app, pilot, "1", "enter")
        await typed(app, pilot, day)
        await typed(app, pilot, str(tmp_path / "statement"))
        await typed(app, pilot, wrapped.SPOKEN)
        await press(app, pilot, "enter")
        seen.append(" ".join(screen_text(app).split()))
        if day == "2014-09-01":
            await press(app, pilot, "ctrl+s")

    sitting.play(play)

    with sitting.open() as store:
        kept = [act for act in journal(store) if isinstance(act, DeliveryTakenIn | DeliveryRejected)]
        if day == "2014-08-31":
            assert "were collected from 31 August 2014 on; the agreement covers those from 1 September 2014" in seen[0]
            assert [
                (each.kind, each.fault, each.for_clause) for each in kept if isinstance(each, DeliveryRejected)
            ] == [("delivery_rejected", DeliveryFault.RECORDS_TOO_EARLY, "7.2a")]
            return
        (taken,) = kept
        assert isinstance(taken, DeliveryTakenIn)
        digest = hashlib.sha256(b"From September on.").hexdigest()
        assert (taken.collected_from_on, taken.statement_digest) == (day, digest)
