"""What every test has at hand, where its folders lie, and how long and how randomly properties are tried.

No example is timed: a machine that does two things at once is no defect. A clean checkout tries the same examples each
time; elsewhere they are drawn anew.
"""

import gc
import os
import sys
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

from tests import memory
from tests.made import derived_once, machine_time, store
from tests.secret_service import secret_service

__all__ = ["derived_once", "machine_time", "secret_service", "store"]

memory.use()
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each process that a test starts compiles the product anew
sys.dont_write_bytecode = False

LONG = (
    "exchange/test_machine",
    "faults/test_epochs",
    "faults/test_sync",
    "faults/test_flips",
    "faults/test_kills",
    "faults/test_steps",
    "benchmarks/",
    "journeys/",
    "tui/test_hostile",
)
"""What takes longest comes first, so that nobody waits for one of them at the end while the others are done."""
SWEPT_AFTER = 10_000
"""New objects; Python's own 700 takes twice the time of it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not any(each in item.nodeid for each in LONG))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Leave what was loaded and collected out of every sweep from now on, and sweep seldom.

    A full sweep went through all of it, for a third of a second.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()
        gc.set_threshold(SWEPT_AFTER, 10, 10)


settings.register_profile(
    "doorstep",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("doorstep")
