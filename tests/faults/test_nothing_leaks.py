"""Whatever breaks, wherever: no passphrase, name or body in what is printed, logged, passed on or left on a disk."""

import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from store.fieldwork import made_up
from store.keeping import staffing
from store.keeping.acts import FamilyDelivered, IncidentRaised
from store.keeping.passphrases import read_passphrase
from tests.faults import practice
from tests.faults.command import LINE, doorstep
from tests.faults.damage import files_of
from tests.made import QUEUE

SECRET = "Zebu quarrel 83 thimblerig"
SURNAME, STREET, PHONE, TOLD = "Quillfeather", "Thimblerig Row", "07700 900387", "left the sheet in a zeppelin"
MARKERS = (SECRET, SURNAME, STREET, PHONE, TOLD, "thimblerig", "zeppelin")

BREAKING = """
import importlib, os, pathlib
def revealed(value):
    if hasattr(value, "reveal"):
        return bytes(value.reveal())
    if hasattr(value, "model_dump_json"):
        return value.model_dump_json()
    return [revealed(each) for each in value] if isinstance(value, (list, tuple)) else value
def breaking(*values, **named):
    quoted = [revealed(value) for value in (*values, *named.values())]
    if WANTED not in str(quoted):
        return whole(*values, **named)
    me = pathlib.Path("/proc/self")
    seen = [(me / each).read_bytes() for each in ("cmdline", "environ") if me.exists()]
    pathlib.Path(SEEN).write_bytes(b" ".join(seen))
    raise KIND(quoted)
module, _, name = PLACE.partition(":")
*inner, last = name.split(".")
owner = importlib.import_module(module)
for each in inner:
    owner = getattr(owner, each)
whole = getattr(owner, last)
setattr(owner, last, breaking)
"""
"""Makes one place raise an error that quotes everything it was given, keys and passphrases too, once that is wanted."""

TALKATIVE = """
import logging, sys, warnings
logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
warnings.simplefilter("always")
"""

FAMILIES = f"""
from store.fieldwork import made_up
made_up._SURNAMES = ({SURNAME[::-1]!r}[::-1],)
made_up._STREETS = ({STREET[::-1]!r}[::-1],)
made_up.DRAMA_MOBILE = {PHONE[::-1]!r}[::-1]
"""
"""Makes every family of a demonstration one whose name can be looked for; backwards, for these lines are arguments."""

KINDS = ("ValueError", "__import__('sqlcipher3.dbapi2').dbapi2.OperationalError", "MemoryError")

WITH_PASSPHRASE = (
    "store.keeping.opening:derive",
    "store.keeping.opening:hold_cost",
    "store.keeping.vault:_unwrap",
    "store.keeping.vault:_open_data_key",
    "store.keeping.database:_set",
    "store.keeping.freshness:Freshness.compare",
    "store.keeping.store:Store.record",
    "tui.printed.status:tell",
)
WITH_SECOND_PASSPHRASE = (
    "store.keeping.staffing:hold_strong",
    "zxcvbn:zxcvbn",
    "store.keeping.staffing:derive",
    "store.keeping.vault:person_slot",
    "store.keeping.sidecar:ready_to_write",
)
WITH_FAMILIES = (
    "store.keeping.store:Store.record",
    "store.keeping.journal:Journal._append",
    "store.keeping.acts.catalogue:dump",
    "store.keeping.projection:Projection.apply_act",
    "store.keeping.walking:Walk._take",
)
AMID_FAMILIES = (
    "store.keeping.projection:_put_text",
    "store.keeping.projection:Projection.forget",
    "tui.printed.trail:say",
)
"""Given no name themselves, by callers that hold some."""
QUOTING = [
    *((place, KINDS[0], SURNAME) for place in WITH_FAMILIES),
    *((place, KINDS[0], "") for place in AMID_FAMILIES),
    *((WITH_FAMILIES[0], kind, SURNAME) for kind in KINDS[1:]),
    *((AMID_FAMILIES[-1], kind, "") for kind in KINDS[1:]),
]
"""Where, by which kind of fault, and what is in the writer's hands when it comes."""


