"""Locked: the process is gone, and with it every key and name; what is left knows nothing."""

import os
import re
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pyte
import pytest

from store.custody.contact_card import contacts_of, read_card
from store.door import agreement_of
from store.keeping import acts
from store.keeping.acts.terms.store import LockCause
from store.keeping.header import unpack
from store.keeping.store import Store
from tests.exchange.enrolled import FORGOTTEN
from tests.made import PASSPHRASE, SUPERVISOR, made_base, opened
from tests.tui.at_terminal import LEAVE, LOCK, NO_CONTACTS, PATIENCE_S, AtTerminal, at_terminal, come_in
from tests.tui.base_sitting import BaseSitting
from tests.tui.sitting import DELIVERED, Sitting
from tui.outlet import PIECES_AT_MOST

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")

HELP_AND_BACK = "\x1bOP\x1bOR"
BLIND = "to look into a process that refuses eyes takes root, and in a container the right to trace (CAP_SYS_PTRACE)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made_base(tmp_path)


@pytest.fixture
def seat(folder: Path) -> Iterator[AtTerminal]:
    with at_terminal("--store", str(folder)) as seat:
        yield seat


def may_look_into(pid: int) -> bool:
    """Say whether this account sees what a process holds that refuses eyes: in a container not even root may."""
    try:
        Path(f"/proc/{pid}/mem").open("rb").close()
    except PermissionError:
        return False
    return True


def memory_of(pid: int) -> bytes:
    """Return everything a process holds that it may write to; skip where nobody may look."""
    if not may_look_into(pid):
        pytest.skip(BLIND)
    found = []
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb") as memory:
        for line in maps:
            span, rights, *_ = line.split()
            begin, end = (int(each, 16) for each in span.split("-"))
            if "rw" in rights and "[v" not in line:
                memory.seek(begin)
                with suppress(OSError):  # a piece that went meanwhile
                    found.append(memory.read(end - begin))
    return b"".join(found)


def lock_causes(store: Store) -> list[LockCause]:
    found = []
    for entry in store.journal.entries(0, store.journal.size):
        if unpack(entry.header).kind == acts.StoreLocked.kind:
            act = acts.parse(acts.StoreLocked.kind, acts.StoreLocked.version, entry.body or b"")
            assert isinstance(act, acts.StoreLocked)
            found.append(act.cause)
    return found


def test_after_a_lock_no_process_holds_a_passphrase_or_a_name(seat: AtTerminal) -> None:
    come_in(seat)
    child = seat.child()
    assert SUPERVISOR.encode() in memory_of(child)  # where there is something to find, it is found

    seat.press(LOCK)
    seat.see("Passphrase:", without=NO_CONTACTS).see("PRACTICE")

    assert not Path(f"/proc/{child}").exists()
    for pid in (seat.pid, *seat.processes()):
        held = memory_of(pid)
        for secret in (PASSPHRASE, PASSPHRASE[3:], SUPERVISOR):
            assert secret.encode() not in held


def test_after_a_lock_no_process_holds_a_key_or_anything_of_a_family(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path)
    with sitting.open() as store:
        keys = [bytes(each.reveal()) for each in store.keys.secrets()]
    (street, *_), people = DELIVERED[0].details.address.lines, DELIVERED[0].details.people
    named = [text.encode() for text in (street, people[0].phones[0].number, people[-1].first_names) if text]
    with at_terminal("--store", str(sitting.folder), "--clock-is-right") as seat:
        seat.see("Passphrase:").press(f"{FORGOTTEN}\r")
        seat.see("To do 6", without="Passphrase:").press("\r")
        seat.see("Going in")
        held = memory_of(seat.child())
        assert [each in held for each in named] == [True] * 3
        assert any(each in held for each in keys)

        seat.press(LOCK)
        seat.see("Passphrase:", without="Going in").see("PRACTICE")

        for pid in (seat.pid, *seat.processes()):
            held = memory_of(pid)
            assert not [each for each in (*keys, *named) if each in held]
        assert not [each for each in named if each.decode() in seat.text]
        seat.press(LEAVE)
        seat.until_ended()


