"""`doorstep backup`: a copy of base under a key of its own, as somebody makes, verifies, restores and destroys it."""

from dataclasses import replace
from pathlib import Path
from shutil import rmtree

import pytest

from store import errors
from store.exchange.backup.restoring import NOBODY_LEFT
from store.keeping import acts
from store.keeping.acts.terms.devices import BackupUse
from store.keeping.kinds import acts_of
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, opened
from tests.tui.conftest import pair, run
from tests.tui.pair import Pair
from tests.tui.running import Ended, Run, documented, refused

__all__ = ["pair", "run"]

OWN = "Walnut 41 lighthouse cardigan"
"""The backup's own passphrase."""

LEFT = "Meadow 44 compass trumpet"
"""Of somebody who leaves."""


@pytest.fixture
def drive(run: Run, pair: Pair, tmp_path: Path) -> Path:
    """A drive on the register, as practice stores have one: a folder."""
    added = run(
        "device",
        "add",
        *pair.base,
        *("--name", "Safe drive", "--kind", "backup", "--why", "Base must not be lost."),
        *("--encrypted", "yes", "--scheme", "luks", "--evidence", "seen at setting up"),
    )
    assert added.code == 0, added.err
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder


def make(run: Run, pair: Pair, drive: Path) -> Ended:
    lines = (PASSPHRASE, OWN)
    return run("backup", "make", *pair.base, "--device", "Safe drive", "--to", str(drive), lines=lines)


def made(run: Run, pair: Pair, drive: Path) -> Path:
    ended = make(run, pair, drive)
    assert ended.code == 0, ended.err
    (path,) = drive.iterdir()
    return path


def listed(run: Run, pair: Pair) -> list[dict[str, object]]:
    found: list[dict[str, object]] = run("backup", "list", *pair.base, "--json").json
    return found


def told(folder: Path) -> list[acts.Act]:
    with opened(folder) as store:
        return [held.act for held in acts_of(store, acts.BackupMade, acts.BackupRestored, acts.BackupDestroyed)]


def words_of(value: object) -> list[str]:
    """Return every text within an act that is long enough not to stand anywhere by chance."""
    if isinstance(value, dict):
        return [each for part in value.values() for each in words_of(part)]
    if isinstance(value, list | tuple):
        return [each for part in value for each in words_of(part)]
    return [value] if isinstance(value, str) and len(value) > 6 else []


def test_a_backup_is_made_verified_and_held_to_lie_on_its_drive(run: Run, pair: Pair, drive: Path) -> None:
    delivered = pair.deliver(6)

    path = made(run, pair, drive)

    content = path.read_bytes()
    for family in delivered:
        for said in words_of(family.model_dump()):
            assert said.encode() not in content
    assert not [each.name for each in pair.base_folder.iterdir() if "copy" in each.name]
    (known,) = listed(run, pair)
    assert list(known) == documented("backup list")
    assert (known["name"], known["families"], known["open"], known["damaged"]) == ("Safe drive", 6, True, False)
    assert known["verified_at"] is not None
    assert known["size_bytes"] == len(content)
    gate = run("destruction", "gate", "all-copies", *pair.base)
    assert "a backup on Safe drive holds 6 families" in gate.out
    assert "Safe drive" in run("report", "custody", *pair.base).out
    trail = " ".join(run("trail", *pair.base).out.split())
    assert "The store was copied, under a key of its own, onto another device." in trail
    assert "A backup was opened and checked" in trail


def test_the_backup_verifies_again_and_says_so(run: Run, pair: Pair, drive: Path) -> None:
    pair.deliver(2)
    path = made(run, pair, drive)

    ended = run("backup", "verify", *pair.base, str(path), lines=(PASSPHRASE, OWN))

    assert ended.code == 0, ended.err
    assert "opens and holds: 2 families" in ended.out


def test_another_passphrase_opens_no_backup(run: Run, pair: Pair, drive: Path) -> None:
    pair.deliver(1)
    path = made(run, pair, drive)

    refused(
        run("backup", "verify", *pair.base, str(path), lines=(PASSPHRASE, SECOND_PASSPHRASE)),
        errors.BackupPassphraseError,
    )

    assert listed(run, pair)[0]["damaged"] is False


@pytest.mark.parametrize("place", [10, 100, 20_000])
def test_one_bit_changed_is_found_and_told(run: Run, pair: Pair, drive: Path, place: int) -> None:
    pair.deliver(1)
    path = made(run, pair, drive)
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)

    ended = run("backup", "verify", *pair.base, str(path), lines=(PASSPHRASE, OWN))

    assert ended.code == 1
    kind = errors.BackupFormError if place == 10 else errors.BackupDamagedError
    refused(ended, kind)
    assert not [each.name for each in pair.base_folder.iterdir() if "copy" in each.name]
    if place == 20_000:  # before that it is not known which backup it is
        assert listed(run, pair)[0]["damaged"] is True


