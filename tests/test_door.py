"""The door: a real store opens only where its disk is shown encrypted, or a supervisor vouches for it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from store import door
from store.custody.volumes import Encrypted, Finding, Verdict
from store.custody.volumes.telling import end_attestation
from store.errors import (
    AttestationMissingError,
    LineFormError,
    NotASupervisorError,
    StoreDamagedError,
    VolumeNotEncryptedError,
    VolumeUnknownError,
)
from store.keeping import acts, staffing
from store.keeping.acts.terms import devices as words
from store.keeping.acts.terms.store import StaffRole
from store.keeping.header import unpack
from store.keeping.key_derivation import FLOOR
from store.keeping.store import Store
from tests.made import ANCHOR, SECOND_PASSPHRASE, MachineTime, inside, made_base, opened, passphrase

pytestmark = pytest.mark.usefixtures("derived_once")

SEEN = "the seal of the disk was checked against the register"

Look = Callable[[Encrypted], None]


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Look:
    """Say what an examination of the machine finds from here on: the folder's volume, and one swap like it."""

    def say(answer: Encrypted) -> None:
        verdict = Verdict((Finding("the store's folder", answer, "dm-0 crypt"), Finding("swap 1", answer, "dm-1")))
        for room in ("door", "coming_in"):
            monkeypatch.setattr(f"store.{room}.examine", lambda _folder: verdict)

    return say


