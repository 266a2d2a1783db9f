"""That the benchmarks of exchange still run: what they measure changes under them."""

from pathlib import Path

from tests.benchmarks.measuring import table
from tests.benchmarks.suites import Where, quick


def test_every_benchmark_of_exchange_runs_and_measures_something(tmp_path: Path) -> None:
    results = quick(Where(tmp_path, tmp_path))

    said = table(results)
    for promise in (
        "seal a bundle",
        "open a bundle",
        "a laptop's two syncs",
        "take in 10 x 100 acts",
        "growth",
        "resident",
        "suppress",
        "take in a delivery",
        "send 300 families back",
        "extract 300 people to link",
        "what does a device hold",
        "board over many acts",
        "families at base, a letter",
    ):
        assert promise in said
    assert all(each.ours > 0 and (each.floor is None or each.floor > 0) for each in results)
    assert not list(tmp_path.iterdir())
