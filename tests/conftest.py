"""What every test has at hand, where its folders lie, and how long and how randomly properties are tried.

No example is timed: a machine that does two things at once is no defect. A clean checkout tries the same examples each
time; elsewhere they are drawn anew.
"""

import os
import sys

from hypothesis import HealthCheck, settings

from tests import memory
from tests.made import machine_time, store
from tests.secret_service import secret_service

__all__ = ["machine_time", "secret_service", "store"]

memory.use()
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each process that a test starts compiles the product anew
sys.dont_write_bytecode = False

settings.register_profile(
    "doorstep",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("doorstep")
