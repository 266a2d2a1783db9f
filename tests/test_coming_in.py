"""Coming in by halves: reading begins before the journal tells of it, and no kill leaves it untold."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from store.coming_in import CAME_IN, come_in, open_store, sign_in
from store.custody.credentials import live_credential
from store.custody.volumes import Encrypted, Finding, Verdict
from store.errors import ClockMovedBackError, StoreInUseError, WrongPassphraseError
from store.ids import NOBODY
from store.keeping import acts
from store.keeping.acts.terms.incidents import IncidentKind
from store.keeping.acts.terms.store import SignInScope
from store.keeping.header import unpack
from store.keeping.key_derivation import FLOOR
from store.keeping.opening import ClosedStore
from store.keeping.store import Store
from store.release import RELEASE
from tests.made import ANCHOR, FOUNDED, QUEUE, MachineTime, made_base, opened, passphrase

HALVED = """
import json, sys
from pathlib import Path
from store.coming_in import come_in
from store.keeping.opening import ClosedStore
from store.keeping.passphrases import read_passphrase

arrival = come_in(ClosedStore(Path(sys.argv[1])), read_passphrase(sys.argv[2].encode()))
rows = arrival.store.rows("SELECT name FROM staff")
print(json.dumps([len(rows), arrival.may_show, sorted({name.partition(".")[0] for name in sys.modules})]))
"""
"""Comes in, reads, and ends without a word, as if it had been killed."""


def kinds(store: Store) -> list[str]:
    """What was appended since the store was founded."""
    return [unpack(entry.header).kind for entry in store.journal.entries(FOUNDED, store.journal.size)]


def incident() -> acts.IncidentRaised:
    return acts.IncidentRaised(
        incident="1c" * 16,
        incident_kind=IncidentKind.PAPER_LOST,
        what="a sheet blew away",
        place=None,
        happened_at_ms=None,
        identified_at_ms=1,
        aware_at_ms=1,
        raised_by=NOBODY,
        devices=(),
        families=(),
        families_count=0,
    )


def test_the_first_half_reads_without_the_catalogue_and_the_second_appends(tmp_path: Path) -> None:
    arrival = come_in(ClosedStore(made_base(tmp_path)), passphrase())

    with arrival.store as store:
        (line,) = store.queue.waiting()
        assert arrival.may_show
        assert (line.what, line.seq) == (CAME_IN, arrival.line)
        assert store.journal.size == FOUNDED
        sign_in(arrival)
        assert kinds(store) == ["signed_in", "queue_taken"]
        assert store.queue.waiting() == []


def test_what_the_queue_keeps_of_whoever_came_in_is_the_very_act(tmp_path: Path) -> None:
    with come_in(ClosedStore(made_base(tmp_path)), passphrase()).store as store:
        (line,) = store.queue.waiting()

        credential = live_credential(store)
        assert credential is not None
        me = store.keys.person.staff
        act = acts.SignedIn(staff=me, scope=SignInScope.FULL, credential=credential, release=RELEASE)
        assert f"{act.kind}/{act.version}" == CAME_IN
        assert acts.dump(store.unseal(line)) == acts.dump(act)


def test_a_kill_between_the_halves_is_told_at_the_next_coming_in_and_only_once(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    words = [sys.executable, "-c", HALVED, str(folder), "Lantern orchard 58 kestrel"]

    ended = subprocess.run(words, capture_output=True, text=True, check=True)

    rows, may_show, loaded = json.loads(ended.stdout)
    assert (rows, may_show) == (1, True)
    assert {"pydantic", "sqlmodel", "sqlalchemy", "textual", "keyring"}.isdisjoint(loaded)
    with opened(folder) as store:
        assert kinds(store) == ["signed_in", "queue_taken", "signed_in"]
    with opened(folder) as store:
        assert kinds(store).count("signed_in") == 3


def test_what_was_noted_while_it_was_locked_is_taken_in_before_anything_is_shown(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    closed = ClosedStore(folder)
    closed.queue.note_act(incident(), closed.now(), bytes.fromhex(closed.sidecar.device.sealing))

    arrival = come_in(closed, passphrase())

    with arrival.store as store:
        assert not arrival.may_show
        sign_in(arrival)
        assert kinds(store) == ["incident_raised", "signed_in", "queue_taken"]


def test_wrong_passphrases_are_told_before_whoever_came_in(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with pytest.raises(WrongPassphraseError):
        come_in(ClosedStore(folder), passphrase("Another 12 willow harbour"))

    arrival = come_in(ClosedStore(folder), passphrase())

    with arrival.store as store:
        assert arrival.may_show
        sign_in(arrival)
        assert kinds(store) == ["sign_in_failed", "signed_in", "queue_taken"]


def test_a_damaged_queue_shows_nothing_before_it_is_set_aside(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    (folder / QUEUE).write_bytes(b"nonsense\n")

    arrival = come_in(ClosedStore(folder), passphrase())

    with arrival.store as store:
        assert (arrival.line, arrival.may_show) == (None, False)
        sign_in(arrival)
        assert kinds(store) == ["queue_taken", "signed_in"]


def test_a_frozen_store_is_shown_and_its_queue_tells_of_it_once(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    (folder / ANCHOR).unlink()

    arrival = come_in(ClosedStore(folder), passphrase())
    with arrival.store as store:
        assert arrival.may_show
        sign_in(arrival)

        (line,) = store.queue.waiting()
        act = store.unseal(line)
        assert isinstance(act, acts.SignedIn)
        assert act.scope is SignInScope.READ_ONLY


def test_a_clock_that_fell_back_is_told_before_anything_is_shown(tmp_path: Path, machine_time: MachineTime) -> None:
    folder = made_base(tmp_path)
    machine_time.move(hours=2)
    opened(folder).close()
    machine_time.move(hours=-1)

    with pytest.raises(ClockMovedBackError):
        come_in(ClosedStore(folder), passphrase())

    machine_time.move(hours=1)
    opened(folder).close()  # nobody was left holding it


def test_what_was_found_of_the_disk_is_told_in_the_second_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Verdict((Finding("the store's folder", Encrypted.YES, "dm-0 crypt"),))
    for room in ("door", "coming_in"):
        monkeypatch.setattr(f"store.{room}.examine", lambda _folder: shown)
    folder = made_base(tmp_path, as_if=None, cost=FLOOR)

    arrival = come_in(ClosedStore(folder), passphrase())
    with arrival.store as store:
        sign_in(arrival)
        assert kinds(store) == ["volume_checked", "signed_in", "queue_taken", "volume_checked"]


def test_a_closed_store_that_nobody_comes_into_is_let_go(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with pytest.raises(WrongPassphraseError):
        come_in(ClosedStore(folder), passphrase("Another 12 willow harbour"))

    closed = ClosedStore(folder)
    with pytest.raises(StoreInUseError):
        open_store(folder, passphrase())
    closed.release()
