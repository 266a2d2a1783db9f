"""RESULTS.md: every fault suite in its long form, what it tried and what was lost, in one table.

Owns the record (`results.json`, a part at a time, so that one can be run anew) and the page made of it. No count is
written by hand.
"""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from tests.faults.still_open import WHY
from tests.faults.tally import Tally
from tests.this_machine import machine, versions

HERE: Final = Path(__file__).parent
RECORD: Final = HERE / "results.json"
PAGE: Final = HERE / "RESULTS.md"

_CHARS: Final = 120
"""Of what a suite says of something lost: it may hold a whole world."""

_HEAD: Final = """# What was done to it, and what was lost

Made by `make faults`; `make faults SUITE=kills` runs one part anew. A fault is refused, or detected by a name, or it is
survived: everything acknowledged is there afterwards, and is the same. Some are both. The tests run the same suites
with fewer faults.
"""
_COUNTS: Final = "| part | suite | tried | refused | survived | lost | seconds |\n|---|---|---:|---:|---:|---:|---:|"


def keep(part: str, done: list[Tally], left_out: list[str], record: Path = RECORD) -> None:
    """Put what one part counted into the record in place of its earlier counts.

    Args:
        part: Its name.
        done: What each of its suites counted.
        left_out: Why others of them could not be run on this machine.
        record: Where it is kept.
    """
    told = read(record)
    told[part] = {
        "day": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "versions": versions(),
        "tallies": [_plain(each) for each in done],
        "left_out": left_out,
    }
    record.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _plain(tally: Tally) -> dict[str, Any]:
    named = dict(_by_count(tally))
    lost = [each[:_CHARS] for each in tally.lost]
    return {**vars(tally), "lost": lost, "named": named, "seconds": round(tally.seconds, 1)}


def read(record: Path = RECORD) -> dict[str, Any]:
    """Return the record by part; empty where nothing was run yet."""
    return dict(json.loads(record.read_text("utf-8"))) if record.exists() else {}


def tallies_of(kept: dict[str, Any]) -> list[Tally]:
    """Return what the suites of one part of the record counted."""
    return [Tally(**each | {"named": Counter(each["named"])}) for each in kept["tallies"]]


def page(told: dict[str, Any], parts: Iterable[str]) -> str:
    """Return RESULTS.md of a record, its parts in the order given."""
    whole = Tally("all")
    rows, named, ran, left_out = [], [], [], []
    for part in parts:
        if part not in told:
            left_out.append(f"- `{part}`: it was never run.")
            continue
        kept = told[part]
        left_out += [f"- `{part}`: {why}" for why in kept["left_out"]]
        ran.append(f"- `{part}`: {kept['day']}; {kept['machine']}; {kept['versions']}.")
        for tally in tallies_of(kept):
            whole.add(tally)
            rows.append(_row(f"`{part}`", tally))
            if tally.named:
                named.append(f"- {tally.suite}: {', '.join(f'{name} {n:,}' for name, n in _by_count(tally))}.")
    lost = [f"- {each.splitlines()[0]}: {WHY.get(name_of(each), 'No reason is given yet.')}" for each in whole.lost]
    return "\n".join(
        [
            *(_HEAD, _COUNTS, *rows, _row("", whole), ""),
            *(["## Lost", "", *lost, ""] if lost else []),
            *(["## Left out", "", *left_out, ""] if left_out else []),
            *("## By what they were caught, and what was done", "", *named, ""),
            *("## When and on what", "", *ran, ""),
        ]
    )


def name_of(lost: str) -> str:
    """Return by which name something that was lost is found among what is still open."""
    return lost.partition(":")[0]


def _row(part: str, tally: Tally) -> str:
    counts = (tally.tried, tally.refused, tally.survived, len(tally.lost))
    return f"| {part} | {tally.suite} | {' | '.join(f'{each:,}' for each in counts)} | {tally.seconds:,.0f} |"


def _by_count(tally: Tally) -> list[tuple[str, int]]:
    return sorted(tally.named.items(), key=lambda each: (-each[1], each[0]))
