"""What a detail of a family is when several devices set it without knowing of each other.

Owns the rule for values and settlements. Refuses to own who may settle a conflict.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self, TypeAlias, assert_never

from store.ids import FamilyId, PersonId
from store.keeping.acts.terms.exchange import ConflictChoice
from store.keeping.acts.terms.families import DetailField
from store.keeping.causality import Ancestry, Place, distinct, precedes

if TYPE_CHECKING:  # the acts need pydantic, which these rules do not
    from store.keeping.acts.details import DetailsCorrected
    from store.keeping.acts.orders import ConflictFound, ConflictSettled


@dataclass(frozen=True, slots=True)
class Detail:
    """Which detail of whom: values of one detail are merged together, and apart from any other.

    Attributes:
        person: None for what is the family's.
        entry: Which phone or mail address, where there can be several.
    """

    family: FamilyId
    person: PersonId | None
    field: DetailField
    entry: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """One text that somebody gave a detail; what undoes an earlier one is just a later one.

    Attributes:
        texts: The one text; None in it says that there is none.
    """

    place: Place
    detail: Detail
    texts: frozenset[str | None] = field(repr=False)

    @classmethod
    def from_act(cls, act: "DetailsCorrected", place: Place) -> Self:
        """Return the value that an act sets."""
        return cls(place, Detail(act.family, act.person, act.field, act.entry), frozenset({act.new}))


@dataclass(frozen=True, slots=True)
class Settlement:
    """A supervisor's word on one conflict.

    Attributes:
        texts: What stands by it: one text, or several side by side; None among them says that there is none.
        shown: The texts the supervisor was shown; it settles these and no other.
    """

    place: Place
    detail: Detail
    texts: frozenset[str | None] = field(repr=False)
    shown: frozenset[str | None] = field(repr=False)

    @classmethod
    def from_acts(cls, settled: "ConflictSettled", found: "ConflictFound", place: Place) -> Self:
        """Return the settlement that an act is.

        Args:
            settled: Of the conflict `found`.
            found: Whose first value is "ours" and whose second is "theirs".
            place: Of `settled`.
        """
        shown = frozenset({found.first, found.second})
        match settled.choice:
            case ConflictChoice.OURS:
                texts = frozenset({found.first})
            case ConflictChoice.THEIRS:
                texts = frozenset({found.second})
            case ConflictChoice.BOTH:
                texts = shown
            case ConflictChoice.NEITHER:
                texts = frozenset({settled.value})
            case _:
                assert_never(settled.choice)
        return cls(place, Detail(found.family, found.person, found.field, found.entry), texts, shown)


Said: TypeAlias = Value | Settlement


@dataclass(frozen=True, slots=True)
class Known:
    """A detail that is settled.

    Attributes:
        texts: One text, or several that a supervisor let stand side by side; None among them says there is none.
        said: Who says so, in order of `distinct`, each with those of its texts that still stand.
    """

    texts: frozenset[str | None] = field(repr=False)
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A detail that a supervisor has to settle.

    Attributes:
        said: All that stands against each other, in order of `distinct`, each with those of its texts that still stand;
            at least two that differ.
    """

    said: tuple[Said, ...]


def standing_detail(
    values: Iterable[Value], settlements: Iterable[Settlement], ancestry: Ancestry
) -> Known | Conflict | None:
    """Return what one detail is, what stands against each other, or None if nobody ever set it.

    The last writer's value stands; concurrent ones that differ are all kept, for a supervisor to settle. A settlement
    replaces, in whatever precedes it, the texts that the supervisor was shown. So a third value that base already held,
    and the supervisor was not shown, stays in conflict; and one that came in concurrently opens the conflict anew, even
    where it repeats the loser or corrects the winner.

    Args:
        values: All of one detail, in any order.
        settlements: All of the same detail.
        ancestry: Of the branches they stand in.

    Source:
        Clauses 7.2d, A8.
    """
    either: list[Said] = [*values, *settlements]
    each = distinct(either)
    left = [(event, _left(event, each, ancestry)) for event in each]
    said = tuple(replace(event, texts=texts) for event, texts in left if texts)
    if not said:
        return None
    texts = said[0].texts
    return Known(texts, said) if all(other.texts == texts for other in said) else Conflict(said)


def _left(early: Said, each: list[Said], ancestry: Ancestry) -> frozenset[str | None]:
    """Return which of an event's texts nothing later replaced."""
    texts = early.texts
    for late in each:
        if not precedes(early.place, late.place, ancestry):
            continue
        match late:
            case Value():
                return frozenset()
            case Settlement():
                texts -= late.shown
            case _:
                assert_never(late)
    return texts
