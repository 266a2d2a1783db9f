"""What an examination of the volumes says, and nothing about how it was reached.

Owns the three answers, the finding about one volume and the rule that joins findings. Refuses to own paths, names of
people and labels of disks: evidence goes into the trail, so it names kernel devices and kinds only.

A volume counts as encrypted under AES with a key of any length, by whatever it is encrypted. Annex A 9 asks that it is
fully encrypted and names no length; BitLocker and FileVault use 128 bits unless told otherwise, and do not say. The 256
bits of 8.3 are for what travels, and the store has them by itself, whatever it lies on.

Source:
    Agreement 8.3, A9.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Encrypted(StrEnum):
    """Whether a volume is shown to be encrypted."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one volume.

    Attributes:
        volume: Which one, in general words: `the store's folder`, `swap 1`.
        encrypted: The answer.
        evidence: What the answer rests on, one line, no personal data.
    """

    volume: str
    encrypted: Encrypted
    evidence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The findings about every volume that data of the store can reach.

    Attributes:
        findings: The folder's volume first, then each swap in the system's order; may be empty.
    """

    findings: tuple[Finding, ...]

    @property
    def encrypted(self) -> Encrypted:
        """The worst finding; without any finding nothing is shown."""
        return worst(finding.encrypted for finding in self.findings)

    @property
    def evidence(self) -> str:
        """One line for the trail: every finding with its answer, in order; says so when there is none."""
        told = [f"{finding.volume}: {finding.encrypted} ({finding.evidence})" for finding in self.findings]
        return "; ".join(told) or "nothing was examined"


def worst(answers: Iterable[Encrypted]) -> Encrypted:
    """Return the answer that holds for several parts together: NO before UNKNOWN before YES; none is UNKNOWN."""
    given = frozenset(answers)
    if Encrypted.NO in given:
        return Encrypted.NO
    return Encrypted.YES if given == {Encrypted.YES} else Encrypted.UNKNOWN
