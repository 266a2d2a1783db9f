"""When an app under test has nothing left to do: seen from what waits in its loop, not guessed from the processor.

Owns what stands in for Textual's guess, which sleeps a fiftieth of a second again and again, and takes a process that
was not given the processor meanwhile for one that is done.
"""

import asyncio
from typing import Any

from textual import app, pilot

SOON_S = 1 / 50
"""A timer that is due so soon belongs to what was begun: a screen paints what changed by one."""
QUIET_TURNS = 3
"""Turns of the loop without anything to do, after which there is nothing to come."""


async def until_idle(_least_s: float = 0.0, most_s: float = 1.0) -> None:
    """Wait until nothing is to be done now or soon; something that never ends is waited for no longer than `most_s`."""
    loop: Any = asyncio.get_running_loop()
    until = loop.time() + most_s
    quiet = 0
    while quiet < QUIET_TURNS and loop.time() < until:
        await asyncio.sleep(0)
        quiet = 0 if loop._ready else quiet + 1
        due_s = min((timer.when() for timer in loop._scheduled if not timer.cancelled()), default=until) - loop.time()
        if quiet and due_s < SOON_S:
            await asyncio.sleep(max(due_s, 0.0))
            quiet = 0


def know_idle() -> None:
    """Have Textual's pilot wait so from now on."""
    for module in (app, pilot):
        setattr(module, "wait_for_idle", until_idle)  # noqa: B010  # mypy: what a module imported is no part of it
