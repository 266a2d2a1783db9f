"""The fieldwork report that leaves base: outcomes and rates of each wave, with nothing in it about a few cases.

Owns what it tells and how coarsely. Refuses to own how a case stands (fieldwork), what is hidden (suppression), and
letting it out (outputs).

Source: agreement 12.1, 16.1.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from store.agreement.outcomes import OutcomeGroup
from store.errors import TooFewCasesError, TooLittleChangedError
from store.exchange.suppression.beside import are_apart
from store.exchange.suppression.coarsening import Level, first_useful
from store.exchange.suppression.shown import MARKER, figure, footnote, lines_of
from store.exchange.suppression.successive import Told
from store.exchange.suppression.tables import Hidden, Table, Tables
from store.fieldwork.counts import is_counted
from store.fieldwork.every_case import CaseStands, RespondentStands
from store.fieldwork.rates import Rate, rates_of
from store.ids import FamilyId
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.exchange import Geography
from store.keeping.acts.terms.families import PersonRole

_I, _P, _R, _NC, _O, _UH, _UO, _NE = OutcomeGroup

Columns = tuple[frozenset[OutcomeGroup], ...]


def _columns(*together: Sequence[OutcomeGroup]) -> Columns:
    return tuple(map(frozenset, together))


_COARSER: Final = (
    _columns([_I], [_P], [_R], [_NC], [_O], [_UH], [_UO], [_NE]),
    _columns([_I], [_P], [_R], [_NC], [_O], [_UH, _UO], [_NE]),
    _columns([_I], [_P], [_R], [_NC], [_O], [_UH, _UO, _NE]),
    _columns([_I], [_P], [_R], [_NC, _O], [_UH, _UO, _NE]),
    _columns([_I, _P], [_R], [_NC, _O], [_UH, _UO, _NE]),
    _columns([_I, _P], [_R], [_NC, _O, _UH, _UO, _NE]),
    _columns([_I, _P], [_R, _NC, _O, _UH, _UO, _NE]),
)
"""How outcomes are put together where groups are small, the finest first."""

_ELIGIBLE: Final = frozenset({_I, _P, _R, _NC, _O})
_UNKNOWN: Final = frozenset({_UH, _UO})
_ALL_THAT_MAY_BE: Final = _ELIGIBLE | _UNKNOWN
_INTERVIEWED: Final = frozenset({_I, _P})
_LIKELY: Final = (_ELIGIBLE, _UNKNOWN, frozenset({_NE}))
_MET: Final = frozenset({_I, _P, _R, _O})

_Need = tuple[frozenset[OutcomeGroup], ...]


def _of_three(part: frozenset[OutcomeGroup]) -> tuple[_Need, _Need, _Need]:
    return (part, _ALL_THAT_MAY_BE), (part, *_LIKELY), (part, _ELIGIBLE)


_COMPLETE: Final = frozenset({_I})
_NEEDS: Final[Mapping[str, tuple[_Need, ...]]] = {
    "RR": tuple(need for pair in zip(_of_three(_COMPLETE), _of_three(_INTERVIEWED), strict=True) for need in pair),
    "COOP": tuple((part, of) for of in (_MET, _MET - {_O}) for part in (_COMPLETE, _INTERVIEWED)),
    "REF": _of_three(frozenset({_R})),
    "CON": _of_three(_MET),
}
"""The counts that each rate is made of: it is told only where all of them are."""


@dataclass(frozen=True, slots=True)
class Part:
    """One set of linked tables of the report.

    Attributes:
        title: What they are of.
        level: How they are told.
        hidden: What is not.
    """

    title: str
    level: Level
    hidden: Hidden


@dataclass(frozen=True, slots=True)
class Lone:
    """A count that stands in no table."""

    title: str
    count: int
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class FieldworkReport:
    """The report.

    Attributes:
        text: All of it, as it leaves; of one that was let out before it is not kept.
        parts: Its tables.
        lone: Counts beside them.
    """

    text: str
    parts: tuple[Part, ...]
    lone: tuple[Lone, ...] = ()


def fieldwork_report(
    cases: Iterable[CaseStands],
    councils: Mapping[FamilyId, str],
    opted_out: int,
    *,
    up_to: int,
    title: str,
    on: date,
    before: Sequence[FieldworkReport] = (),
) -> FieldworkReport:
    """Return the report.

    Args:
        cases: How every case stands.
        councils: The council that supplied each family.
        opted_out: Families that refused of whom nothing was ever supplied.
        up_to: No figure on as many cases, or fewer, is told.
        title: The agreement's.
        on: The London day it is made on.
        before: Reports that were let out: nobody works a few cases out of this one and those.

    Raises:
        TooFewCasesError: There is no wave of which anything can be told.
        TooLittleChangedError: There was, before the reports that were let out.
    """
    waves: dict[Wave, list[CaseStands]] = {}
    for case in cases:
        waves.setdefault(case.wave, []).append(case)
    parts: list[Part] = []
    lone: list[Lone] = []
    lines = [f"Fieldwork report of {on.isoformat()}", title, "", *_KEY, footnote(up_to), ""]
    for wave in Wave:
        told, more, counts = _wave(
            wave, waves.get(wave, []), councils, opted_out if wave is Wave.ONE else 0, up_to, before
        )
        parts += more
        lone += counts
        lines += told
    if not parts:
        raise TooLittleChangedError if before else TooFewCasesError
    return FieldworkReport("\n".join(lines).rstrip("\n") + "\n", tuple(parts), tuple(lone))


_KEY: Final = (
    "Unweighted counts of cases that came to an end. Outcomes and rates as AAPOR",
    "defines them (Standard Definitions):",
    "I complete interview, P partial interview, R refusal, NC no contact, O other",
    "but eligible, UH not known if a household, UO not known if eligible",
    "otherwise, NE not eligible; with a plus sign where they are told together.",
)


def _wave(
    wave: Wave,
    cases: Sequence[CaseStands],
    councils: Mapping[FamilyId, str],
    opted_out: int,
    up_to: int,
    before: Sequence[FieldworkReport],
) -> tuple[list[str], list[Part], list[Lone]]:
    sample = [case for case in cases if is_counted(case)]
    ended = [case for case in sample if not case.household.is_pending]
    people = [each for case in sample for each in case.respondents if not each.outcome.is_pending]
    parts: list[Part] = []
    of_households = f"Wave {wave}: households"

    def stands_apart(tables: Tables, hidden: Hidden) -> bool:
        are_others = any(each.role is not PersonRole.MAIN_CARER for each in people)
        of = [part for part in parts if part.title == of_households] if are_others else []
        return all(are_apart(Told(tables, hidden), Told(each.level.tables, each.hidden), up_to) for each in of)

    for title, levels in (
        (of_households, _levels(ended, councils)),
        (f"Wave {wave}: respondents", _levels_of_people(people)),
    ):
        found = first_useful(levels, up_to, [*_told_of(title, before)], stands_apart)
        if found is not None and not found[1].totals[-1]:
            parts.append(Part(title, *found))
    if not parts:
        return [], [], []
    refused = opted_out + sum(case.has_opted_out and not case.is_split_off for case in cases)
    lines = []
    for part in parts:
        lines += [part.title, "", *lines_of(part.level.tables, part.hidden), *_rates(part), ""]
    counts = {"Pending": len(sample) - len(ended), "Opted out before issue": refused}
    titled = {f"Wave {wave}: {name}": count for name, count in counts.items()}
    lone = _beside(of_households, titled, len(sample), up_to, before)
    for name, each in zip(counts, lone, strict=True):
        lines.append(f"{name}, in no table: {figure(each.count, is_hidden=each.is_hidden)} households")
    return [*lines, ""], parts, lone


def _told_of(title: str, before: Sequence[FieldworkReport]) -> Iterator[Told]:
    for report in before:
        for part in report.parts:
            if part.title == title:
                yield Told(part.level.tables, part.hidden)


def _beside(
    of_households: str, counts: Mapping[str, int], sample: int, up_to: int, before: Sequence[FieldworkReport]
) -> list[Lone]:
    """Return the counts beside the households' tables; all of them hidden where one is few, or changed by few.

    How many families were delivered anybody may know, and how many ended the tables say: of two counts beside them, one
    that is shown gives the other back. For the same reason they are hidden where the sample changed by few.

    Args:
        of_households: The title of those tables.
        counts: By what they are of, pending households first.
        sample: Households that ended or are pending.
        up_to: As `fieldwork_report`.
        before: As `fieldwork_report`.
    """
    pending, *_ = counts
    few = [count <= up_to for count in counts.values()]
    for report in before:
        then = {each.title: each.count for each in report.lone if not each.is_hidden}
        few += [abs(count - then[title]) <= up_to for title, count in counts.items() if title in then]
        ended = [part.level.tables.base for part in report.parts if part.title == of_households]
        few += [0 < abs(sample - base - then[pending]) <= up_to for base in ended if pending in then]
    return [Lone(title, count, any(few)) for title, count in counts.items()]


_ROLES: Final = {
    PersonRole.MAIN_CARER: "main carers",
    PersonRole.YOUNG_PERSON: "young people",
    PersonRole.ADULT: "others",
    PersonRole.CHILD: "others",
}


def _levels(cases: Sequence[CaseStands], councils: Mapping[FamilyId, str]) -> Iterator[Level]:
    """Yield how households can be told, the lowest geography first, and for each the finest outcomes first."""
    areas: tuple[tuple[Geography, str, Callable[[CaseStands], str] | None], ...] = (
        (Geography.DISTRICT, "postcode district", lambda case: _district(case.postcode)),
        (Geography.COUNCIL, "council", lambda case: councils.get(case.family, "not known")),
        (Geography.NATION, "", None),
    )
    groups = [case.household.group for case in cases]
    attempts = ("attempts made", [_attempts(case.attempts_count) for case in cases])
    for geography, name, area in areas:
        if geography is Geography.COUNCIL and not councils:
            continue
        by = [] if area is None else [(name, [area(case) for case in cases])]
        for crossed in ([*by, attempts], by):
            for columns in _COARSER[: None if area is None else -1]:
                yield Level(geography, _tables("Households", columns, groups, crossed))


def _levels_of_people(people: Sequence[RespondentStands]) -> Iterator[Level]:
    """Yield how respondents can be told: by role where that leaves enough of the outcomes."""
    groups = [each.outcome.group for each in people]
    roles = ("role", [_ROLES[each.role] for each in people])
    for columns in _COARSER:
        for crossed in ([roles], []):
            yield Level(Geography.NATION, _tables("Respondents", columns, groups, crossed))


def _tables(
    of: str,
    columns: Columns,
    groups: Sequence[OutcomeGroup | None],
    by: Sequence[tuple[str, Sequence[str]]],
) -> Tables:
    """Return the tables that tell the outcomes of some cases apart by this and that.

    Args:
        of: What the cases are.
        columns: Which outcomes are told together.
        groups: Each case's outcome.
        by: By name, what else is known of each case, in the same order.
    """
    every = Counter(groups)
    tables = []
    for name, rows_of in by:
        counts = Counter(zip(groups, rows_of, strict=True))
        rows = tuple(sorted(set(rows_of)))
        cells = tuple(tuple(sum(counts[group, row] for group in column) for column in columns) for row in rows)
        tables += [Table(name, rows, cells)] if rows else []
    totals = tuple(sum(every[group] for group in column) for column in columns)
    names = tuple("+".join(group for group in OutcomeGroup if group in column) for column in columns)
    return Tables(of, names, totals, tuple(tables))


def _attempts(count: int) -> str:
    if count > 4:
        return "5 or more"
    return ("none", "1 or 2", "1 or 2", "3 or 4", "3 or 4")[count]


def _district(postcode: str | None) -> str:
    """Return the outward code, or that there is none."""
    bare = "".join((postcode or "").split()).upper()
    return bare[:-3] or "not known"


def _rates(part: Part) -> Iterator[str]:
    """Yield the rates that follow from the totals that are shown, and the marker for the others."""
    tables, hidden = part.level.tables, part.hidden
    shown: dict[frozenset[OutcomeGroup], int] = {}
    counts: Counter[OutcomeGroup] = Counter()
    for name, total, is_hidden in zip(tables.columns, tables.totals, hidden.totals, strict=False):
        groups = frozenset(map(OutcomeGroup, name.split("+")))
        counts[min(groups)] += total  # a rate that told its groups apart is not shown
        if not is_hidden:
            shown[groups] = total
    found = rates_of(counts)
    kinds = {"RR": found.response, "COOP": found.cooperation, "REF": found.refusal, "CON": found.contact}
    yield f"{'e':<7}{_percentage(found.e, _LIKELY[::2], shown)}"
    for kind, needs in _NEEDS.items():
        for place, (rate, need) in enumerate(zip(kinds[kind], needs, strict=True), start=1):
            yield f"{kind + str(place):<7}{_percentage(rate, need, shown)}"


def _percentage(rate: Rate, need: _Need, shown: Mapping[frozenset[OutcomeGroup], int]) -> str:
    is_shown = all(frozenset().union(*(each for each in shown if each <= part)) == part for part in need)
    return f"{float(rate):.1%}" if is_shown and rate is not None else MARKER
