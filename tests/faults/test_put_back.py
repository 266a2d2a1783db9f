"""Older and foreign files put in place: the store opens frozen or refuses, and takes nothing until somebody looks."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from store.errors import SidecarForgedError, StoreForeignError, StoreFrozenError, WrongPassphraseError
from store.keeping import sidecar, staffing
from store.keeping.acts.terms.store import StaffRole
from store.keeping.freshness import Frozen
from store.keeping.inspection import inspect
from store.keeping.secret import Secret
from tests.faults import practice
from tests.faults.damage import Fate, Files, examine, files_of, put
from tests.faults.test_flips import DATABASE, LOG, settled, unsettled
from tests.made import ANCHOR


def frozen_as(folder: Path) -> Frozen | None:
    """Come in as on any day; a frozen store neither takes an act nor passes an inspection."""
    with practice.come_in(folder) as store:
        if store.frozen is not None:
            with pytest.raises(StoreFrozenError):
                store.record(practice.credential(practice.SOMEBODY))
            with pytest.raises(StoreFrozenError):
                inspect(store)
        return store.frozen


def aged(folder: Path, *, has_keyring: bool = False) -> tuple[Files, Files]:
    """Return a locked store as it was, and as it is four strokes later."""
    practice.found(folder, has_keyring=has_keyring)
    with practice.come_in(folder) as store:
        practice.append(store, 4)
    before = files_of(folder)
    with practice.come_in(folder) as store:
        practice.append(store, 4)
    return before, files_of(folder)


def test_an_older_encrypted_file_opens_frozen_as_rolled_back(tmp_path: Path) -> None:
    before, now = aged(tmp_path / "store")

    put(tmp_path / "store", {**now, DATABASE: before[DATABASE]})

    assert frozen_as(tmp_path / "store") is Frozen.ROLLED_BACK


def test_an_older_log_opens_frozen_as_rolled_back(tmp_path: Path) -> None:
    practice.found(tmp_path / "store")
    with practice.come_in(tmp_path / "store") as store:
        practice.append(store, 10)
        before = files_of(tmp_path / "store")
        practice.append(store, 10)
        now = files_of(tmp_path / "store")

    put(tmp_path / "store", {**now, LOG: before[LOG]})

    assert frozen_as(tmp_path / "store") is Frozen.ROLLED_BACK


def test_a_log_taken_away_opens_frozen_as_rolled_back(tmp_path: Path) -> None:
    specimen = unsettled(tmp_path / "store", 10)

    put(tmp_path / "store", {name: each for name, each in specimen.files.items() if name != LOG})

    assert frozen_as(tmp_path / "store") is Frozen.ROLLED_BACK


def test_a_log_from_before_put_over_a_newer_file_is_never_taken_for_the_truth(tmp_path: Path) -> None:
    practice.found(tmp_path / "store")
    with practice.come_in(tmp_path / "store") as store:
        practice.append(store, 10)
        before = files_of(tmp_path / "store")
    with practice.come_in(tmp_path / "store") as store:
        practice.append(store, 10)
        kept = practice.read_back(store)
    now = files_of(tmp_path / "store")
    specimen = settled(tmp_path / "other")

    found = examine(tmp_path / "damaged", {**now, LOG: before[LOG]}, replace(specimen, files=now, kept=kept, noted=()))

    assert found.fate in {Fate.REFUSED, Fate.FROZEN, Fate.NAMED}, found


@pytest.mark.usefixtures("secret_service")
def test_an_older_folder_opens_frozen_where_the_keyring_remembers(tmp_path: Path) -> None:
    before, _ = aged(tmp_path / "store", has_keyring=True)

    put(tmp_path / "store", before)

    assert frozen_as(tmp_path / "store") is Frozen.ROLLED_BACK


def test_an_older_folder_without_a_keyring_opens_for_only_base_can_see_it(tmp_path: Path) -> None:
    before, _ = aged(tmp_path / "store")

    put(tmp_path / "store", before)

    assert frozen_as(tmp_path / "store") is None


def test_an_anchor_that_lags_is_ordinary(tmp_path: Path) -> None:
    before, now = aged(tmp_path / "store")

    put(tmp_path / "store", {**now, ANCHOR: before[ANCHOR]})

    assert frozen_as(tmp_path / "store") is None


def test_an_anchor_taken_away_opens_frozen(tmp_path: Path) -> None:
    _, now = aged(tmp_path / "store")

    put(tmp_path / "store", {name: each for name, each in now.items() if name != ANCHOR})

    assert frozen_as(tmp_path / "store") is Frozen.ANCHOR_LOST


def test_a_file_that_went_on_from_an_older_copy_opens_frozen_as_forked(tmp_path: Path) -> None:
    before, now = aged(tmp_path / "store")
    put(tmp_path / "elsewhere", before)
    with practice.come_in(tmp_path / "elsewhere") as store:
        practice.append(store, 8)

    put(tmp_path / "store", {**now, DATABASE: files_of(tmp_path / "elsewhere")[DATABASE]})

    assert frozen_as(tmp_path / "store") is Frozen.FORKED


def test_the_encrypted_file_of_another_store_is_refused(tmp_path: Path) -> None:
    _, ours = aged(tmp_path / "store")
    _, theirs = aged(tmp_path / "theirs")

    put(tmp_path / "store", {**ours, DATABASE: theirs[DATABASE]})

    with pytest.raises(StoreForeignError):
        practice.come_in(tmp_path / "store")


@pytest.mark.parametrize(
    "changed",
    [{"name": "Another base"}, {"branch": 1}, {"generation": 99}, {"ahead_ms": 0}, {"epoch": 2}, {"role": "field"}],
    ids=lambda changed: next(iter(changed)),
)
@pytest.mark.parametrize("names", [(sidecar.NAME,), (sidecar.NAME, sidecar.SPARE)], ids=["one copy", "both copies"])
def test_a_sidecar_written_by_something_else_is_refused(
    names: tuple[str, ...], changed: Mapping[str, object], tmp_path: Path
) -> None:
    _, now = aged(tmp_path / "store")
    said = sidecar.read(tmp_path / "store").sidecar
    sidecar.write(tmp_path, replace(said, **changed), Secret(bytes(range(32))))  # type: ignore[arg-type]
    forged = (tmp_path / sidecar.NAME).read_bytes()

    put(tmp_path / "store", {**now, **dict.fromkeys(names, forged)})

    with pytest.raises(SidecarForgedError):
        practice.come_in(tmp_path / "store")


def test_an_older_sidecar_does_not_let_somebody_in_who_left(tmp_path: Path) -> None:
    practice.found(tmp_path / "store")
    with practice.come_in(tmp_path / "store") as store:
        staffing.add(store, "Supervisor Two", StaffRole.SUPERVISOR, practice.passphrase(practice.OTHER_PASSPHRASE))
    before = files_of(tmp_path / "store")
    with practice.come_in(tmp_path / "store") as store:
        staffing.leave(store, "Supervisor Two")
    now = files_of(tmp_path / "store")

    put(tmp_path / "store", {**now, **{name: before[name] for name in (sidecar.NAME, sidecar.SPARE)}})

    with pytest.raises(WrongPassphraseError):
        practice.come_in(tmp_path / "store", text=practice.OTHER_PASSPHRASE)
    assert frozen_as(tmp_path / "store") is Frozen.ROLLED_BACK


def test_an_older_sidecar_opens_frozen_so_that_no_former_passphrase_counts_again_unseen(tmp_path: Path) -> None:
    before, _ = aged(tmp_path / "store")
    with practice.come_in(tmp_path / "store") as store:
        staffing.change_passphrase(store, practice.passphrase(practice.OTHER_PASSPHRASE))
    now = files_of(tmp_path / "store")

    put(tmp_path / "store", {**now, **{name: before[name] for name in (sidecar.NAME, sidecar.SPARE)}})

    assert frozen_as(tmp_path / "store") is Frozen.ROLLED_BACK
