"""What is written onto a drive of the register is on that drive, and what was found of its volume is told (A9)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from store.custody import drives, holdings, register
from store.custody.volumes import Encrypted, Finding, Verdict
from store.errors import DriveElsewhereError, TargetUnknownError
from store.exchange import clear_exports
from store.ids import DeviceId, FamilyId
from store.keeping import acts
from store.keeping.acts.terms import devices as words
from store.keeping.acts.terms.exchange import ExportPurpose, Shipment
from store.keeping.acts.values import IDS_COUNT
from store.keeping.key_derivation import FLOOR
from store.keeping.store import Store
from tests.exchange.exchanging import told
from tests.made import made_base, opened

STICK, OTHER = DeviceId("57" * 16), DeviceId("07" * 16)


@pytest.fixture
def volumes(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Path]:
    """Make a folder the top of a volume of its own."""
    tops: list[Path] = []

    def volume_of(path: Path) -> int:
        inside = [n for n, top in enumerate(tops, start=1) if path == top or top in path.parents]
        return max(inside, default=0)

    def plug(top: Path) -> Path:
        top.mkdir()
        tops.append(top)
        (top / "folder").mkdir()
        return top / "folder"

    monkeypatch.setattr(drives, "volume_of", volume_of)
    return plug


def test_the_first_file_leaves_a_mark_and_only_that_drive_is_it_afterwards(
    volumes: Callable[[Path], Path], tmp_path: Path
) -> None:
    stick, other = volumes(tmp_path / "stick"), volumes(tmp_path / "other")

    missing = drives.hold_on_drive(stick, tmp_path, STICK, holds_data=False)
    assert missing == tmp_path / "stick" / drives.MARK
    drives.leave_mark(missing, STICK)

    assert drives.hold_on_drive(stick, tmp_path, STICK, holds_data=True) is None
    for folder, drive, holds_data in ((stick, OTHER, False), (other, STICK, True), (tmp_path, STICK, False)):
        with pytest.raises(DriveElsewhereError):
            drives.hold_on_drive(folder, tmp_path, drive, holds_data=holds_data)


@pytest.mark.parametrize("mark", [b"", b"\x00" * 300, b"57" * 16, f"{OTHER}\n".encode(), f"{STICK}\n{STICK}".encode()])
def test_a_mark_that_says_anything_else_is_another_drives(
    volumes: Callable[[Path], Path], tmp_path: Path, mark: bytes
) -> None:
    stick = volumes(tmp_path / "stick")
    (tmp_path / "stick" / drives.MARK).write_bytes(mark)

    with pytest.raises(DriveElsewhereError):
        drives.hold_on_drive(stick, tmp_path, STICK, holds_data=False)


def test_a_clear_file_goes_onto_the_drive_that_is_named_or_nowhere_and_tells_what_was_found_of_its_volume(
    volumes: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [Encrypted.YES]

    def examine(_: Path) -> Verdict:
        return Verdict((Finding("the folder", found[0], "dm-7 is CRYPT-LUKS2"),))

    for room in ("store.door", "store.coming_in", "store.exchange.clear_exports"):
        monkeypatch.setattr(f"{room}.examine", examine)
    stick = volumes(tmp_path / "stick")
    with opened(made_base(tmp_path, as_if=None, cost=FLOOR)) as base:
        drive = register.register(base, described())
        size = base.journal.size

        with pytest.raises(DriveElsewhereError):
            leave(base, tmp_path / "elsewhere")
        found[0] = Encrypted.UNKNOWN
        with pytest.raises(TargetUnknownError):
            leave(base, stick / "proof")
        assert base.journal.size == size
        found[0] = Encrypted.YES
        leave(base, stick / "proof")

        (checked,) = [each for each in told(base, acts.VolumeChecked) if each.device == drive]  # type: ignore[attr-defined]
        assert isinstance(checked, acts.VolumeChecked)
        assert (checked.moment, checked.encrypted) == (words.VolumeMoment.CLEAR_WRITE, words.Encrypted.YES)
        assert [each.evidence for each in checked.volumes] == ["dm-7 is CRYPT-LUKS2"]
        assert checked in [step.act for step in register.history(base, drive)]
        looked = register.volume_found(base, drive)
        assert looked is not None
        assert (looked.encrypted, looked.evidence) == (words.Encrypted.YES, "store: yes (dm-7 is CRYPT-LUKS2)")
        assert base.fact("volume") == "store: yes (dm-7 is CRYPT-LUKS2)"
        assert holdings.held_count(base, drive, words.DeviceKind.REMOVABLE_DRIVE) == 1

        (tmp_path / "stick" / drives.MARK).unlink()  # another stick of the same make is plugged in
        with pytest.raises(DriveElsewhereError):
            leave(base, stick / "again")


def test_a_file_about_more_families_than_one_act_names_is_told_in_parts(tmp_path: Path) -> None:
    families = [FamilyId(f"{n:032x}") for n in range(IDS_COUNT + 1)]
    with opened(made_base(tmp_path)) as base:
        clear_exports.leave_in_clear(
            base, tmp_path / "all", b"made up", shipment=Shipment.EVIDENCE, purpose=ExportPurpose.EVIDENCE,
            clause="13.7", families=families, rows_count=len(families),
        )  # fmt: skip

        parts = [act for act in told(base, acts.ExportMade) if isinstance(act, acts.ExportMade)]
        (drive,) = {act.target_device for act in parts if act.target_device}
        assert [len(act.families) for act in parts] == [IDS_COUNT, 1]
        assert len({act.movement for act in parts}) == 1
        assert holdings.held_count(base, drive, words.DeviceKind.EXPORT) == len(families)
        assert len(told(base, acts.MovementEnded)) == 1


def leave(base: Store, path: Path) -> None:
    clear_exports.leave_in_clear(
        base, path, b"made up", shipment=Shipment.CONSENT_PROOF, purpose=ExportPurpose.EVIDENCE, clause="4.2",
        families=(FamilyId("fa" * 16),), rows_count=1, onto="Stick 1",
    )  # fmt: skip


def described() -> acts.DeviceParticulars:
    return acts.DeviceParticulars(
        kind=words.DeviceKind.REMOVABLE_DRIVE, name="Stick 1", maker=None, model=None, serial="AB-12", owner_tag=None,
        holder=None, kept_at=None, country="GB", why_necessary="To carry proofs.",
        encryption=acts.EncryptionEvidence(
            encrypted=words.Encrypted.YES, scheme=words.EncryptionScheme.LUKS, evidence="seen", seen_on="2015-11-02"
        ),
    )  # fmt: skip