def test_the_launcher_keeps_nothing_of_a_passphrase_once_it_is_sent(seat: AtTerminal) -> None:
    seat.see("Passphrase:").press(PASSPHRASE)
    seat.see("*" * len(PASSPHRASE))
    assert PASSPHRASE.encode() in memory_of(seat.pid)

    seat.press("\r")
    seat.see(NO_CONTACTS)

    held = memory_of(seat.pid)
    assert PASSPHRASE.encode() not in held
    assert PASSPHRASE[3:].encode() not in held


def test_the_screen_is_erased_and_the_app_writes_on_the_other_one(seat: AtTerminal) -> None:
    come_in(seat)
    seat.press(LOCK)
    seat.see("Passphrase:", without=NO_CONTACTS)
    seat.press(LEAVE)
    seat.until_ended()

    assert NO_CONTACTS not in seat.text
    for left in seat.sent.split(b"\x1b[?1049l")[1:]:
        outside = left.partition(b"\x1b[?1049h")[0]
        assert NO_CONTACTS.encode() not in outside


def test_nothing_stands_on_the_other_screen_when_it_is_left(seat: AtTerminal) -> None:
    """tmux 3.3, made larger meanwhile, shows lines of it among those of before."""
    come_in(seat)
    seat.resize(120, 40)
    seat.see("F12 Lock").press(LEAVE)
    seat.until_ended()

    sent = seat.sent.replace(b"\x1b[<u", b"")  # how keys are sent: pyte would show it
    leaving = [each.start() for each in re.finditer(re.escape(b"\x1b[?1049l"), sent)]
    assert leaving
    for where in leaving:
        screen = pyte.Screen(120, 40)
        pyte.ByteStream(screen).feed(sent[:where])
        assert [line for line in screen.display if line.strip()] == []


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGCONT])
def test_being_suspended_locks(seat: AtTerminal, folder: Path, number: signal.Signals) -> None:
    come_in(seat)

    os.kill(seat.child(), number)

    seat.see("Passphrase:", without=NO_CONTACTS).press(LEAVE)
    seat.until_ended()
    with opened(folder) as store:
        assert lock_causes(store) == [LockCause.SUSPEND]


def test_the_trail_says_what_locked_it(seat: AtTerminal, folder: Path) -> None:
    come_in(seat)
    seat.press(LOCK)
    come_in(seat)
    seat.press(LEAVE)
    seat.until_ended()

    with opened(folder) as store:
        assert lock_causes(store) == [LockCause.KEY, LockCause.CLOSED]


def test_a_terminal_that_was_closed_is_told_as_well(seat: AtTerminal, folder: Path) -> None:
    come_in(seat)

    seat.close()

    seat.until_ended()
    with opened(folder) as store:
        assert lock_causes(store) == [LockCause.CLOSED]


def test_no_core_is_left_and_nobody_else_looks_in(seat: AtTerminal) -> None:
    seat.see("PRACTICE")  # it has come as far as the store

    limits = Path(f"/proc/{seat.child()}/limits").read_text("ascii")
    assert "Max core file size        0                    0" in limits
    assert Path(f"/proc/{seat.child()}/mem").stat().st_uid == 0


def test_whoever_came_in_leaves_a_card_that_says_whom_to_ring(seat: AtTerminal, folder: Path) -> None:
    come_in(seat)
    seat.press(LEAVE)
    seat.until_ended()

    with opened(folder) as store:
        assert read_card(folder) == contacts_of(agreement_of(store))
    assert read_card(folder) != ()


@pytest.mark.parametrize(
    ("sat_at", "passphrase", "seen"), [(Sitting, FORGOTTEN, "To do 6"), (BaseSitting, PASSPHRASE, "6 delivered")]
)
def test_a_terminal_that_takes_nothing_keeps_nobody_from_locking(
    sat_at: type[Sitting | BaseSitting], passphrase: str, seen: str, tmp_path: Path
) -> None:
    """As one does behind Ctrl+S, or over a line that has gone: more is painted than may wait for it."""
    with at_terminal("--store", str(sat_at(tmp_path).folder), "--clock-is-right") as seat:
        seat.see("Passphrase:").press(f"{passphrase}\r")
        seat.see(seen, without="Passphrase:")
        child = os.pidfd_open(seat.child())

        seat.press(HELP_AND_BACK * PIECES_AT_MOST)
        seat.press(LOCK)  # nobody reads what comes of it

        assert select.select([child], [], [], PATIENCE_S)[0]
        os.close(child)
        seat.see("Passphrase:", without=seen)
