"""The one rule of law about requests that stands in no clause's table: a notice to stop or to delete, before 2018.

Owns it, and how a rule that a clock was started under is found again. Refuses to own every other rule (agreement).
"""

from datetime import date
from typing import Final

from store.agreement import Agreement
from store.agreement.deadlines import ClockKind, ClockRule, Unit

NOTICE_1998: Final = ClockRule(
    id="data-subject-notice-1998",
    kind=ClockKind.SUBJECT_ACCESS,
    title="Answer a notice to stop or to delete",
    starts="the notice is received",
    tells="the person who gave it; the department answers",
    from_on=date(1998, 7, 16),
    to_on=date(2018, 5, 24),
    unit=Unit.DAYS,
    amount=21,
    rolls=False,
    may_pause=False,
    clause="10, A4",
    citation="Data Protection Act 1998, section 10(3)",
)
"""Before 25 May 2018 such a notice had a shorter clock than access; since then one article covers all."""


def rule_named(agreement: Agreement, rule: str) -> ClockRule | None:
    """Return the rule that a clock was started under; None where another agreement held it."""
    return next((each for each in (*agreement.clocks, NOTICE_1998) if each.id == rule), None)
