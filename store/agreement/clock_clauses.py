"""How slack a clock may be, by the clauses and by the law of the day.

Owns the slackest clock allowed for each kind and date, and when one clock surely ends no later than another. Refuses to
own the clocks themselves (`deadlines`) and how a refusal is worded (`clauses`).
"""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from store.agreement.dated import change_days, in_force
from store.agreement.deadlines import ClockKind, ClockRule, Unit
from store.agreement.reading import LARGEST

GDPR_FROM = date(2018, 5, 25)
UK_GDPR_FROM = date(2021, 1, 1)
PAUSES_FROM = date(2026, 2, 5)
COMPLAINTS_FROM = date(2026, 6, 19)


@dataclass(frozen=True, slots=True)
class ClockDemand:
    """The slackest clock allowed for events between two dates.

    Attributes:
        from_on: The first day; None for the agreement's first.
        before: The day from which another demand holds; None where none follows.
        demands: What is demanded, in words.
    """

    kind: ClockKind
    from_on: date | None
    before: date | None
    clause: str
    unit: Unit
    amount: int
    rolls: bool
    may_pause: bool
    demands: str


# fmt: off
CLOCK_DEMANDS = (
    ClockDemand(ClockKind.UNREADABLE, None, None, "8.4", Unit.DAYS, 7, False, False,
                "at most seven calendar days at any time"),
    ClockDemand(ClockKind.SUBJECT_ACCESS, None, GDPR_FROM, "10, A4", Unit.DAYS_INCLUSIVE, 40, False, False,
                "at most 40 calendar days, the first one counted, for requests before 25 May 2018"),
    ClockDemand(ClockKind.SUBJECT_ACCESS, GDPR_FROM, PAUSES_FROM, "10, A4", Unit.MONTHS, 1, True, False,
                "at most one month without pauses for requests from 25 May 2018"),
    ClockDemand(ClockKind.SUBJECT_ACCESS, PAUSES_FROM, None, "10, A4", Unit.MONTHS, 1, True, True,
                "at most one month for requests from 5 February 2026"),
    ClockDemand(ClockKind.COMPLAINT, COMPLAINTS_FROM, None, "10, A4", Unit.DAYS, 30, False, False,
                "an acknowledgement within 30 days for complaints from 19 June 2026"),
    ClockDemand(ClockKind.LOSS, None, None, "14.1", Unit.HOURS, 24, False, False,
                "at most 24 elapsed hours at any time"),
    ClockDemand(ClockKind.REGULATOR_NOTICE, GDPR_FROM, None, "2.2d, 14.1", Unit.HOURS, 72, False, False,
                "a notice to the Information Commissioner within 72 elapsed hours from 25 May 2018"),
    ClockDemand(ClockKind.INCIDENT, None, None, "A10", Unit.WORKING_DAYS, 2, False, False,
                "at most two working days at any time"),
)
# fmt: on


def keeps(rules: tuple[ClockRule, ...], demand: ClockDemand, first: date) -> bool:
    """Say whether on every day of a demand a rule is in force that is as strict.

    Args:
        rules: Every clock of an agreement.
        demand: What is demanded.
        first: The agreement's first day.
    """
    of_kind = [rule for rule in rules if rule.kind is demand.kind]
    for day in change_days(of_kind, demand.from_on or first, demand.before):
        rule = in_force(of_kind, day)
        if rule is None or not is_no_slacker(rule, demand):
            return False
    return True


def is_no_slacker(rule: ClockRule, demand: ClockDemand) -> bool:
    """Say whether a rule ends no later than a demand, whenever both start. Where that is not sure, it is not so."""
    if (rule.rolls and not demand.rolls) or (rule.may_pause and not demand.may_pause):
        return False
    if rule.unit is demand.unit:
        return rule.amount <= demand.amount
    return _most_days(rule.unit, rule.amount) <= _least_days(demand.unit, demand.amount)


def _most_days(unit: Unit, amount: int) -> int:
    """Return how many London days after its start a clock is due at the latest."""
    match unit:
        case Unit.HOURS:
            return amount // 24 + 1  # begun late in the day, before an hour is skipped
        case Unit.DAYS:
            return amount
        case Unit.DAYS_INCLUSIVE:
            return amount - 1
        case Unit.MONTHS:
            return 31 * amount
        case Unit.WORKING_DAYS:
            return LARGEST  # bank holidays are proclaimed: no number is sure
    assert_never(unit)


def _least_days(unit: Unit, amount: int) -> int:
    """Return the last London day after its start that surely ends before a clock is due."""
    match unit:
        case Unit.HOURS:
            return (amount - 1) // 24 - 1  # a day count runs to midnight, and a day may have 25 hours
        case Unit.DAYS | Unit.WORKING_DAYS:
            return amount
        case Unit.DAYS_INCLUSIVE:
            return amount - 1
        case Unit.MONTHS:
            return 28 * amount
    assert_never(unit)
