"""What was promised of the app at the door, beside what was measured.

Owns the ratios. Refuses to own measuring (floors, turns). Where others use the processors, a floor that takes longest
suffers most, and flatters: so processor time stands beside time wherever both were measured.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tests.benchmarks.door.floors import REPEATS
from tests.benchmarks.door.slow_disk import SYNC_MS
from tests.benchmarks.measuring import Result
from tests.benchmarks.terminal.figures import Figures

BARE: Final = "bare"
ANSWERING: Final = "answering"
DURABLE: Final = "durable"
DERIVATION: Final = "derivation"
SLOW_DOOR: Final = "door, slow disk"
SLOW_DURABLE: Final = "durable, slow disk"

FIRST_PAINT: Final = 0.15
LIST: Final = 0.5
STEP: Final = 2.0
STEP_PROCESSOR: Final = 1.5
STEP_BYTES: Final = 400
BACKLOG_MS: Final = 40
GROWTH: Final = 1.3
"""Of processor time: "the same" within noise, as the benchmark of opening has it."""
LETTER: Final = (1.0, 0.5)
OPENED: Final = 3.0
KEPT: Final = 1.5
COVER_FRAMES: Final = 1
MEMORY: Final = (3.0, 6.0)


def fzf(count: int) -> str:
    """Return how the turn of fzf is called."""
    return f"fzf {count:,}"


def door(count: int) -> str:
    """Return how the turn of the app is called."""
    return f"door {count:,}"


@dataclass(frozen=True, slots=True)
class Promises:
    """Every promise, on figures.

    Attributes:
        figures: By turn.
        few, many: How many families the two laptops hold.
    """

    figures: Mapping[str, Figures]
    few: int
    many: int

    def results(self) -> list[Result]:
        """Return them in the order in which somebody meets them."""
        sizes = (self.few, self.many)
        return [
            *self._start(),
            *(result for count in sizes for result in self._moving(count)),
            self._growth(),
            *(result for count, most in zip(sizes, LETTER, strict=True) for result in self._finding(count, most)),
            *(result for thing in ("family", "form") for result in self._opening(thing)),
            *self._keeping(),
            *(self._memory(count, most) for count, most in zip(sizes, MEMORY, strict=True)),
        ]

    def _start(self) -> Iterator[Result]:
        few, many, bare = self._door(self.few), self._door(self.many), self.figures[BARE]
        yield self._ratio("first paint", FIRST_PAINT, few, bare, ("first paint, ms",) * 2, "a bare Textual app")
        yield self._ratio("first paint, processor", None, few, bare, ("first paint, processor",) * 2)
        derived_ms, floor_ms = self.figures[DERIVATION]["ms"], bare["first paint, ms"]
        told = f"from Enter, less {derived_ms:.2f} ms: the same key derivation, beside it"
        for count, ours, most in ((self.few, few, LIST), (self.many, many, None)):
            list_ms = ours["list, ms"] - derived_ms
            yield Result(f"door: {count:,} families on screen", most, list_ms, floor_ms, "ms", told)

    def _moving(self, count: int) -> Iterator[Result]:
        ours, floor = self._door(count), self.figures[ANSWERING]
        step = f"a step in {count:,}"
        yield self._ratio(step, STEP, ours, floor, ("step, ms", "key, ms"), "an app that counts keys")
        yield self._ratio(f"{step}, processor", STEP_PROCESSOR, ours, floor, ("step, processor", "key, processor"))
        yield Result(f"door: {step}, written", STEP_BYTES, ours["step, bytes"], None, "bytes")
        told = f"after {REPEATS} repeats; the app that counts keys: {floor['held, ms']:.1f} ms"
        yield Result(f"door: backlog in {count:,}", BACKLOG_MS, ours["held, ms"], None, "ms", told)

    def _growth(self) -> Result:
        figures = (self._door(self.many), self._door(self.few))
        return self._ratio("a step, growth, processor", GROWTH, *figures, ("step, processor",) * 2, "the same at both")

    def _finding(self, count: int, most: float) -> Iterator[Result]:
        ours, floor = self._door(count), self.figures.get(fzf(count))
        letter, told = f"a letter in {count:,}", f"{ours['letter, frames']:.0f} frame(s)"
        if floor is None:
            yield Result(f"door: {letter}", None, ours["letter, ms"], None, "ms", f"{told}; there is no fzf here")
            return
        told += f"; fzf: {floor['letter, frames']:.0f}"
        yield self._ratio(letter, most, ours, floor, ("letter, ms",) * 2, told)
        yield self._ratio(f"{letter}, processor", None, ours, floor, ("letter, processor",) * 2)

    def _opening(self, thing: str) -> Iterator[Result]:
        ours, floor = self._door(self.few), self.figures[ANSWERING]
        told = f"until settled; {self._least()}"
        yield self._ratio(f"opening a {thing}", OPENED, ours, floor, (f"{thing}, ms", "key, ms"), told)
        yield self._ratio(f"opening a {thing}, processor", None, ours, floor, (f"{thing}, processor", "key, processor"))

    def _keeping(self) -> Iterator[Result]:
        ours, durable = self._door(self.few), self.figures[DURABLE]
        told = f"the store keeping the same acts durably, same disk; {self._least()}"
        told += "" if SLOW_DOOR in self.figures else "; here no sync can be delayed, so there is no slower disk"
        yield self._ratio("an attempt shown as kept", KEPT, ours, durable, ("kept, ms", "ms"), told)
        yield from self._keeping_slowly()
        told = f"{ours['cover, bytes']:,.0f} bytes after {ours['cover, ms']:.1f} ms"
        yield Result("door: cover", COVER_FRAMES, ours["cover, frames"], None, "frames", told)
        yield Result("door: left after cover", 0, ours.most("left after cover"), None, "words")

    def _keeping_slowly(self) -> Iterator[Result]:
        name, ours, durable = "an attempt shown as kept, slow disk", SLOW_DOOR, SLOW_DURABLE
        if ours in self.figures:
            told = f"every sync takes {SYNC_MS} ms more, as on many a laptop, in both"
            yield self._ratio(name, None, self.figures[ours], self.figures[durable], ("kept, ms", "ms"), told)

    def _least(self) -> str:
        """Return what a key takes that ends in an append, whatever is done between: being shown is an act as well."""
        key_ms, durable_ms = self.figures[ANSWERING]["key, ms"], self.figures[DURABLE]["ms"]
        return f"a key and an append alone: {key_ms:.1f} + {durable_ms:.1f} ms"

    def _memory(self, count: int, most: float) -> Result:
        told = "launcher and app; what both share counts once"
        figures = (self._door(count), self.figures[BARE])
        return self._ratio(f"memory, {count:,} families", most, *figures, ("memory, MiB",) * 2, told)

    def _door(self, count: int) -> Figures:
        return self.figures[door(count)]

    def _ratio(
        self, name: str, most: float | None, ours: Figures, floor: Figures, figure: tuple[str, str], told: str = ""
    ) -> Result:
        unit = "MiB" if figure[0].endswith("MiB") else "ms"
        return Result(f"door: {name}", most, ours[figure[0]], floor[figure[1]], unit, told)
