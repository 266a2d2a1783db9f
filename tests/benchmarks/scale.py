"""store/exchange/SCALE.md: what ever larger fieldwork forces cost base, reckoned from what was measured.

Owns the model and its page. Every input is a figure of the record (results) or stands in `DAY`; none is a guess of how
fast a machine is.
"""

import statistics
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.benchmarks.days import FAMILIES
from tests.benchmarks.results import results_of

PAGE: Final = Path(__file__).parents[2] / "store" / "exchange" / "SCALE.md"

ACTS: Final = 300
"""What a laptop keeps in a day, as the benchmarks have it."""
FORCES: Final = (100, 1_000, 10_000, 30_000, 100_000)
"""Laptops; a national force has 10,000 and 1,000,000 families."""
FAMILIES_EACH: Final = 100
SEASON_DAYS: Final = 100
EVENING_H: Final = 3.0
"""Hours in the evening within which everybody syncs, most of them in the middle."""
NIGHT_H: Final = 8.0
SEED: Final = 2015


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was measured.

    Attributes:
        act_s: Base takes an act in.
        seal_s: Base seals a bundle of a day's acts, as an answer is at most.
        act_bytes: An act takes in base's file.
        bundle_bytes: A day's bundle takes in the mailbox.
        epoch_s_mb: A new epoch takes, for each MB of the file.
        verify_s: `verify` takes for an entry.
    """

    act_s: float
    seal_s: float
    act_bytes: float
    bundle_bytes: float
    epoch_s_mb: float
    verify_s: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What one force costs base.

    Attributes:
        acts: In a day.
        busy_h: Hours in a day for which base takes in and answers.
        wait_s: What the laptop waits longest that only one in twenty waits longer than, from its bundle to its receipt.
        mail_gb: Into the mailbox in a day.
        file_gb: Base's file at the end of a season.
        epoch_h: A new epoch of that file.
        verify_h: `verify` of that file.
    """

    acts: int
    busy_h: float
    wait_s: float
    mail_gb: float
    file_gb: float
    epoch_h: float
    verify_h: float

    @property
    def ends(self) -> list[str]:
        """What one base cannot do any more, in words."""
        found = []
        if self.busy_h > EVENING_H:
            found.append("take an evening in by its end")
        if self.epoch_h > NIGHT_H:
            found.append("destroy in a night")
        return found


def inputs(told: dict[str, Any]) -> Inputs:
    """Take the inputs out of the record."""
    figures = {each.name: each for kept in told.values() for each in results_of(kept)}

    def one(begins: str, ends: str) -> float:
        (found,) = (each.ours for name, each in figures.items() if name.startswith(begins) and name.endswith(ends))
        return found

    size = figures["seal a bundle of 300 acts"].note.rpartition(", ")[2].split(" ")[0]
    (entries,) = (name for name in figures if name.startswith("verify ") and figures[name].target is not None)
    return Inputs(
        act_s=one("take in 1,000 x ", "acts, disk") / 1e6,
        seal_s=figures["seal a bundle of 300 acts"].ours / 1e3,
        act_bytes=one("take in 1,000 x ", "acts, disk, file"),
        bundle_bytes=int(size.replace(",", "")),
        epoch_s_mb=figures["epoch change, on disk, a MB"].ours / 1e3,
        verify_s=figures[entries].ours / int(entries.split(" ")[1].replace(",", "")),
    )


def cost(laptops: int, known: Inputs) -> Cost:
    """Return what a force costs."""
    each_s = ACTS * known.act_s + known.seal_s
    acts = laptops * ACTS
    file_bytes = acts * SEASON_DAYS * known.act_bytes
    return Cost(
        acts=acts,
        busy_h=laptops * each_s / 3600,
        wait_s=wait_s(laptops, each_s),
        mail_gb=laptops * known.bundle_bytes / 1e9,
        file_gb=file_bytes / 1e9,
        epoch_h=file_bytes / 1e6 * known.epoch_s_mb / 3600,
        verify_h=acts * SEASON_DAYS * known.verify_s / 3600,
    )


def wait_s(laptops: int, each_s: float) -> float:
    """Simulate one evening: bundles arrive, base takes one after the other, in order; the wait in seconds, 95th of 100.

    Arrivals are drawn from a triangle over the evening, most in its middle.
    """
    dice = Random(SEED)
    arrivals = sorted(dice.triangular(0, EVENING_H * 3600) for _ in range(laptops))
    free, waits = 0.0, []
    for at in arrivals:
        free = max(free, at) + each_s
        waits.append(free - at)
    return statistics.quantiles(waits, n=20)[-1]


def page(told: dict[str, Any]) -> str:
    """Return SCALE.md of a record."""
    known = inputs(told)
    costs = {laptops: cost(laptops, known) for laptops in FORCES}
    rows = [
        f"| {laptops:,} | {each.acts:,} | {each.busy_h * 60:,.1f} min | {each.wait_s:,.1f} s | {each.mail_gb:,.2f} GB"
        f" | {each.file_gb:,.1f} GB | {each.epoch_h:,.2f} h | {each.verify_h:,.2f} h |"
        for laptops, each in costs.items()
    ]
    national = costs[10_000]
    verdicts = [f"- {laptops:,}: {' and '.join(each.ends) or 'nothing'}." for laptops, each in costs.items()]
    evening = int(EVENING_H * 3600 / (ACTS * known.act_s + known.seal_s))
    night = int(NIGHT_H * 3600 / known.epoch_s_mb * 1e6 / known.act_bytes / SEASON_DAYS / ACTS)
    return f"""# What a force of laptops costs base

Made by `make bench` from the figures of tests/benchmarks/RESULTS.md, by the model in tests/benchmarks/scale.py. One
base is one process that writes one SQLCipher file; laptops wait for nothing but their receipt.

## The inputs, measured

| what | figure |
|---|---|
| base takes an act in | {known.act_s * 1e6:,.0f} us |
| base seals its answer, a day's acts at most | {known.seal_s * 1e3:,.1f} ms |
| an act in base's file | {known.act_bytes:,.0f} bytes |
| a day's bundle in the mailbox | {known.bundle_bytes:,.0f} bytes |
| a new epoch, for each MB of the file | {known.epoch_s_mb * 1e3:,.1f} ms |
| `verify`, an entry | {known.verify_s * 1e6:,.1f} us |

Assumed: {ACTS} acts a laptop and day ({FAMILIES} families called on; more than anybody manages),
{FAMILIES_EACH} families a laptop and season, {SEASON_DAYS} days, everybody syncing within {EVENING_H:g} hours, most of
them in the middle.

## One base

| laptops | acts a day | base is busy | 19 of 20 wait at most | mail a day | a season's file | a new epoch | verify |
|---|---|---|---|---|---|---|---|
{chr(10).join(rows)}

A national force of 10,000 laptops and 1,000,000 families keeps base busy for {national.busy_h:,.1f} hours of the 24.

## Where one base stops being enough

What one base cannot do any more:

{chr(10).join(verdicts)}

- An evening is taken in by its end up to {evening:,} laptops: one process takes in at a time, since one file has one
  writer. More of them would not help; a second base would.
- A new epoch writes the whole file anew, and a destruction is not done before. Within a night of {NIGHT_H:g} hours that
  holds up to {night:,} laptops' season in one file, with twice its size free on the disk.
- A file of a national force is what one passphrase opens. Clause 9 asks which machines hold whom; a base for each
  council or group of them answers that better than a larger machine, and nothing in the exchange stands against it: a
  laptop belongs to one base, and each base has its own journal, key and audit pack.
"""
