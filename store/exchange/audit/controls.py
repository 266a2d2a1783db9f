"""The control map: which tests hold which clause, as they were when this release was made.

Owns reading it. Refuses to own making it: `python -m tests.controls` writes it from the tests themselves.

Source: agreement 9.1c, 13.1, A8.
"""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files


def control_map() -> Mapping[str, Sequence[str]]:
    """Return the test modules that name a clause, by clause as printed; both sorted."""
    told: dict[str, list[str]] = json.loads((files("store.exchange.audit") / "controls.json").read_text("utf-8"))
    return told
