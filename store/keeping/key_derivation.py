"""From a passphrase to a key: Argon2id, and what it costs.

Owns the bounds of that cost and the search for one that suits a machine. Refuses to own where cost and salt are kept
(sidecar) and what the key wraps (vault).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from store.errors import KdfCostError, KdfMemoryError, KdfSaltError
from store.keeping.passphrases import Passphrase

# cryptography is imported inside `derive` only, so that a cost can be read and shown without it.

KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
"""RFC 9106, 3.1."""


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one derivation takes. It is not secret, and lies beside the salt.

    Attributes:
        memory_kib: Memory, in KiB.
        passes: Passes over the memory.
        lanes: Lanes side by side.
    """

    memory_kib: int
    passes: int
    lanes: int


FLOOR: Final = KdfCost(memory_kib=64 * 1024, passes=3, lanes=4)
"""The least a real store may cost. Source: RFC 9106, 4, second recommended option."""

CEILING: Final = KdfCost(memory_kib=1024 * 1024, passes=32, lanes=16)
"""The most any store may ask for: it is read from a file that anybody can change, before anything is checked."""

_TUNED_MEMORY_KIB: Final = 256 * 1024
_STEP_KIB: Final = 16 * 1024
_ROUNDS: Final = 4
_SHORTEST_S: Final = 1e-6


def hold_cost(cost: KdfCost, practice: bool) -> None:
    """Make sure that a cost is neither too cheap to protect nor so dear that it stops the machine.

    Args:
        cost: As read, or as chosen.
        practice: A practice store may go down to what Argon2 itself needs.

    Raises:
        KdfCostError: It is one of the two.

    Source:
        RFC 9106, 3.1 (at least one pass, one lane, and 8 KiB a lane) and 4.
    """
    least = KdfCost(memory_kib=8 * max(cost.lanes, 1), passes=1, lanes=1) if practice else FLOOR
    within = (
        least.memory_kib <= cost.memory_kib <= CEILING.memory_kib,
        least.passes <= cost.passes <= CEILING.passes,
        1 <= cost.lanes <= CEILING.lanes,
    )
    if not all(within):
        raise KdfCostError(cost.memory_kib, cost.passes, cost.lanes)


def derive(passphrase: Passphrase, salt: bytes, cost: KdfCost) -> bytearray:
    """Return the 32-byte key of a passphrase.

    Args:
        passphrase: Not wiped yet.
        salt: 16 random bytes.
        cost: Within the bounds of a practice store; whether it suits a real one, `hold_cost` says.

    Raises:
        KdfCostError: The cost is out of bounds.
        KdfSaltError: The salt has another size.
        KdfMemoryError: The machine has not that much memory to give.
        PassphraseWipedError: The passphrase was cleared.

    Source:
        RFC 9106, Argon2id version 1.3, no secret and no associated data.
    """
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    hold_cost(cost, practice=True)
    if len(salt) != SALT_BYTES:
        raise KdfSaltError
    key = bytearray(KEY_BYTES)
    argon = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    try:
        argon.derive_into(passphrase.reveal(), key)  # type: ignore[arg-type]  # any buffer will do; bytes() stays for ever
    except MemoryError:
        raise KdfMemoryError(cost.memory_kib) from None
    return key


def tune(target_s: float = 0.7, timer: Callable[[], float] = time.perf_counter) -> KdfCost:
    """Return a cost that takes about `target_s` on this machine, between 0.5 and 1 s where it can.

    Args:
        target_s: Seconds.
        timer: Seconds, from any beginning; it measures a span and tells no time of day.

    Raises:
        KdfMemoryError: Not even the floor's 64 MiB are free.
    """

    def measure(cost: KdfCost) -> float:
        started = timer()
        derive(Passphrase(bytearray(b"a made-up passphrase")), bytes(SALT_BYTES), cost)
        return timer() - started

    return search_cost(measure, target_s)


def search_cost(measure: Callable[[KdfCost], float], target_s: float) -> KdfCost:
    """Return the cost whose measured time came nearest to the target.

    It starts at the floor and never goes below it, however slow the machine. Memory grows first, up to 256 MiB, as it
    is what a guessing machine lacks most; then passes. Time goes with their product, so each round sets the next one;
    four rounds at most.

    Args:
        measure: Seconds that a cost takes; KdfMemoryError ends the search at what was measured before.
        target_s: Seconds, above 0.

    Raises:
        KdfMemoryError: Not even the floor's memory is free.
    """
    took = {FLOOR: max(measure(FLOOR), _SHORTEST_S)}
    cost = _scaled(FLOOR, target_s / took[FLOOR])
    for _ in range(_ROUNDS - 1):
        if cost in took:
            break
        try:
            took[cost] = max(measure(cost), _SHORTEST_S)
        except KdfMemoryError:  # this machine cannot give that much: what it could give stands
            break
        cost = _scaled(cost, target_s / took[cost])
    return min(took, key=lambda tried: abs(took[tried] - target_s))


def _scaled(cost: KdfCost, factor: float) -> KdfCost:
    """Return a cost about `factor` times that work."""
    work = cost.memory_kib * cost.passes * factor
    memory_kib = round(work / FLOOR.passes / _STEP_KIB) * _STEP_KIB
    memory_kib = min(max(memory_kib, FLOOR.memory_kib), _TUNED_MEMORY_KIB)
    passes = min(max(round(work / memory_kib), FLOOR.passes), CEILING.passes)
    return KdfCost(memory_kib, passes, FLOOR.lanes)
