"""Is this disk encrypted: the examination at every unlock, and the gate that rests on it."""

from store.custody.volumes.examining import examine
from store.custody.volumes.gate import Attestation, Passage, gate
from store.custody.volumes.verdict import Encrypted, Finding, Verdict

__all__ = ["Attestation", "Encrypted", "Finding", "Passage", "Verdict", "examine", "gate"]