def test_a_backup_that_was_cut_short_is_refused(run: Run, pair: Pair, drive: Path) -> None:
    pair.deliver(1)
    path = made(run, pair, drive)
    path.write_bytes(path.read_bytes()[:-4_096])

    ended = run("backup", "verify", *pair.base, str(path), lines=(PASSPHRASE, OWN))

    refused(ended, errors.BackupCutShortError)
    assert "cut short" in ended.err
    assert listed(run, pair)[0]["damaged"] is True


def elsewhere(pair: Pair) -> tuple[str, ...]:
    """Name another machine's folder."""
    return "--store", str(pair.base_folder.with_name("new base")), "--passphrase-stdin"


THREE = (OWN, PASSPHRASE, SECOND_PASSPHRASE)


def restore(run: Run, pair: Pair, path: Path, *words: str, lines: tuple[str, ...] = THREE) -> Ended:
    return run("backup", "restore", *elsewhere(pair), "--no-keyring", str(path), *words, lines=lines)


def moved(pair: Pair) -> Pair:
    """Say that base is where it was put back from now on."""
    return replace(pair, base=elsewhere(pair))


def test_a_lost_base_is_put_back_and_its_laptop_gives_it_what_it_lacks(run: Run, pair: Pair, drive: Path) -> None:
    pair.deliver(4)
    pair.sync_all(run)
    assert run("allocate", *pair.base, "--to", pair.name, "--count", "2").code == 0
    path = made(run, pair, drive)
    pair.sync_all(run, times=2)
    rmtree(pair.base_folder)

    ended = restore(run, pair, path)

    assert ended.code == 0, ended.err
    assert "under a new key and a new journal" in " ".join(ended.out.split())
    back = moved(pair)
    back.sync_all(run, times=3)
    assert run("verify", *back.base, "--signatures").out.startswith("Proved:")
    assert run("verify", *pair.laptop, "--signatures", lines=pair.passphrase).out.startswith("Proved:")
    (known,) = listed(run, back)
    assert (known["open"], known["families"], known["name"]) == (True, 4, "Safe drive")
    assert len(run("contacts", *pair.laptop, "--json", lines=pair.passphrase).json) == 2
    again = run("backup", "verify", *back.base, str(path), lines=(PASSPHRASE, OWN))
    assert again.code == 0, again.err
    assert [each.name for each in back.base_folder.parent.iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ((SECOND_PASSPHRASE, PASSPHRASE, SECOND_PASSPHRASE), errors.BackupPassphraseError),
        ((OWN, OWN, SECOND_PASSPHRASE), errors.WrongPassphraseError),
        ((OWN, PASSPHRASE, PASSPHRASE), errors.SecondPersonError),
        ((OWN, PASSPHRASE, OWN), errors.WrongPassphraseError),
    ],
)
def test_who_may_not_put_it_back_leaves_nothing_behind(
    run: Run, pair: Pair, drive: Path, lines: tuple[str, ...], kind: type[errors.StoreError]
) -> None:
    pair.deliver(1)
    path = made(run, pair, drive)
    before = sorted(pair.base_folder.parent.iterdir())

    refused(restore(run, pair, path, lines=lines), kind)

    assert sorted(pair.base_folder.parent.iterdir()) == before


def test_one_that_is_cut_short_or_changed_is_put_back_nowhere(run: Run, pair: Pair, drive: Path) -> None:
    pair.deliver(1)
    path = made(run, pair, drive)
    whole, before = path.read_bytes(), sorted(pair.base_folder.parent.iterdir())
    changed = bytearray(whole)
    changed[-100] ^= 1

    for content, kind in ((whole[:-1], errors.BackupCutShortError), (changed, errors.BackupDamagedError)):
        path.write_bytes(content)
        refused(restore(run, pair, path), kind)

        assert sorted(pair.base_folder.parent.iterdir()) == before
    taken = run("backup", "restore", *pair.base, "--no-keyring", str(path), lines=THREE)
    refused(taken, errors.StoreExistsError)


def test_what_was_destroyed_since_goes_again_before_base_is_back(run: Run, pair: Pair, drive: Path) -> None:
    gone, kept = pair.deliver(2)
    path = made(run, pair, drive)
    assert run("destroy", *pair.base, "--family", gone.council_reference).code == 0
    (order,) = (each["order"] for each in run("destruction", "list", *pair.base, "--json").json)
    certificate = drive / "certificate"
    words = ("destruction", "certificate", *pair.base, "--order", order, "--to", str(certificate), "--clear")
    assert run(*words).code == 0

    ended = restore(run, pair, path, "--destroyed", str(certificate))

    assert ended.code == 0, ended.err
    assert "destroyed again: 1 family" in " ".join(ended.out.split())
    with opened(moved(pair).base_folder) as store:
        assert store.rows("SELECT DISTINCT family FROM familyentry") == [(kept.family,)]
    assert run("verify", *elsewhere(pair)).out.startswith("Proved:")


