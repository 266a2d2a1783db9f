"""Doorstep in which F1 begins a callback of the loop that fails: a test runs it.

Owns the fault. Refuses to own what is to be seen of it.
"""

import asyncio
import sys
from typing import Final

MARKER: Final = "Hurstmonceux"


def fail() -> None:
    """Fail with something in hand that nobody is to see."""
    street = f"{MARKER} Lane"
    raise RuntimeError(street)


def main() -> int:
    from tui.behind.sitting import run
    from tui.seated import SeatedApp

    def fail_soon(self: SeatedApp) -> None:  # noqa: ARG001  # it stands in for a method
        asyncio.get_running_loop().call_soon(fail)

    SeatedApp.action_help = fail_soon  # type: ignore[method-assign]
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
