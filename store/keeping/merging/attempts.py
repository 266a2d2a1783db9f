"""What an attempt was when several devices told of it.

Owns the rule, which loses none of them. Refuses to own what an attempt leads to (fieldwork).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from store.keeping.causality import Ancestry, Place, latest

if TYPE_CHECKING:  # the acts need pydantic, which these rules do not
    from store.keeping.acts.attempts import AttemptCorrected, AttemptRecorded, AttemptTold


@dataclass(frozen=True, slots=True)
class Telling:
    """An attempt as told when it was recorded or corrected.

    Attributes:
        told: None where it was taken back as never made.
    """

    place: Place
    attempt: str
    told: "AttemptTold | None" = field(repr=False)
    is_correction: bool

    @classmethod
    def from_act(cls, act: "AttemptRecorded | AttemptCorrected", place: Place) -> Self:
        """Return the telling that an act is."""
        return cls(place, act.attempt, act.told, is_correction=act.kind == "attempt_corrected")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt, as it is told last.

    Attributes:
        last: At least one telling that nothing followed, in order of `distinct`; several if told at the same time.
    """

    attempt: str
    last: tuple[Telling, ...]


def attempts(tellings: Iterable[Telling], ancestry: Ancestry) -> list[Attempt]:
    """Return every attempt of any device, by id, each as it is told last; none is ever lost.

    A correction replaces the first telling even where the order of the two is not known, for it names the attempt; it
    stands alone where the first telling is not held. Concurrent corrections are all kept.

    Source:
        Clauses 7.1, A8.
    """
    by_attempt: defaultdict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        by_attempt[telling.attempt].append(telling)
    return [
        Attempt(attempt, tuple(latest([each for each in told if each.is_correction] or told, ancestry)))
        for attempt, told in sorted(by_attempt.items())
    ]
