"""The gate at unlock: what opens the store, and what never does (Annex A 9)."""

from datetime import UTC, datetime, timedelta

import pytest

from store.custody.volumes import Attestation, Encrypted, Finding, Passage, Verdict, gate
from store.errors import NaiveInstantError, StoreError, VolumeNotEncryptedError, VolumeUnknownError
from store.ids import StaffId

NOW = datetime(2016, 3, 1, 9, 0, tzinfo=UTC)
SUPERVISOR = StaffId("5" * 32)


def found(*answers: Encrypted) -> Verdict:
    return Verdict(tuple(Finding(f"swap {n}", answer, "as recorded") for n, answer in enumerate(answers)))


def attested(until: datetime) -> Attestation:
    return Attestation(SUPERVISOR, until, "Saw the disk's own lock screen at start-up.")


@pytest.mark.parametrize(
    ("answers", "together"),
    [
        ((), Encrypted.UNKNOWN),
        ((Encrypted.YES,), Encrypted.YES),
        ((Encrypted.YES, Encrypted.YES), Encrypted.YES),
        ((Encrypted.YES, Encrypted.UNKNOWN), Encrypted.UNKNOWN),
        ((Encrypted.YES, Encrypted.NO), Encrypted.NO),
        ((Encrypted.UNKNOWN, Encrypted.NO), Encrypted.NO),
        ((Encrypted.NO, Encrypted.UNKNOWN, Encrypted.YES), Encrypted.NO),
    ],
)
def test_a_verdict_is_as_bad_as_its_worst_finding(answers: tuple[Encrypted, ...], together: Encrypted) -> None:
    assert found(*answers).encrypted is together


def test_a_verdict_without_findings_says_so_in_its_evidence() -> None:
    assert found().evidence == "nothing was examined"


def test_encrypted_volumes_pass_and_need_nobodys_word() -> None:
    verdict = found(Encrypted.YES)

    passage = gate(verdict, attested(NOW + timedelta(days=1)), NOW)

    assert passage == Passage(Encrypted.YES, verdict.evidence, None)


def test_a_bare_volume_never_passes_whatever_is_attested() -> None:
    # given
    verdict = found(Encrypted.YES, Encrypted.NO, Encrypted.UNKNOWN)

    # when
    with pytest.raises(VolumeNotEncryptedError) as refused:
        gate(verdict, attested(NOW + timedelta(days=365)), NOW)

    # then
    assert refused.value.evidence == verdict.evidence


def test_an_unknown_volume_passes_on_a_supervisors_word_and_the_passage_names_it() -> None:
    verdict = found(Encrypted.YES, Encrypted.UNKNOWN)
    attestation = attested(NOW + timedelta(milliseconds=1))

    passage = gate(verdict, attestation, NOW)

    assert passage == Passage(Encrypted.UNKNOWN, verdict.evidence, attestation)


@pytest.mark.parametrize("since", [timedelta(0), timedelta(milliseconds=1), timedelta(days=400)])
def test_an_attestation_that_has_run_out_counts_no_more(since: timedelta) -> None:
    with pytest.raises(VolumeUnknownError) as refused:
        gate(found(Encrypted.UNKNOWN), attested(NOW - since), NOW)

    assert refused.value.lapsed
    assert "run out" in str(refused.value)


def test_an_unknown_volume_that_nobody_attested_does_not_pass() -> None:
    # when
    with pytest.raises(VolumeUnknownError) as refused:
        gate(found(Encrypted.UNKNOWN), None, NOW)

    # then
    assert not refused.value.lapsed
    assert "nobody has attested" in str(refused.value)
    assert refused.value.evidence == found(Encrypted.UNKNOWN).evidence


def test_times_without_a_zone_are_refused_on_both_sides() -> None:
    with pytest.raises(NaiveInstantError):
        attested(datetime(2017, 1, 1))  # noqa: DTZ001
    with pytest.raises(NaiveInstantError):
        gate(found(Encrypted.YES), None, datetime(2016, 1, 1))  # noqa: DTZ001


def test_an_attestations_reason_stays_out_of_its_repr() -> None:
    assert "lock screen" not in repr(attested(NOW))


@pytest.mark.parametrize("error", [VolumeNotEncryptedError("dm-0"), VolumeUnknownError("dm-0", lapsed=False)])
def test_a_refusal_is_a_store_error_with_something_to_do(error: StoreError) -> None:
    assert isinstance(error, StoreError)
    assert error.message.endswith(".")
    assert "supervisor" in error.hint


@pytest.mark.parametrize(
    ("verdict", "deeds"),
    [
        (found(Encrypted.NO), ("BitLocker", "FileVault", "LUKS", "try again")),
        (found(Encrypted.UNKNOWN), ("settings", "what you saw", "--attest-volume REASON")),
    ],
)
def test_at_base_a_refusal_says_what_a_supervisor_does_themselves(verdict: Verdict, deeds: tuple[str, ...]) -> None:
    with pytest.raises((VolumeNotEncryptedError, VolumeUnknownError)) as refused:
        gate(verdict, None, NOW, is_base=True)

    hint = refused.value.hint
    assert all(each in hint for each in deeds)
    assert "ring" not in hint.lower().split()
    assert hint.count(". ") == 0
