"""Backups of a real base, and of one with a keyring: the drive is the one named, the volume shown, the key known."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from store import errors
from store.custody import drives
from store.custody.destruction.gate import Matter
from store.custody.volumes import Encrypted, Finding, Verdict
from store.exchange.backup import ending, file, making, restoring
from store.exchange.backup.known import backups
from store.exchange.destroying import deciding, doing
from store.exchange.destroying.again import meant_by
from store.exchange.destroying.certifying import certify
from store.exchange.destroying.declaring import in_the_way
from store.exchange.destroying.known import destruction_named
from store.exchange.eligibility.opening import open_eligibility
from store.exchange.still_here import WhoLeft
from store.exchange.wave_two.resupply import resupply
from store.keeping import acts, staffing
from store.keeping.acts.terms import devices as words
from store.keeping.acts.terms.destruction import Declaration
from store.keeping.acts.terms.store import StaffRole
from store.keeping.attested import check_attested
from store.keeping.key_derivation import FLOOR
from store.keeping.keyrings import find_keyring
from store.keeping.kinds import acts_of
from tests.custody.test_drives import volumes
from tests.exchange.backup.test_release import OWN, registered
from tests.exchange.enrolled import SECOND_SUPERVISOR
from tests.exchange.exchanging import DELIVERED, FAMILIES, everything_in, hold, told
from tests.exchange.test_eligibility import ELIGIBILITY, FOURTH, HEADINGS, THIRD, base, eligible
from tests.exchange.test_intake import asked, take
from tests.exchange.wave_two.delivered import COUNCIL, council, deliver
from tests.made import SECOND_PASSPHRASE, made_base, opened, passphrase
from tests.secret_service import SecretService

__all__ = ["base", "volumes"]

pytestmark = pytest.mark.usefixtures("derived_once")


def test_a_real_backup_goes_onto_the_drive_that_is_named_and_back_onto_a_volume_that_is_shown(
    volumes: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [Encrypted.YES]

    def examine(_: Path) -> Verdict:
        return Verdict((Finding("the folder", found[0], "dm-7 is CRYPT-LUKS2"),))

    for room in ("store.door", "store.coming_in", "store.exchange.clear_exports", "store.exchange.backup.restoring"):
        monkeypatch.setattr(f"{room}.examine", examine)
    drive = volumes(tmp_path / "drive")
    with opened(made_base(tmp_path, as_if=None, cost=FLOOR)) as base:
        staffing.add(base, SECOND_SUPERVISOR, StaffRole.SUPERVISOR, passphrase(SECOND_PASSPHRASE))
        registered(base)
        size = base.journal.size
        with pytest.raises(errors.DriveElsewhereError):
            making.make(base, "Safe drive", tmp_path, passphrase(OWN))
        with pytest.raises(errors.BackupDeviceError):
            making.make(base, "base", drive, passphrase(OWN))
        with pytest.raises(errors.PassphraseWeakError):
            making.make(base, "Safe drive", drive, passphrase("Walnut 41 light"))
        for verdict, kind in (
            (Encrypted.NO, errors.TargetNotEncryptedError),
            (Encrypted.UNKNOWN, errors.TargetUnknownError),
        ):
            found[0] = verdict
            with pytest.raises(kind):
                making.make(base, "Safe drive", drive, passphrase(OWN))
        assert base.journal.size == size
        assert list(drive.iterdir()) == []
        found[0] = Encrypted.YES

        path = making.make(base, "Safe drive", drive, passphrase(OWN))

        assert (tmp_path / "drive" / drives.MARK).exists()
        looked = [each.moment for each in told(base, acts.VolumeChecked) if isinstance(each, acts.VolumeChecked)]
        assert looked.count(words.VolumeMoment.CLEAR_WRITE) == 1
    own, second = (lambda: passphrase(OWN)), (lambda: passphrase(SECOND_PASSPHRASE))
    found[0] = Encrypted.NO
    with pytest.raises(errors.VolumeNotEncryptedError):
        restoring.restore(path, tmp_path / "new", restoring.Wanted(None), own, passphrase, second)
    found[0] = Encrypted.UNKNOWN
    with pytest.raises(errors.VolumeUnknownError):
        restoring.restore(path, tmp_path / "new", restoring.Wanted(None), own, passphrase, second)
    restoring.restore(path, tmp_path / "new", restoring.Wanted(None, "Looked at it with IT."), own, passphrase, second)
    with opened(tmp_path / "new") as base:
        (attested,) = told(base, acts.VolumeAttested)
        assert isinstance(attested, acts.VolumeAttested)
        assert base.frozen is None
        assert [each.is_open for each in backups(base)] == [True]


def test_a_machine_that_knows_base_under_a_later_key_takes_no_backup_from_before_without_a_certificate(
    tmp_path: Path, secret_service: SecretService
) -> None:
    assert secret_service is not None
    folder, drive = made_base(tmp_path, has_keyring=True), tmp_path / "drive"
    drive.mkdir()
    with opened(folder) as base:
        staffing.add(base, SECOND_SUPERVISOR, StaffRole.SUPERVISOR, passphrase(SECOND_PASSPHRASE))
        registered(base)
        base.record(*DELIVERED)
        path = making.make(base, "Safe drive", drive, passphrase(OWN))
        order = deciding.decide(base, deciding.of_families(FAMILIES[:1]), passphrase)
        doing.go_on(base)
        first = check_attested(certify(base, destruction_named(base, order)))
        order = deciding.decide(base, deciding.of_families(FAMILIES[2:3]), passphrase)
        doing.go_on(base)
        raw = certify(base, destruction_named(base, order))
    shutil.rmtree(folder)
    own, second = (lambda: passphrase(OWN)), (lambda: passphrase(SECOND_PASSPHRASE))
    before = secret_service.entries()
    for brought in ([], [first]):  # the machine knows that something was destroyed after that, too
        with pytest.raises(errors.BackupOlderError):
            restoring.restore(
                path, folder, restoring.Wanted(find_keyring(), destroyed=brought), own, passphrase, second
            )
    assert secret_service.entries() == before
    assert not folder.exists()

    came = restoring.restore(
        path, folder, restoring.Wanted(find_keyring(), destroyed=[first, check_attested(raw)]), own, passphrase, second
    )

    assert came.again_count == 2
    with opened(folder) as base:
        said = everything_in(base)
        assert DELIVERED[0].council_reference not in said
        assert DELIVERED[1].council_reference in said
        assert base.device_secret is not None
        hold(base)
    both = restoring.Wanted(find_keyring(), destroyed=[first, check_attested(raw)])
    with pytest.raises(errors.BackupOlderError):  # base put back has a later key than they speak for
        restoring.restore(path, tmp_path / "again", both, own, passphrase, second)
    restoring.restore(path, tmp_path / "again", replace(both, is_nothing_else=True), own, passphrase, second)
    with opened(tmp_path / "again") as base:
        restored = [held.act for held in acts_of(base, acts.BackupRestored)]
        assert [act.finding for act in restored if isinstance(act, acts.BackupRestored)] == [restoring.NOTHING_ELSE]
    restoring.restore(path, tmp_path / "poor", restoring.Wanted(None), own, passphrase, second)
    with opened(tmp_path / "poor") as base:
        assert base.device_secret is None
        order = deciding.decide(base, deciding.of_families(FAMILIES[1:2]), passphrase)
        doing.go_on(base)
        certificate = check_attested(certify(base, destruction_named(base, order))).said
        assert "no_keyring" in {each["point"] for each in certificate["not_done"]}


def test_after_everything_was_destroyed_no_backup_is_put_back(tmp_path: Path) -> None:
    folder, drive = made_base(tmp_path), tmp_path / "drive"
    drive.mkdir()
    with opened(folder) as base:
        staffing.add(base, SECOND_SUPERVISOR, StaffRole.SUPERVISOR, passphrase(SECOND_PASSPHRASE))
        registered(base)
        base.record(*DELIVERED)
        path = making.make(base, "Safe drive", drive, passphrase(OWN))
        order = deciding.decide(base, deciding.everything(base), lambda: passphrase(SECOND_PASSPHRASE))
        doing.go_on(base)
        raw = certify(base, destruction_named(base, order))
        assert [each.is_open for each in backups(base)] == [True]  # its file is there, and nothing said otherwise
    said = check_attested(raw).said
    assert "backup_out_of_reach" in {each["point"] for each in said["not_done"]}
    own, second = (lambda: passphrase(OWN)), (lambda: passphrase(SECOND_PASSPHRASE))

    with pytest.raises(errors.BackupEverythingGoneError):
        restoring.restore(
            path, tmp_path / "new", restoring.Wanted(None, destroyed=[check_attested(raw)]), own, passphrase, second
        )

    assert sorted(each.name for each in tmp_path.iterdir()) == ["base", "drive"]


def test_a_backup_holds_the_original_dataset_until_it_is_destroyed_whenever_it_was_made(tmp_path: Path) -> None:
    """Clauses 13.3-13.4; and its certificate destroys it again at a base put back, resupplied or not."""
    drive = tmp_path / "drive"
    drive.mkdir()
    with opened(made_base(tmp_path)) as base:
        staffing.add(base, SECOND_SUPERVISOR, StaffRole.SUPERVISOR, passphrase(SECOND_PASSPHRASE))
        registered(base)
        deliver(base)
        before = making.make(base, "Safe drive", drive, passphrase(OWN))
        ending.destroy(base, backups(base)[0].backup, copied(before, tmp_path / before.name))
        resupply(base, COUNCIL, tmp_path / "back", council(base))
        path = making.make(base, "Safe drive", drive, passphrase(OWN))
        order = deciding.decide(base, deciding.ORIGINAL_DATASET, lambda: passphrase(SECOND_PASSPHRASE))
        doing.go_on(base)
        certificate = check_attested(certify(base, destruction_named(base, order)))
        base.notebook.keep_original("5" * 32, b"of the second wave")
        after = making.make(base, "Safe drive", drive, passphrase(OWN))  # without it: it is of the second wave
        base.notebook.drop_original("5" * 32)

        (point,) = in_the_way(base, Declaration.ORIGINAL_DATASET)
        assert (point.matter, path.name) == (Matter.BACKUP, file.name_of(point.id))
        ending.destroy(base, point.id, path)
        assert in_the_way(base, Declaration.ORIGINAL_DATASET) == []
    own, second = (lambda: passphrase(OWN)), (lambda: passphrase(SECOND_PASSPHRASE))
    restoring.restore(before, tmp_path / "new", restoring.Wanted(None), own, passphrase, second)
    with opened(tmp_path / "new") as base:
        assert base.rows("SELECT count(*) FROM localoriginal") == [(1,)]
        deciding.decide(base, meant_by(base, certificate), second)
        doing.go_on(base)
        assert base.rows("SELECT count(*) FROM localoriginal") == [(0,)]
        assert Matter.BACKUP in {each.matter for each in in_the_way(base, Declaration.ORIGINAL_DATASET)}
        hold(base)
    destroyed = restoring.Wanted(None, destroyed=[certificate])
    for backup, kept_count in ((before, 0), (after, 1)):
        restoring.restore(backup, tmp_path / backup.stem, destroyed, own, passphrase, second)
        with opened(tmp_path / backup.stem) as base:
            assert base.rows("SELECT count(*) FROM localoriginal") == [(kept_count,)]


def test_a_backup_of_rows_that_no_family_came_of_stands_in_the_way_too(base: Path, tmp_path: Path) -> None:
    """Clause 13.7: eligibility that was delivered before any contacts lies in it."""
    (tmp_path / "drive").mkdir()
    with opened(base, SECOND_PASSPHRASE) as keeper:
        take(keeper, asked(eligible(1), eligible(2), kind=ELIGIBILITY, headings=HEADINGS))
    with opened(base) as store:
        registered(store)
        making.make(store, "Safe drive", tmp_path / "drive", passphrase(OWN))

        (known,) = backups(store)
        assert known.told.families_count == 2
        assert Matter.BACKUP in {each.matter for each in in_the_way(store, Declaration.ALL_COPIES)}


def copied(path: Path, to: Path) -> Path:
    """Return a copy, the one that base is told of, and leave the file that it does not know to be there still."""
    shutil.copy(path, to)
    return to


def test_eligibility_goes_along_as_it_lies_and_opens_for_its_keepers_alone(base: Path, tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    with opened(base) as store:
        staffing.add(store, SECOND_SUPERVISOR, StaffRole.SUPERVISOR, passphrase(FOURTH))
    with opened(base, SECOND_PASSPHRASE) as keeper:
        take(keeper, asked(eligible(1), eligible(2), kind=ELIGIBILITY, headings=HEADINGS))
    with opened(base) as store:
        registered(store)
        path = making.make(store, "Safe drive", tmp_path / "drive", passphrase(OWN))
    assert b"Worklessness" not in path.read_bytes()

    own, second = (lambda: passphrase(OWN)), (lambda: passphrase(FOURTH))
    everybody = restoring.Wanted(None, staff=WhoLeft(is_nobody=True))
    restoring.restore(path, tmp_path / "new", everybody, own, passphrase, second)

    with opened(tmp_path / "new") as store, pytest.raises(errors.NotAKeeperError):
        open_eligibility(store, passphrase(THIRD), "Curious")
    with opened(tmp_path / "new", SECOND_PASSPHRASE) as keeper:
        assert len(open_eligibility(keeper, passphrase(THIRD), "Checking the sample")) == 2
