"""Founding: each refusal in its order, a folder that is whole or not there, and the acts a journal begins with."""

import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from store import door
from store.agreement.loading import agreement_bytes
from store.agreement.safeguards import Topic
from store.custody.volumes import Encrypted, Finding, Verdict
from store.errors import (
    AgreementUnreadableError,
    FolderReadOnlyError,
    KdfCostError,
    KeyringAbsentError,
    KeyringLockedError,
    LineFormError,
    PassphraseWeakError,
    StoreError,
    StoreExistsError,
    StoreFolderError,
    StoreFullError,
    TrainingYearError,
    VolumeNotEncryptedError,
    VolumeUnknownError,
    WeakerThanClauseError,
)
from store.keeping import acts, founding, sidecar
from store.keeping.acts.terms.store import CredentialEvidence, KeyringMode, StaffRole, StoreRole
from store.keeping.header import unpack
from store.keeping.passphrases import Passphrase
from store.keeping.store import Store
from tests.made import BEGINS, CHEAP, FOUNDED, PRACTICE, SUPERVISOR, made_base, opened, passphrase
from tests.secret_service import SecretService


def never_asked() -> Passphrase:
    pytest.fail("asked for a passphrase")


def asked(**changed: Any) -> door.NewBase:
    return replace(PRACTICE, **changed)


def volumes(monkeypatch: pytest.MonkeyPatch, answer: Encrypted) -> None:
    verdict = Verdict((Finding("the store's folder", answer, "made up"),))
    monkeypatch.setattr("store.door.examine", lambda _folder: verdict)


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def first_acts(store: Store) -> list[acts.Act]:
    found = []
    for entry in store.journal.entries(0, FOUNDED):
        header = unpack(entry.header)
        found.append(acts.parse(header.kind, header.kind_version, entry.body or b""))
    return found


# -- what a journal begins with


def test_a_store_begins_with_what_it_is_who_made_it_and_the_agreement_it_lives_under(tmp_path: Path) -> None:
    with opened(made_base(tmp_path)) as store:
        opening, staff, credential, agreement = first_acts(store)
        said = store.sidecar

        assert isinstance(opening, acts.StoreOpenedFirst)
        assert (opening.store, opening.journal, opening.name) == (said.store, said.journal, "base")
        assert (opening.role, opening.is_practice) == (StoreRole.BASE, True)
        assert (opening.keyring_mode, opening.keyring_backend) == (KeyringMode.PASSPHRASE_ONLY, None)
        assert opening.device_verify_key == said.device.signing
        assert opening.kdf == acts.KdfCost(memory_kib=8, passes=1, lanes=1)
        begins = datetime.fromtimestamp((opening.practice_begins_at_ms or 0) / 1000, UTC)
        assert timedelta(0) <= begins - BEGINS < timedelta(minutes=1)
        assert isinstance(staff, acts.StaffAdded)
        assert (staff.name, staff.roles) == (SUPERVISOR, (StaffRole.SUPERVISOR,))
        assert (staff.staff, staff.verify_key) == (said.people[0].staff, said.people[0].signing)
        assert isinstance(credential, acts.CredentialRecorded)
        assert (credential.staff, credential.topics) == (staff.staff, tuple(Topic))
        assert (credential.evidence, credential.from_on, credential.expires_on) == (
            CredentialEvidence.DECLARATION,
            "2015-11-02",
            "2016-11-01",
        )
        assert isinstance(agreement, acts.AgreementAdopted)
        assert (agreement.agreement, agreement.digest) == ("essex-2015", sha256(agreement_bytes()).hexdigest())
        assert {unpack(entry.header).staff for entry in store.journal.entries(0, FOUNDED)} == {staff.staff}


