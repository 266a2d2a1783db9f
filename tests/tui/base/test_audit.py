"""The audit at base, by keys: an auditor reads and writes nothing; packs, notices and earlier checkpoints (A9, A12)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from store.exchange.ends import Of, Step, ends
from store.keeping import staffing
from store.keeping.acts.terms.store import StaffRole
from store.keeping.attested import check_attested
from store.keeping.header import unpack
from store.keeping.store import Store
from tests.faults.practice import incident
from tests.made import opened, passphrase
from tests.tui.base_sitting import BaseSitting, press, screen_text
from tui.base.app import BaseApp
from tui.common.trail.photograph import short_form

AUDITOR = "Ferry almanac 77 juniper"


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    return BaseSitting(tmp_path)


def seen_by_keys(sitting: BaseSitting, *steps: tuple[str, ...]) -> list[str]:
    """Return what is on the screen after each step; what begins with `=` is pasted, and Enter pressed after it."""
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        for step in steps:
            for key in step:
                if key.startswith("="):
                    await app.keys_in_turn.take(Paste(key[1:]))
                    key = "enter"
                await press(app, pilot, key)
            seen.append(screen_text(app))

    sitting.play(play)
    return seen


def test_an_auditor_sees_the_audit_alone_and_writes_nothing(
    sitting: BaseSitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sitting.open() as store:
        staffing.add(store, "Auditor One", StaffRole.AUDITOR, passphrase(AUDITOR))
        kept = short_form(store.checkpoint().decode())
    as_auditor: Callable[[BaseSitting], Store] = lambda at: opened(at.folder, AUDITOR, is_clock_right=True)  # noqa: E731
    monkeypatch.setattr(BaseSitting, "open", as_auditor)
    with sitting.open() as store:
        before = store.journal.size

    home, same, trail, destroyed, controls, compared, back = seen_by_keys(
        sitting,
        (),
        ("p", "w", "n", "d", "f3", "escape"),
        ("enter",),
        ("f3", *["down"] * 6, "enter"),
        ("f3", "down", "enter"),
        ("f3", "e", f"={kept}", "enter"),
        ("f3",),
    )

    assert "Audit, to read" in home
    assert "Ends" not in home
    assert same.splitlines()[:12] == home.splitlines()[:12]
    assert "Trail" in trail.splitlines()[0]
    assert "Declaration 2: all copies" in destroyed
    assert "[ ] base holds 6 families" in destroyed
    assert "tests/" in controls
    assert "Consistent: of the" in compared
    assert "Audit, to read" in back
    with sitting.open() as store:
        entries = store.journal.entries(before, store.journal.size)
        assert {unpack(each.header).kind for each in entries} <= {"signed_in", "volume_checked", "store_locked"}


def test_a_note_that_was_pasted_is_compared_and_one_that_was_changed_is_not_taken(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        note = store.checkpoint().decode()
    origin, size, root = note.splitlines()[:3]
    other = f"{origin}/{size}/" + "0" * 64

    holds, changed, rewritten = seen_by_keys(
        sitting,
        ("a", "e", f"={note}", "enter"),
        ("f3", "e", f"={note.replace(root[:6], 'AAAAAA', 1)}", "enter"),
        ("f3", "e", f"={other}", "enter"),
    )

    assert "with its signature" in holds
    assert "An earlier checkpoint" in changed
    assert "Consistent" not in changed
    assert "NOT consistent" in rewritten


def test_a_pack_is_made_checks_itself_and_is_listed(sitting: BaseSitting, tmp_path: Path) -> None:
    path = tmp_path / "pack.json"

    asked, made, listed = seen_by_keys(
        sitting,
        ("a", "p", "enter", "enter", "1", f"={path}"),
        ("ctrl+s",),
        ("f3", *["down"] * 9, "enter"),
    )

    assert "It names no family" in asked
    assert "Audit pack" in made.splitlines()[0]
    assert "in clear" in listed
    assert check_attested(path.read_bytes()).document == "audit_pack"
    assert path.with_name("pack.json.pdf").read_bytes().startswith(b"%PDF")


def test_a_notice_is_drafted_shown_and_written_with_pages(sitting: BaseSitting, tmp_path: Path) -> None:
    with sitting.open() as store:
        store.record(incident(store.keys.person.staff))
    path = tmp_path / "notice.txt"

    causes, draft, written = seen_by_keys(sitting, ("a", "n"), ("enter",), ("w", "1", f"={path}", "ctrl+s"))

    assert "incident, to the department (14.1, A10)" in causes
    assert "What happened: A contact sheet is missing." in draft
    assert "Written, with pages to send." in written
    assert "A contact sheet is missing." in path.read_text("utf-8")
    assert path.with_name("notice.txt.pdf").read_bytes().startswith(b"%PDF")


def test_ends_say_what_is_not_so_yet_and_lead_there(sitting: BaseSitting) -> None:
    listed, laptops = seen_by_keys(sitting, ("a", "end", "enter"), ("enter",))

    assert "[ ] nothing is on it" in listed
    assert "Laptops" in laptops.splitlines()[0]
    with sitting.open() as store:
        of = {each.of: each for each in ends(store)}
        assert Step.NOTHING_HELD in of[Of.LAPTOP].open
        assert Step.ANOTHER_PAIR in of[Of.SUPERVISOR].open