def told(store: Store, kind: type[acts.Act]) -> list[acts.Act]:
    found = []
    for entry in store.journal.entries(0, store.journal.size):
        if unpack(entry.header).kind == kind.kind:
            found.append(acts.parse(kind.kind, kind.version, entry.body or b""))
    return found


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed real base, on a disk that was shown encrypted; made once, for its keys are dear."""
    with pytest.MonkeyPatch.context() as patch:
        shown = Verdict((Finding("the store's folder", Encrypted.YES, "dm-0 crypt"),))
        patch.setattr("store.door.examine", lambda _folder: shown)
        return made_base(tmp_path_factory.mktemp("real"), as_if=None, cost=FLOOR)


def test_a_practice_store_never_asks_about_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.coming_in.examine", lambda _: pytest.fail("examined"))

    with opened(made_base(tmp_path)) as store:
        assert store.fact("volume") is None


def test_what_was_found_of_the_disk_is_in_the_trail_of_every_unlock(real: Path, disk: Look) -> None:
    disk(Encrypted.YES)

    with opened(real) as store:
        at_set_up, *_, at_unlock = told(store, acts.VolumeChecked)
        assert store.fact("volume") == "store: yes (dm-0 crypt); swap: yes (dm-1)"

    assert isinstance(at_set_up, acts.VolumeChecked)
    assert isinstance(at_unlock, acts.VolumeChecked)
    assert (at_set_up.moment, at_set_up.device) == (words.VolumeMoment.SET_UP, None)
    assert (at_unlock.moment, at_unlock.encrypted) == (words.VolumeMoment.UNLOCK, words.Encrypted.YES)
    assert at_unlock.attestation is None
    assert [(volume.role, volume.evidence) for volume in at_unlock.volumes] == [
        (words.VolumeRole.STORE, "dm-0 crypt"),
        (words.VolumeRole.SWAP, "dm-1"),
    ]


def test_a_disk_shown_in_the_clear_shuts_the_store_before_anybody_types_and_no_word_opens_it(
    real: Path, disk: Look
) -> None:
    disk(Encrypted.NO)

    for attesting in (None, SEEN):
        with pytest.raises(VolumeNotEncryptedError) as refused:
            door.open_store(real, lambda: pytest.fail("asked"), attesting=attesting)
        assert "dm-0 crypt" in refused.value.evidence
        assert "LUKS" in refused.value.hint


def test_a_disk_of_which_nothing_is_known_shuts_the_store(real: Path, disk: Look) -> None:
    disk(Encrypted.UNKNOWN)

    with pytest.raises(VolumeUnknownError) as refused:
        opened(real)

    assert not refused.value.lapsed
    assert "--attest-volume" in refused.value.hint


def test_a_supervisors_word_opens_the_store_is_kept_counts_next_time_and_lapses(
    tmp_path: Path, disk: Look, machine_time: MachineTime
) -> None:
    disk(Encrypted.YES)
    folder = made_base(tmp_path, as_if=None, cost=FLOOR)
    disk(Encrypted.UNKNOWN)

    with opened(folder, attesting=SEEN) as store:
        (attested,) = told(store, acts.VolumeAttested)
        checked = told(store, acts.VolumeChecked)[-1]
        assert isinstance(attested, acts.VolumeAttested)
        assert isinstance(checked, acts.VolumeChecked)
        assert (attested.supervisor, attested.evidence) == (store.keys.person.staff, SEEN)
        assert (checked.encrypted, checked.attestation) == (words.Encrypted.UNKNOWN, attested.attestation)

    machine_time.move(days=29, hours=23)
    with opened(folder) as store:
        assert told(store, acts.VolumeAttested) == [attested]
        again = told(store, acts.VolumeChecked)[-1]
        assert isinstance(again, acts.VolumeChecked)
        assert again.attestation == attested.attestation

    machine_time.move(hours=1)
    with pytest.raises(VolumeUnknownError) as refused:
        opened(folder)
    assert refused.value.lapsed

    with opened(folder, attesting=SEEN, is_only_looking=True) as store:
        assert len(told(store, acts.VolumeAttested)) == 2  # a word that lets somebody in is never left untold
        end_attestation(store, "the disk was changed")
        with pytest.raises(AttestationMissingError):
            end_attestation(store, "the disk was changed")
    with pytest.raises(VolumeUnknownError) as refused:
        opened(folder)
    assert not refused.value.lapsed


def test_a_store_set_up_on_a_supervisors_word_says_so(tmp_path: Path, disk: Look) -> None:
    disk(Encrypted.UNKNOWN)
    folder = made_base(tmp_path, as_if=None, cost=FLOOR, attesting=SEEN)

    with opened(folder) as store:
        (attested,) = told(store, acts.VolumeAttested)
        assert isinstance(attested, acts.VolumeAttested)
        assert (attested.device, attested.evidence) == (None, SEEN)
        assert attested.supervisor == store.keys.person.staff


def test_only_a_supervisor_vouches_for_a_disk(real: Path, disk: Look) -> None:
    disk(Encrypted.YES)
    with opened(real) as store:
        staffing.add(store, "Interviewer One", StaffRole.INTERVIEWER, passphrase(SECOND_PASSPHRASE))
        before = store.journal.size
    disk(Encrypted.UNKNOWN)

    with pytest.raises(NotASupervisorError):
        opened(real, SECOND_PASSPHRASE, attesting=SEEN)

    disk(Encrypted.YES)
    with opened(real, is_only_looking=True) as store:
        assert store.journal.size == before


def test_a_word_given_on_a_disk_that_is_shown_encrypted_is_not_needed_and_not_kept(real: Path, disk: Look) -> None:
    disk(Encrypted.YES)

    with opened(real, attesting=SEEN) as store:
        assert told(store, acts.VolumeAttested) == []


def test_a_word_given_for_a_frozen_store_is_noted_beside_it(tmp_path: Path, disk: Look) -> None:
    disk(Encrypted.YES)
    folder = made_base(tmp_path, as_if=None, cost=FLOOR)
    (folder / ANCHOR).unlink()
    disk(Encrypted.UNKNOWN)

    with opened(folder, attesting=SEEN) as store:
        noted = [store.unseal(each) for each in store.queue.waiting()]

    assert [act.kind for act in noted] == ["volume_attested", "volume_checked", "signed_in"]


@pytest.mark.parametrize("reason", ["", " ", "seen\x1b[2J", "s" * 201])
def test_a_reason_that_cannot_be_read_back_is_refused(tmp_path: Path, reason: str) -> None:
    with pytest.raises(LineFormError):
        opened(made_base(tmp_path), attesting=reason)


def test_an_agreement_that_is_not_the_one_the_journal_names_is_not_shown(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with inside(folder) as connection:
        connection.execute("UPDATE localnote SET value = value || '# more' WHERE name = 'agreement'")

    with opened(folder) as store, pytest.raises(StoreDamagedError):
        door.agreement_of(store)
