import subprocess
import sys
from collections.abc import Callable

import cryptography_vectors
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import KdfCostError, KdfMemoryError, KdfSaltError, PassphraseWipedError
from store.keeping.key_derivation import CEILING, FLOOR, KdfCost, derive, hold_cost, search_cost, tune
from store.keeping.passphrases import Passphrase

CHEAP = KdfCost(memory_kib=8, passes=1, lanes=1)
SALT = bytes(range(16))


def a_passphrase(text: bytes = b"Lantern orchard 58 kestrel") -> Passphrase:
    return Passphrase(bytearray(text))


def vectors() -> list[dict[str, str]]:
    """Return the published vectors that are of our kind: a 32-byte key, a passphrase, and nothing mixed in besides."""
    with cryptography_vectors.open_vector_file("KDF/argon2id.txt", "r") as file:
        blocks = [block.strip().splitlines() for block in file.read().split("\n\n")]
    fields = [dict(line.split(" = ") for line in block if " = " in line and line[0] != "#") for block in blocks]
    return [block for block in fields if block.get("length") == "32" and "pass" in block and "ad" not in block]


def test_the_published_vectors_come_out() -> None:
    ours = vectors()
    assert ours

    for vector in ours:
        cost = KdfCost(int(vector["memcost"]), int(vector["iter"]), int(vector["lanes"]))

        key = derive(a_passphrase(bytes.fromhex(vector["pass"])), bytes.fromhex(vector["salt"]), cost)

        assert key.hex() == vector["output"]


def test_passphrase_salt_and_each_part_of_the_cost_change_the_key() -> None:
    others = [
        derive(a_passphrase(b"another"), SALT, CHEAP),
        derive(a_passphrase(), bytes(16), CHEAP),
        derive(a_passphrase(), SALT, KdfCost(16, 1, 1)),
        derive(a_passphrase(), SALT, KdfCost(16, 2, 1)),
        derive(a_passphrase(), SALT, KdfCost(16, 2, 2)),
    ]

    keys = {bytes(key) for key in [derive(a_passphrase(), SALT, CHEAP), *others]}

    assert len(keys) == 6
    assert {len(key) for key in keys} == {32}


def test_the_key_can_be_wiped_by_whoever_asked_for_it() -> None:
    assert isinstance(derive(a_passphrase(), SALT, CHEAP), bytearray)


def test_a_wiped_passphrase_derives_nothing() -> None:
    passphrase = a_passphrase()
    passphrase.wipe()

    with pytest.raises(PassphraseWipedError):
        derive(passphrase, SALT, CHEAP)


@pytest.mark.parametrize("size", [0, 8, 15, 17, 32])
def test_a_salt_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(KdfSaltError):
        derive(a_passphrase(), bytes(size), CHEAP)


@pytest.mark.parametrize(
    "cost",
    [
        KdfCost(FLOOR.memory_kib - 1, 3, 4),
        KdfCost(FLOOR.memory_kib, 2, 4),
        KdfCost(FLOOR.memory_kib, 3, 0),
        CHEAP,
    ],
)
def test_a_real_store_refuses_what_is_cheaper_than_the_floor(cost: KdfCost) -> None:
    with pytest.raises(KdfCostError) as refused:
        hold_cost(cost, practice=False)

    assert (refused.value.memory_kib, refused.value.passes, refused.value.lanes) == (
        cost.memory_kib,
        cost.passes,
        cost.lanes,
    )


def test_the_floor_and_the_ceiling_themselves_are_accepted() -> None:
    hold_cost(FLOOR, practice=False)
    hold_cost(CEILING, practice=False)
    hold_cost(CHEAP, practice=True)


@pytest.mark.parametrize(
    "cost",
    [
        KdfCost(CEILING.memory_kib + 1, 3, 4),
        KdfCost(2**62, 3, 4),
        KdfCost(FLOOR.memory_kib, CEILING.passes + 1, 4),
        KdfCost(FLOOR.memory_kib, 3, CEILING.lanes + 1),
        KdfCost(7, 1, 1),
        KdfCost(31, 1, 4),
        KdfCost(8, 0, 1),
        KdfCost(8, 1, 0),
        KdfCost(-8, -1, -1),
    ],
)
def test_a_tampered_cost_is_refused_before_any_memory_is_taken(cost: KdfCost) -> None:
    with pytest.raises(KdfCostError):
        hold_cost(cost, practice=True)
    with pytest.raises(KdfCostError):
        derive(a_passphrase(), SALT, cost)


