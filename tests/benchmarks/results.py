"""RESULTS.md: every promise beside what was measured, when, on what; and why where it was missed.

Owns the record (`results.json`, a suite at a time, so that one can be measured anew) and the page made of it. No figure
is written by hand.
"""

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.measuring import Result
from tests.benchmarks.missed import WHY
from tests.benchmarks.suites import SUITES
from tests.this_machine import machine, versions

HERE: Final = Path(__file__).parent
RECORD: Final = HERE / "results.json"
PAGE: Final = HERE / "RESULTS.md"

_HEAD: Final = """# What was promised, and what was measured

Made by `make bench`; `make bench SUITE=door` measures one part anew. A ratio is ours against a floor of the same run;
a number without a floor is the promise itself. No timed assertion is part of the tests.
"""


def load_before() -> float:
    """Return how many processes wanted a processor in the last minute: what else the machine was doing."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


def keep(suite: str, results: list[Result], load: float, record: Path = RECORD) -> None:
    """Put one suite's figures into the record in place of its earlier ones."""
    told = read(record)
    told[suite] = {
        "day": datetime.now(UTC).date().isoformat(),
        "load": round(load, 1),
        "machine": machine(),
        "versions": versions(),
        "results": [asdict(each) for each in results],
    }
    record.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")


def read(record: Path = RECORD) -> dict[str, Any]:
    """Return the record by suite; empty where nothing was measured yet."""
    return dict(json.loads(record.read_text("utf-8"))) if record.exists() else {}


def results_of(kept: dict[str, Any]) -> list[Result]:
    """Return the results of one suite of the record."""
    return [Result(**each) for each in kept["results"]]


def page(told: dict[str, Any]) -> str:
    """Return RESULTS.md of a record; what was missed and has no reason yet says so."""
    every = [each for kept in told.values() for each in results_of(kept)]
    promised = [each for each in every if each.target is not None]
    met = sum(each.is_met for each in promised)
    parts = [_HEAD, f"Of {len(promised)} promises {met} are met and {len(promised) - met} missed.\n"]
    for name, suite in SUITES.items():
        if name in told:
            parts.append(_part(suite.title, name, told[name]))
    return "\n".join(parts)


def _part(title: str, name: str, kept: dict[str, Any]) -> str:
    lines = [
        f"## {title}",
        "",
        f"`{name}`, {kept['day']}; {kept['machine']}; load before it began {kept['load']:.1f}; {kept['versions']}.",
        "",
        "| what | ours | floor | ratio | at most | |",
        "|---|---|---|---|---|---|",
    ]
    results = results_of(kept)
    lines += [f"| {' | '.join(_row(each))} |" for each in results]
    missed = [f"- {each.name}: {WHY.get(each.name, 'no reason is given yet')}" for each in results if not each.is_met]
    return "\n".join([*lines, *(["", "Missed:", "", *missed] if missed else []), ""])


def _row(each: Result) -> tuple[str, ...]:
    said = "told" if each.target is None else ("met" if each.is_met else "**missed**")
    return (
        each.name,
        f"{each.ours:,.4g} {each.unit}".strip() if each.ours < 1000 else f"{each.ours:,.0f} {each.unit}".strip(),
        "" if each.floor is None else f"{each.floor:,.4g} {each.unit}".strip(),
        f"{each.ratio:.2f}" if each.floor else "",
        "" if each.target is None else f"{each.target:g}",
        f"{said}; {each.note}" if each.note else said,
    )