def hold_silent(text: str | bytes, markers: Iterable[str] = MARKERS) -> None:
    """Make sure that none of the markers stands in a text, in whatever spelling somebody would find it."""
    raw = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    for marker in markers:
        for spelt in (marker.encode(), marker.encode("utf-16-le"), marker.encode().hex().encode()):
            assert spelt.lower() not in raw.lower(), f"{marker!r} can be read"


def broken_at(place: str, kind: str, seen: Path, wanted: str = "") -> str:
    """Return the code that breaks a place as soon as what it is given holds a text, which the code does not hold."""
    code = BREAKING.replace("PLACE", repr(place)).replace("KIND", kind).replace("SEEN", repr(str(seen)))
    return code.replace("WANTED", f"{wanted[::-1]!r}[::-1]")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    practice.found(tmp_path / "store", text=SECRET)
    return tmp_path / "store"


def hold_told(err: str) -> None:
    """Make sure that what reached the person were two sentences."""
    assert len(err.splitlines()) == 2, err
    assert all(line.endswith(".") for line in err.splitlines())
    assert "Traceback" not in err


@pytest.mark.parametrize("place", WITH_PASSPHRASE)
def test_a_fault_that_quotes_a_passphrase_is_told_without_it(place: str, store: Path, tmp_path: Path) -> None:
    ran = doorstep(
        "status", "--passphrase-stdin", "--store", store,
        line=SECRET.encode() + b"\n", before=broken_at(place, "ValueError", tmp_path / "seen"),
    )  # fmt: skip

    assert ran.code == 1
    hold_told(ran.err)
    hold_silent(ran.out + ran.err)
    hold_silent((tmp_path / "seen").read_bytes())
    for content in files_of(store).values():
        hold_silent(content)


@pytest.mark.parametrize("place", WITH_SECOND_PASSPHRASE)
def test_a_fault_that_quotes_a_new_passphrase_is_told_without_it(place: str, tmp_path: Path) -> None:
    practice.found(tmp_path / "store")

    ran = doorstep(
        "staff", "add", "--name", "Supervisor Two", "--role", "supervisor",
        "--passphrase-stdin", "--store", tmp_path / "store",
        line=LINE + SECRET.encode() + b"\n", before=broken_at(place, "ValueError", tmp_path / "seen"),
    )  # fmt: skip

    assert ran.code == 1
    hold_told(ran.err)
    hold_silent(ran.out + ran.err, (*MARKERS, practice.PASSPHRASE))
    hold_silent((tmp_path / "seen").read_bytes(), (*MARKERS, practice.PASSPHRASE))