@given(st.builds(KdfCost, st.integers(-10, 400), st.integers(-2, 3), st.integers(-2, 20)))
def test_every_cost_that_is_accepted_derives_a_key(cost: KdfCost) -> None:
    try:
        hold_cost(cost, practice=True)
    except KdfCostError:
        return

    assert len(derive(a_passphrase(), SALT, cost)) == 32


def test_a_machine_without_the_memory_says_how_much_is_needed() -> None:
    resource = pytest.importorskip("resource", reason="only POSIX limits memory this way")
    script = (
        "import resource\n"
        "from store.errors import KdfMemoryError\n"
        "from store.keeping.key_derivation import KdfCost, derive\n"
        "from store.keeping.passphrases import Passphrase\n"
        "derive(Passphrase(bytearray(b'x')), bytes(16), KdfCost(8, 1, 1))\n"
        "used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + 2**26, used + 2**26))\n"
        "try:\n"
        "    derive(Passphrase(bytearray(b'x')), bytes(16), KdfCost(512 * 1024, 1, 1))\n"
        "except KdfMemoryError as trouble:\n"
        "    print(trouble.memory_kib, trouble.message)\n"
    )
    assert resource

    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert said == "524288 Unlocking needs 512 MiB of free memory, and this machine has less.\n"


def machine(seconds_per_floor: float, start_s: float = 0.0) -> Callable[[KdfCost], float]:
    """Return how long a made-up machine takes: time goes with memory times passes."""
    floor = FLOOR.memory_kib * FLOOR.passes
    return lambda cost: start_s + seconds_per_floor * cost.memory_kib * cost.passes / floor


@given(st.floats(0.02, 1.0), st.floats(0.0, 0.02))
def test_a_tuned_cost_takes_between_half_a_second_and_one(seconds_per_floor: float, start_s: float) -> None:
    measure = machine(seconds_per_floor, start_s)

    cost = search_cost(measure, 0.7)

    hold_cost(cost, practice=False)
    assert 0.5 <= measure(cost) <= 1.0 or cost == FLOOR
    if cost == FLOOR:
        assert measure(cost) > 0.5


@pytest.mark.parametrize("seconds_per_floor", [1.0, 1.5, 60.0])
def test_a_slow_machine_still_gets_the_floor(seconds_per_floor: float) -> None:
    assert search_cost(machine(seconds_per_floor), 0.7) == FLOOR


def test_memory_grows_before_passes_and_stops_at_256_mib() -> None:
    middling = search_cost(machine(0.35), 0.7)
    fast = search_cost(machine(0.05), 0.7)

    assert middling == KdfCost(128 * 1024, 3, 4)
    assert fast.memory_kib == 256 * 1024
    assert fast.passes > 3


@given(st.lists(st.floats(0.0, 5.0), min_size=4, max_size=4))
def test_a_noisy_machine_ends_the_search_within_the_bounds(times: list[float]) -> None:
    measured: list[KdfCost] = []

    def measure(cost: KdfCost) -> float:
        measured.append(cost)
        return times[len(measured) - 1]

    cost = search_cost(measure, 0.7)

    hold_cost(cost, practice=False)
    assert len(measured) == len(set(measured)) <= 4
    off_target = [abs(max(took, 1e-6) - 0.7) for took in times]
    assert off_target[measured.index(cost)] == min(off_target[: len(measured)])


def test_a_search_that_does_not_settle_ends_after_four_rounds() -> None:
    times = iter([0.35, 0.9, 0.3, 0.9, 0.5, 0.9])

    search_cost(lambda _: next(times), 0.7)

    assert list(times) == [0.5, 0.9]


def test_a_machine_short_of_memory_keeps_what_it_could_give() -> None:
    def measure(cost: KdfCost) -> float:
        if cost.memory_kib > FLOOR.memory_kib:
            raise KdfMemoryError(cost.memory_kib)
        return 0.1

    assert search_cost(measure, 0.7) == FLOOR


def test_tuning_derives_real_keys_and_reads_the_timer_around_each() -> None:
    readings = iter([100.0, 100.35, 200.0, 200.7])

    cost = tune(0.7, timer=lambda: next(readings))

    assert cost == KdfCost(128 * 1024, 3, 4)
    assert not list(readings)
