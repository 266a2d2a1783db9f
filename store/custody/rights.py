"""What the law says of requests and no clause's table does: a notice to stop or to delete, and what each clock is for.

Owns the one rule of before 2018, how a rule that a clock was started under is found again, and the name of its duty.
Refuses to own every other rule (agreement).
"""

from datetime import date
from typing import Final

from store.agreement import Agreement
from store.agreement.deadlines import ClockKind, ClockRule, Unit
from store.keeping.acts.terms.incidents import RequestKind

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

_ASKED: Final = {
    RequestKind.CORRECTION: "Answer a request to correct",
    RequestKind.DELETION: "Answer a request to delete",
    RequestKind.OBJECTION: "Answer an objection",
}
"""What is answered in the time that the rules of the agreement's table name by access alone: one article sets both."""


def rule_named(agreement: Agreement, rule: str) -> ClockRule | None:
    """Return the rule that a clock was started under; None where another agreement held it."""
    return next((each for each in (*agreement.clocks, NOTICE_1998) if each.id == rule), None)


def duty_of(rule: ClockRule, asked: str) -> str:
    """Return the duty that a clock stands for.

    Args:
        rule: The one it was started under.
        asked: The kind of request that it runs for; empty where that is not known, for it went with its family.
    """
    if rule.kind is not ClockKind.SUBJECT_ACCESS or rule.id == NOTICE_1998.id or asked == RequestKind.SUBJECT_ACCESS:
        return rule.title
    return next((title for kind, title in _ASKED.items() if kind == asked), "Answer a request")
