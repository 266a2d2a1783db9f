"""One answer, as a screen hands it over. Pure.

Owns putting it together from what was pressed, shown and said before. Refuses to own what may be kept (store).
"""

from store.agreement.purposes import Purpose
from store.agreement.wordings import Shown
from store.fieldwork.consents.questions import Asked
from store.fieldwork.consents.saying import Said
from store.keeping.acts.terms.consents import ConsentDecision, ExpressedBy, NotAskedReason
from tui.field.consent.how import How


def said_of(
    asked: Asked,
    decision: ConsentDecision,
    shown: Shown,
    how: How,
    *,
    shown_s: int,
    is_read: bool,
    why: NotAskedReason | None,
) -> Said:
    """Return an answer: a parent speaks where a parent's permission is asked for, everybody else for themselves.

    Args:
        asked: The question.
        decision: What was pressed.
        shown: The very text that was in sight.
        how: Who is asked, and how.
        shown_s: Whole seconds it was in sight.
        is_read: Whether its end was.
        why: With not asked, and only then.
    """
    is_parents = asked.purpose is Purpose.PARENTAL_PERMISSION and decision is not ConsentDecision.NOT_ASKED
    return Said(
        decision,
        ExpressedBy.GUARDIAN if is_parents else ExpressedBy.PERSON,
        shown,
        shown_s,
        is_read_to_end=is_read,
        around=how.around,
        why_not=why,
        guardian=how.guardian if is_parents else None,
    )
