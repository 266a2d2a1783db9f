"""Machines of every kind, and what the examination says of each (Annex A 9)."""

import pytest

from store.custody.volumes import Encrypted
from tests.custody.recordings import Recording, recordings

ALL = recordings()


@pytest.mark.parametrize("recording", ALL, ids=[recording.name for recording in ALL])
def test_a_recorded_machine_gets_its_verdict_with_its_evidence(recording: Recording) -> None:
    assert (recording.judged.encrypted, recording.judged.evidence) == (recording.verdict, recording.evidence)


def test_every_platform_has_machines_of_all_three_verdicts() -> None:
    told = {(recording.name.partition("-")[0], recording.verdict) for recording in ALL}

    assert told == {(platform, verdict) for platform in ("linux", "macos", "windows") for verdict in Encrypted}


def test_no_evidence_holds_what_somebody_chose_as_a_name() -> None:
    # given: names that stand in the recordings, where people choose them
    chosen = ("amina", "luks-root", "half-a", "stick", "/dev/", "/home", "swapfile", "share", "3f0c2d9e")

    # then
    assert [name for name in chosen if any(name in recording.judged.evidence for recording in ALL)] == []
