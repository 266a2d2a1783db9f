"""Killed without warning, at any instant: nothing that was acknowledged is lost, and nothing is there twice or half."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.faults import practice
from tests.faults.ledger import Ledger
from tests.faults.tally import Tally
from tests.faults.workers import Workers, warm_workers
from tests.secret_service import SecretService

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")


@dataclass(frozen=True, slots=True)
class Work:
    """What is killed, and how many lines an unharmed child tells in the time within which it is killed.

    How long that is is measured on each new store: an instant that is random on one machine may always come too early
    on another.
    """

    job: str
    lines: int
    suite: str


APPENDS = Work("appends", 12, "kill -9 during appends")
SITTINGS = Work("sittings", 7, "kill -9 while coming in, clock, locking")
ERASURES = Work("erasures", 10, "kill -9 while erasing for ever")
STAFF = Work("staff", 9, "kill -9 during passphrase changes and staff")
NOTES = Work("notes", 10, "kill -9 while noting beside the store and taking it up")
KEYRING = Work("sittings", 7, "kill -9 while locking with a keyring")
FOUNDING = Work("founding", 2, "kill -9 during founding")

CI = {APPENDS: 200, SITTINGS: 40, ERASURES: 30, STAFF: 40, NOTES: 30, KEYRING: 15}
CI_FOUNDING = 25

ACKNOWLEDGED = {"kept", "erased", "noted", "changed", "joined", "left", "locked"}

NEW_STORE_AFTER = 60
"""Kills that one store lives through, so that reading everything back stays short."""


def kill(
    work: Work, kills: int, folder: Path, workers: Workers, *, has_keyring: bool = False, seed: int = 2015
) -> Tally:
    """Kill children at random instants, and look, half of the time, before the next one comes."""
    tally = Tally(work.suite)
    dice = Random(seed)
    with tally.timed():
        while tally.tried < kills:
            ledger = Ledger(folder / f"store-{tally.tried}")
            practice.found(ledger.folder, has_keyring=has_keyring)
            ended, within_s = workers.pace(work.lines, work.job, ledger.folder, ledger.text)
            last = min(tally.tried + NEW_STORE_AFTER, kills)
            while tally.tried < last:
                ledger.take(ended.lines)
                tally.named["acknowledged"] += sum(line[0] in ACKNOWLEDGED for line in ended.lines)
                if work is STAFF or dice.random() < 0.5:
                    wrong = ledger.look(signatures=dice.random() < 0.1)
                    tally.lost += wrong
                ended = workers.kill_after(
                    dice.uniform(0, within_s), work.job, ledger.folder, dice.getrandbits(64), ledger.text
                )
                assert ended.refusal is None, ended
                tally.tried += 1
            ledger.take(ended.lines)
            tally.lost += ledger.look(signatures=True)
        tally.survived = tally.tried if not tally.lost else 0
    return tally


def kill_founding(kills: int, folder: Path, workers: Workers, *, seed: int = 2015) -> Tally:
    """Kill children while they set up a store, each in a new folder."""
    tally = Tally(FOUNDING.suite)
    dice = Random(seed)
    _, within_s = workers.pace(FOUNDING.lines, FOUNDING.job, folder / "unharmed", practice.PASSPHRASE)
    with tally.timed():
        for tally.tried in range(1, kills + 1):
            store = folder / f"founded-{tally.tried}"
            ended = workers.kill_after(dice.uniform(0, 1.5 * within_s), FOUNDING.job, store, 0, practice.PASSPHRASE)
            is_told = ["founded"] in ended.lines
            tally.named["told as founded" if is_told else "there" if store.exists() else "not there"] += 1
            if is_told and not store.exists():
                tally.lost.append("a store that was told as founded is not there")
                continue
            if not store.exists():
                practice.found(store)  # what the killed one left is in nobody's way
            wrong = Ledger(store).look(signatures=True)
            tally.lost += wrong
            tally.survived += not wrong
    return tally


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with warm_workers() as warm:
        yield warm


def test_a_store_killed_while_it_appends_keeps_what_it_acknowledged(disk_path: Path, workers: Workers) -> None:
    tally = kill(APPENDS, CI[APPENDS], disk_path, workers)

    assert tally.lost == []
    assert tally.survived == tally.tried == 200
    assert tally.named["acknowledged"] > 200


@pytest.mark.parametrize("work", [SITTINGS, ERASURES, STAFF, NOTES], ids=lambda work: work.job)
def test_a_store_killed_at_any_instant_keeps_what_it_acknowledged(work: Work, tmp_path: Path, workers: Workers) -> None:
    tally = kill(work, CI[work], tmp_path, workers)

    assert tally.lost == []
    assert tally.survived == tally.tried == CI[work]
    assert tally.named["acknowledged"] > 0


def test_a_store_killed_while_it_locks_with_a_keyring_is_not_taken_for_rolled_back(
    tmp_path: Path, secret_service: SecretService
) -> None:
    with warm_workers(secret_service.environment) as warm:
        tally = kill(KEYRING, CI[KEYRING], tmp_path, warm, has_keyring=True)

    assert tally.lost == []
    assert tally.survived == CI[KEYRING]


def test_founding_killed_at_any_instant_leaves_a_whole_store_or_none(tmp_path: Path, workers: Workers) -> None:
    tally = kill_founding(CI_FOUNDING, tmp_path, workers)

    assert tally.lost == []
    assert tally.survived == CI_FOUNDING
