"""The report for release: what it tells, how coarsely, and that nobody works a few cases out of its text."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from store.agreement.outcomes import OutcomeGroup
from store.errors import TooFewCasesError
from store.exchange.fieldwork_report import FieldworkReport, Part, fieldwork_report
from store.exchange.suppression.shown import MARKER
from store.fieldwork.every_case import CaseStands, RespondentStands
from store.fieldwork.lines import Standing
from store.fieldwork.outcomes import CaseOutcome
from store.ids import FamilyId, PersonId
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.exchange import Geography
from store.keeping.acts.terms.families import PersonRole
from tests.exchange.attacking import Figure, Published, attack

UP_TO = 5
DISTRICTS = ("CM1", "CM2", "CO1", "SS9")
GROUPS = (OutcomeGroup.COMPLETE, OutcomeGroup.PARTIAL, OutcomeGroup.REFUSAL, OutcomeGroup.NON_CONTACT)
RARE = (OutcomeGroup.OTHER, OutcomeGroup.UNKNOWN_OTHER, OutcomeGroup.NOT_ELIGIBLE)


def outcome(group: OutcomeGroup | None) -> CaseOutcome:
    return CaseOutcome(110, group, "made up")


def case(number: int, district: str, group: OutcomeGroup | None, attempts: int = 2) -> CaseStands:
    person = RespondentStands(PersonId(f"{number:032x}"), PersonRole.MAIN_CARER, outcome(group))
    return CaseStands(
        family=FamilyId(f"{number:032x}"),
        wave=Wave.ONE,
        postcode=f"{district} 9ZZ",
        is_issued=True,
        has_opted_out=False,
        is_split_off=False,
        interviewer=None,
        attempts_count=attempts,
        standing=Standing.DONE,
        household=outcome(group),
        respondents=(person,),
    )


def season(count: int, seed: int = 1) -> list[CaseStands]:
    dice = Random(seed)
    return [
        case(
            number,
            dice.choice(DISTRICTS),
            dice.choices((*GROUPS, *RARE, None), (30, 12, 14, 9, 4, 3, 3, 25))[0],
            dice.choice((1, 2, 3, 4, 5)),
        )
        for number in range(count)
    ]


def report_of(cases: list[CaseStands]) -> FieldworkReport:
    return fieldwork_report(cases, {}, 31, up_to=UP_TO, title="Made up", on=date(2015, 11, 2))


def read(text: str, of: str) -> Published:
    """Return the counts of the linked tables of a title, as anybody reads them."""
    tables = [list(_figures(block)) for block in re.findall(rf"^{of}.*\n((?:.+\n)+)", text, re.MULTILINE)]
    totals = {tuple(table[-1]) for table in tables}
    assert len(totals) == 1
    return Published(totals.pop(), [table[:-1] for table in tables])


def _figures(block: str) -> Iterator[list[Figure]]:
    columns, *rows = block.splitlines()
    for row in rows:
        cells = row.split()[-len(columns.split()) :]
        yield [None if cell == MARKER else int(cell.replace(",", "")) for cell in cells]


@pytest.mark.parametrize(("count", "seed"), [(150, 1), (400, 2), (900, 3), (900, 4)])
def test_nobody_works_a_few_cases_out_of_what_the_text_says(count: int, seed: int) -> None:
    text = report_of(season(count, seed)).text

    for of in ("Households", "Respondents"):
        for found in attack(read(text, of)):
            assert found.width >= UP_TO + 1 - 1e-6, found
            assert found.highest > UP_TO + 1 - 1e-6, found
    figures = [int(each.replace(",", "")) for each in re.findall(r"(?<=  )[\d,]+(?=\s)", text)]
    assert figures
    assert min(figures) > UP_TO


def test_areas_are_told_by_district_where_there_are_enough_cases_and_coarser_where_not() -> None:
    many, some = report_of(season(1500)), report_of(season(60))

    assert many.parts[0].level.geography is Geography.DISTRICT
    assert "CM2" in many.text
    assert some.parts[0].level.geography is not Geography.DISTRICT
    assert "CM2" not in some.text


def with_young_people(cases: list[CaseStands], count: int) -> list[CaseStands]:
    """Return the cases, the first of them with a young person who ends as their household does."""
    young = [
        replace(
            each,
            respondents=(
                *each.respondents,
                RespondentStands(PersonId(f"{9_000 + n:032x}"), PersonRole.YOUNG_PERSON, each.household),
            ),
        )
        for n, each in enumerate(cases[:count])
    ]
    return [*young, *cases[count:]]


@pytest.mark.parametrize(("count", "is_told"), [(0, True), (4, False), (600, True)])
def test_a_few_young_people_are_not_worked_out_of_respondents_and_households(count: int, is_told: bool) -> None:
    """Each household has one main carer: whom there are more of than households is a young person."""
    report = report_of(with_young_people(season(900, 3), count))

    assert "Households" in report.text
    assert ("Respondents" in report.text) is is_told
    if count and is_told:
        households, respondents = (dict(shown(each)) for each in report.parts)
        assert all(respondents[each] - households[each] > UP_TO for each in respondents.keys() & households.keys())


def shown(part: Part) -> Iterator[tuple[str, int]]:
    """Yield the totals that are told."""
    tables = part.level.tables
    for name, total, is_out in zip(
        [*tables.columns, "all"], [*tables.totals, tables.base], part.hidden.totals, strict=True
    ):
        if not is_out:
            yield name, total


def test_a_percentage_is_told_only_where_its_count_is() -> None:
    text = report_of(season(900, 3)).text

    counts = dict(re.findall(r"^(CM\d|CO1|SS9) +([^%\n]+)$", text, re.MULTILINE))
    shares = dict(re.findall(r"^(CM\d|CO1|SS9) +(.*%.*)$", text, re.MULTILINE))
    assert MARKER in " ".join(counts.values())
    for name, line in counts.items():
        hidden = [cell == MARKER for cell in line.split()]
        assert [cell == MARKER for cell in shares[name].split()] == hidden


def test_a_rate_whose_parts_are_told_together_is_not_told() -> None:
    groups = [OutcomeGroup.COMPLETE] * 60 + [OutcomeGroup.REFUSAL] * 30 + [OutcomeGroup.OTHER] * 3
    groups += [OutcomeGroup.NON_CONTACT] * 9 + [OutcomeGroup.PARTIAL] * 8 + [OutcomeGroup.UNKNOWN_OTHER] * 9
    text = report_of([case(number, "CM1", group) for number, group in enumerate(groups)]).text

    rates = dict(line.split() for line in text.splitlines() if re.match(r"(RR|COOP|REF|CON)\d ", line))
    assert "NC+O" in text
    assert (rates["COOP1"], rates["COOP3"]) == (MARKER, "61.2%")


def test_pending_and_opted_out_stand_apart_and_few_of_them_are_hidden() -> None:
    told = report_of(season(900)).text
    few = [*(case(number, "CM1", OutcomeGroup.COMPLETE) for number in range(40)), case(99, "CM1", None)]

    assert "Opted out before issue, in no table: 31 households" in told
    assert (
        f"Pending, in no table: {MARKER} households"
        in report_of([*few, *(case(200 + number, "CM1", OutcomeGroup.REFUSAL) for number in range(20))]).text
    )
    assert "[c] Not shown" in told


@pytest.mark.parametrize("count", [0, 3])
def test_a_report_of_a_few_cases_is_refused(count: int) -> None:
    with pytest.raises(TooFewCasesError):
        report_of([case(number, "CM1", OutcomeGroup.COMPLETE) for number in range(count)])