@pytest.mark.parametrize(("place", "kind", "wanted"), QUOTING)
def test_a_fault_that_quotes_a_family_is_told_without_it(place: str, kind: str, wanted: str, tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()

    ran = doorstep(
        "demo", "exchange", "--families", "3", line=b"", environment={"TMPDIR": str(tmp_path / "temporary")},
        before=FAMILIES + broken_at(place, kind, tmp_path / "seen", wanted),
    )  # fmt: skip

    assert ran.code == 1
    hold_told(ran.err)
    hold_silent(ran.out + ran.err)
    hold_silent((tmp_path / "seen").read_bytes())
    assert list((tmp_path / "temporary").iterdir()) == []


def test_no_log_and_no_warning_at_the_most_talkative_level_tells_of_a_family() -> None:
    ran = doorstep("demo", "exchange", "--families", "3", line=b"", before=TALKATIVE + FAMILIES, is_fresh=True)

    assert ran.code == 0
    assert "DEBUG:" in ran.err
    hold_silent(ran.err + ran.out)


def test_no_log_and_no_warning_at_the_most_talkative_level_tells_of_staff(store: Path) -> None:
    line = SECRET.encode() + b"\n"

    ran = doorstep("staff", "list", "--passphrase-stdin", "--store", store, line=line, before=TALKATIVE, is_fresh=True)

    assert ran.code == 0
    assert "DEBUG:" in ran.err
    hold_silent(ran.err, (*MARKERS, "Supervisor One"))


LEFT_BEHIND = """
import json, os, sys
from pathlib import Path
from tests.faults import practice
from tests.faults.test_nothing_leaks import told_family, told_incident
store = practice.come_in(Path(sys.argv[1]), text=sys.stdin.readline().strip())
for n in range(30):
    store.record(told_family(n), told_incident())
with store.reader() as reader:  # what a sort or an index would put into a temporary file
    reader.execute("SELECT * FROM person AS a, person AS b ORDER BY a.surname, b.person").fetchall()
closed = store.queue.note_act(told_incident(), store.now(), bytes.fromhex(store.sidecar.device.sealing))
os._exit(9)
"""


def told_family(n: int) -> FamilyDelivered:
    """Return a family whose every detail is a marker."""
    family = next(made_up.families(1, delivery="0" * 32, seed=n))
    address = family.details.address.model_copy(update={"lines": (STREET, SURNAME)})
    people = tuple(person.model_copy(update={"surname": SURNAME}) for person in family.details.people)
    return family.model_copy(
        update={"details": family.details.model_copy(update={"address": address, "people": people})}
    )


def told_incident() -> IncidentRaised:
    """Return an incident told in a sentence that can be looked for."""
    return practice.incident(practice.SOMEBODY).model_copy(update={"what": TOLD})


def test_nothing_can_be_read_in_what_a_killed_process_leaves_on_the_disk(store: Path, tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()

    ended = subprocess.run(
        [sys.executable, "-c", LEFT_BEHIND, store],
        input=SECRET.encode() + b"\n",
        env={"TMPDIR": str(tmp_path / "temporary"), "HOME": str(tmp_path), "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        check=False,
    )

    assert ended.returncode == 9, ended.stderr
    left = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(left[store / "epoch-1.db-wal"]) > 100_000
    assert len(left[store / QUEUE]) > 1_000
    for content in left.values():
        hold_silent(content)


def _wrong(store: Path) -> None:
    practice.come_in(store, text=f"{SECRET} and more")


def _badly_encoded(_: Path) -> None:
    read_passphrase(SECRET.encode() + b"\xff\n")


def _weak(store: Path) -> None:
    with practice.come_in(store, text=SECRET) as opened:
        staffing.change_passphrase(opened, practice.passphrase(MARKERS[-1] * 3))


def _too_large(store: Path) -> None:
    with practice.come_in(store, text=SECRET) as opened:
        opened.record(*(told_family(n) for n in range(3)), told_incident().model_copy(update={"what": TOLD * 40_000}))


def _misfit(store: Path) -> None:
    with practice.come_in(store, text=SECRET) as opened:
        opened.record(told_family(1).model_copy(update={"wave": SURNAME}))


def _refused_by_the_database(store: Path) -> None:
    with practice.come_in(store, text=SECRET) as opened:
        projection = opened._projected()
        projection._execute("DROP TABLE person")
        opened.record(told_family(1))


REFUSALS = (_wrong, _badly_encoded, _weak, _too_large, _misfit, _refused_by_the_database)


@pytest.mark.parametrize("refused", REFUSALS, ids=lambda refused: refused.__name__.strip("_"))
def test_no_error_tells_what_it_was_about(refused: Callable[[Path], None], store: Path) -> None:
    with pytest.raises(Exception) as caught:  # of the library as well: a report would print either
        refused(store)

    error = caught.value
    hold_silent("".join(traceback.format_exception(error)))
    hold_silent(str(error) + repr(error) + repr(vars(error)) + repr(error.args))


def test_nothing_that_holds_a_key_or_a_person_shows_it(store: Path) -> None:
    with practice.come_in(store, text=SECRET) as opened:
        family = told_family(1)
        opened.record(family)
        kept = opened.journal.entry(opened.journal.size - 1)
        keys = opened.keys
        told = (opened, keys, keys.person, keys.device, keys.data, practice.passphrase(SECRET), family, kept)
        shown = "".join(repr(each) + str(each) for each in (*told, told_incident()))

        hold_silent(shown)
        assert bytes(keys.data.reveal()).hex() not in shown
        assert repr(bytes(keys.data.reveal())) not in shown