def test_a_store_keeps_the_agreement_it_was_founded_with(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_bytes(agreement_bytes() + b"\n# our copy\n")
    folder = made_base(tmp_path, agreement=other)
    other.unlink()

    with opened(folder) as store:
        kept = door.agreement_of(store)

        assert kept.digest == store.fact("agreement_digest")
        assert kept.digest != sha256(agreement_bytes()).hexdigest()


def test_a_store_is_folder_and_files_for_its_owner_only(tmp_path: Path) -> None:
    folder = made_base(tmp_path)

    assert left_behind(folder) == ["anchor-1", "epoch-1.db", "sidecar", "sidecar.spare"]
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


def test_nothing_about_whoever_founded_it_can_be_read_in_the_folder(tmp_path: Path) -> None:
    folder = made_base(tmp_path, staff_name="Ermintrude Oakapple")

    content = b"".join(path.read_bytes() for path in folder.iterdir())

    assert b"Ermintrude" not in content
    assert b"orchard" not in content


def test_a_store_is_made_in_an_empty_folder_and_in_folders_that_are_not_there_yet(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    door.found_base(tmp_path / "empty", PRACTICE, passphrase())
    door.found_base(tmp_path / "a" / "b", PRACTICE, passphrase())

    opened(tmp_path / "empty").close()
    opened(tmp_path / "a" / "b").close()
    assert left_behind(tmp_path) == ["a", "empty"]


# -- refusals: everything is looked at before anybody types a passphrase


def something_in_the_folder(folder: Path) -> None:
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")


REFUSALS: list[tuple[dict[str, Any], type[StoreError]]] = [
    ({"name": ""}, LineFormError),
    ({"name": "base\x1b]52;c;AAAA\x07"}, LineFormError),
    ({"staff_name": "  "}, LineFormError),
    ({"staff_name": "S" * 201}, LineFormError),
    ({"staff_name": "Ann\udcff"}, LineFormError),
    ({"agreement": Path("nowhere.toml")}, AgreementUnreadableError),
    ({"as_if": datetime(1969, 1, 1, tzinfo=UTC)}, TrainingYearError),
    ({"as_if": datetime(9999, 12, 31, tzinfo=UTC)}, TrainingYearError),
    ({"has_keyring": True}, KeyringAbsentError),
]


@pytest.mark.parametrize(("changed", "refusal"), REFUSALS)
def test_what_cannot_be_is_refused_before_anybody_types_a_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any], refusal: type[StoreError]
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    with pytest.raises(refusal):
        door.found_base(tmp_path / "base", asked(**changed), never_asked)

    assert left_behind(tmp_path) == []


def test_an_agreement_weaker_than_its_clauses_is_refused_naming_the_clause(tmp_path: Path) -> None:
    weaker = tmp_path / "weaker.toml"
    text = agreement_bytes().decode()
    assert "refusal_full_days = 14" in text
    weaker.write_text(text.replace("refusal_full_days = 14", "refusal_full_days = 13"))

    with pytest.raises(WeakerThanClauseError) as refused:
        door.found_base(tmp_path / "base", asked(agreement=weaker), never_asked)

    assert refused.value.clause == "7.2a"
    assert left_behind(tmp_path) == ["weaker.toml"]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    something_in_the_folder(tmp_path / "base")

    with pytest.raises(StoreExistsError):
        door.found_base(tmp_path / "base", PRACTICE, never_asked)

    assert (tmp_path / "base" / "letter.txt").read_text() == "mine"
    assert left_behind(tmp_path) == ["base"]


def test_a_store_is_not_made_over_a_store_nor_over_a_file(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    (tmp_path / "letter.txt").write_text("mine")

    for taken in (folder, tmp_path / "letter.txt"):
        with pytest.raises(StoreExistsError):
            door.found_base(taken, PRACTICE, never_asked)

    opened(folder).close()


@pytest.mark.parametrize(
    ("answer", "refusal"), [(Encrypted.NO, VolumeNotEncryptedError), (Encrypted.UNKNOWN, VolumeUnknownError)]
)
def test_a_real_store_is_not_made_where_its_disk_is_not_shown_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: Encrypted, refusal: type[StoreError]
) -> None:
    volumes(monkeypatch, answer)

    with pytest.raises(refusal) as told:
        door.found_base(tmp_path / "base", asked(as_if=None), never_asked)

    assert "your supervisor" not in told.value.hint
    assert left_behind(tmp_path) == []


def test_a_real_store_at_a_practice_cost_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    volumes(monkeypatch, Encrypted.YES)

    with pytest.raises(KdfCostError):
        door.found_base(tmp_path / "base", asked(as_if=None, cost=CHEAP), passphrase())

    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("text", ["Supervisor One base 1", "kestrel 58", "correct horse"])
def test_a_weak_passphrase_is_refused_and_nothing_is_made(tmp_path: Path, text: str) -> None:
    with pytest.raises(PassphraseWeakError):
        door.found_base(tmp_path / "base", PRACTICE, passphrase(text))

    assert left_behind(tmp_path) == []


def test_a_locked_keyring_is_told_before_anybody_types_a_passphrase(
    tmp_path: Path, secret_service: SecretService
) -> None:
    secret_service.lock()

    with pytest.raises(KeyringLockedError):
        door.found_base(tmp_path / "base", asked(has_keyring=True), never_asked)

    assert left_behind(tmp_path) == []


# -- whole or not at all


def refuse(*_: object, **__: object) -> None:
    raise StoreFullError


STEPS = (
    "store.keeping.database.create",
    "store.keeping.schema.create_tables",
    "store.keeping.journal.Journal.append",
    "store.keeping.database.settle",
    "store.keeping.anchor.AnchorFile.write",
    "store.keeping.anchor.AnchorFile.sync",
    "store.keeping.keyrings.SystemKeyring.put",
    "store.keeping.keyring_anchor.KeyringAnchor.write",
    "store.keeping.sidecar.write",
    "pathlib.Path.rename",
)


@pytest.mark.parametrize("step", STEPS)
def test_a_founding_that_fails_anywhere_leaves_no_file_and_no_entry_in_the_keyring(
    tmp_path: Path, secret_service: SecretService, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with monkeypatch.context() as breaking:
        breaking.setattr(step, refuse)
        with pytest.raises(StoreFullError):
            door.found_base(tmp_path / "base", asked(has_keyring=True), passphrase())

    assert left_behind(tmp_path) == []
    assert secret_service.entries() == {}


def test_a_keyring_that_goes_away_half_way_does_not_hide_why_founding_failed(
    tmp_path: Path, secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lock_and_refuse(*_: object) -> None:
        secret_service.lock()
        raise StoreFullError

    monkeypatch.setattr("store.keeping.sidecar.write", lock_and_refuse)

    with pytest.raises(StoreFullError):
        door.found_base(tmp_path / "base", asked(has_keyring=True), passphrase())

    assert left_behind(tmp_path) == []


def test_a_founding_that_is_killed_leaves_no_folder_that_looks_like_a_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a crash: nothing is tidied up, so that what lies there at each step can be looked at."""
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    seen: list[list[str]] = []
    write = sidecar.write

    def look(*told: Any) -> object:
        seen.append(left_behind(tmp_path))
        write(*told)
        raise KeyboardInterrupt

    monkeypatch.setattr("store.keeping.sidecar.write", look)

    with pytest.raises(KeyboardInterrupt):
        door.found_base(tmp_path / "base", PRACTICE, passphrase())

    ((building,),) = seen
    assert re.fullmatch(r"\.base\..*\.new", building)
    assert not (tmp_path / "base").exists()
    monkeypatch.undo()
    door.found_base(tmp_path / "base", PRACTICE, passphrase())


def test_a_store_whose_folder_could_not_be_synced_is_whole_and_stays(
    tmp_path: Path, secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_to_sync(_: Path) -> None:
        raise PermissionError(13, "made up")

    with monkeypatch.context() as breaking:
        breaking.setattr(founding, "sync_folder", refuse_to_sync)
        with pytest.raises(FolderReadOnlyError):
            door.found_base(tmp_path / "base", asked(has_keyring=True), passphrase())

    opened(tmp_path / "base").close()
    assert len(secret_service.entries()) >= 2


def test_a_link_and_the_folder_one_stands_in_do_not_become_a_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The finished store takes the folder's place: whoever stands in it would be left with nothing."""
    (tmp_path / "here").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")

    for folder in (tmp_path / "link", tmp_path / "here", Path()):
        with pytest.raises(StoreFolderError):
            founding.hold_free(folder)

    founding.hold_free(tmp_path / "new")