def test_a_destroyed_backup_closes_its_holding_and_opens_no_more(run: Run, pair: Pair, drive: Path) -> None:
    (gone, _) = pair.deliver(2)
    path = made(run, pair, drive)
    assert run("destroy", *pair.base, "--family", gone.council_reference).code == 0
    (known,) = listed(run, pair)
    assert "a backup on Safe drive" in run("destruction", "gate", "all-copies", *pair.base).out

    ended = run("backup", "destroy", *pair.base, str(known["backup"])[:8], "--file", str(path))

    assert ended.code == 0, ended.err
    assert list(drive.iterdir()) == []
    assert "a backup on Safe drive" not in run("destruction", "gate", "all-copies", *pair.base).out
    (known,) = listed(run, pair)
    assert (known["open"], known["destroyed_at"] is not None) == (False, True)
    destroyed = told(pair.base_folder)[-1]
    assert isinstance(destroyed, acts.BackupDestroyed)
    assert destroyed.is_after_destruction
    refused(
        run("backup", "destroy", *pair.base, str(known["backup"])[:8], "--file", str(path)),
        errors.BackupDestroyedError,
    )


def test_a_laptop_that_destroyed_it_says_so_to_a_base_that_has_it_back(run: Run, pair: Pair, drive: Path) -> None:
    (first, second) = pair.deliver(2)
    assert run("allocate", *pair.base, "--to", pair.name, "--count", "1").code == 0
    pair.sync_all(run, times=2)
    path = made(run, pair, drive)
    (held,) = run("contacts", *pair.laptop, "--json", lines=pair.passphrase).json
    assert run("destroy", *pair.base, "--family", held["reference"]).code == 0
    pair.sync_all(run, times=2)
    rmtree(pair.base_folder)
    assert restore(run, pair, path).code == 0
    back = moved(pair)
    assert "Nothing was ever destroyed here." in run("destruction", "list", *back.base).out

    back.sync_all(run, times=3)

    assert "1 family that laptops destroyed" in " ".join(run("destruction", "list", *back.base).out.split())
    again = run("destroy", *back.base, "--lost")
    assert again.code == 0, again.err
    kept = first if held["family"] == second.family else second
    with opened(back.base_folder) as store:
        assert store.rows("SELECT DISTINCT family FROM familyentry") == [(kept.family,)]
    refused(run("destroy", *back.base, "--lost"), errors.NothingToDestroyError)


def test_whoever_left_since_the_backup_is_not_let_in_by_the_base_put_back(run: Run, pair: Pair, drive: Path) -> None:
    """Agreement 9.1e, A3: the copy lets in whoever worked there when it was made; the two who go on say who left."""
    assert (
        run("staff", "add", *pair.base, "--name", "Iris Fenn", "--role", "auditor", lines=(PASSPHRASE, LEFT)).code == 0
    )
    path = made(run, pair, drive)
    assert run("staff", "leave", *pair.base, "--name", "Iris Fenn").code == 0
    rmtree(pair.base_folder)

    unsaid = restore(run, pair, path)
    nobody = restore(run, pair, path, "--left", "Nobody There")
    ended = restore(run, pair, path, "--left", "Iris Fenn")

    assert unsaid.code == 1
    assert unsaid.err.splitlines() == [
        "The copy lets in whoever worked here when it was made; nobody said who left since, of: Iris Fenn,"
        " Supervisor Two.",
        errors.StillHereUnsaidError.hint,
    ]
    refused(nobody, errors.StaffNameError)
    assert ended.code == 0, ended.err
    assert "Iris Fenn can no longer sign in." in ended.out
    back = moved(pair)
    refused(run("status", *back.base, lines=(LEFT,)), errors.WrongPassphraseError)
    left_on = {each["name"]: each["left_on"] for each in run("staff", "list", *back.base, "--json").json}
    assert [name for name, day in left_on.items() if day is not None] == ["Iris Fenn"]


def test_two_who_say_that_nobody_left_are_in_the_journal_with_it(run: Run, pair: Pair, drive: Path) -> None:
    assert (
        run("staff", "add", *pair.base, "--name", "Iris Fenn", "--role", "auditor", lines=(PASSPHRASE, LEFT)).code == 0
    )
    path = made(run, pair, drive)
    rmtree(pair.base_folder)

    assert restore(run, pair, path, "--nobody-left").code == 0

    back = moved(pair)
    with opened(back.base_folder) as store:
        found = [held.act for held in acts_of(store, acts.BackupRestored)]
    restored = [act for act in found if isinstance(act, acts.BackupRestored) and act.use is BackupUse.SUCCESSION]
    assert [act.finding for act in restored] == [NOBODY_LEFT]
    assert run("status", *back.base, lines=(LEFT,)).code == 0
