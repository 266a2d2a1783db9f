"""What an asking came to, as somebody hears it who goes on with the family, and as their attempt begins with it. Pure.

Owns the sentence, which names nobody, and what it answers of an attempt. Refuses to own what it came to (store).
"""

from collections.abc import Sequence
from dataclasses import replace

from store.fieldwork.consents.came_of import came_of
from store.fieldwork.consents.ceremony import Ceremony
from store.fieldwork.consents.untold import Untold
from store.keeping.acts.terms.attempts import NoInterviewReason
from store.keeping.acts.terms.families import WishReach
from tui import wording
from tui.field.respondent_fields import came_field, value_of
from tui.forms.fields import Answer, Field


def came_words(ceremony: Ceremony) -> str:
    """Return which outcome this respondent has, to be recorded with the attempt."""
    came = came_of(ceremony)
    if came is None:
        return "Answers kept; the rest can be asked at a later visit."
    said = wording.words(came.reason or came.result)
    return f"Answers kept. Attempt (a), this person: {said}, {came.code}."


def with_first(fields: Sequence[Field], untold: Sequence[Untold]) -> Sequence[Field]:
    """Return the fields of an attempt, with what askings came to standing there first.

    Args:
        fields: Of the attempt.
        untold: At least one. What the first came to is the attempt's; for whom it ended otherwise is told apart.
    """
    came, person = untold[0].came, untold[0].person
    is_for_them = came.reason is NoInterviewReason.REFUSAL_BY_PROXY
    others = {each.person: (each.came.result, each.came.reason) for each in untold[1:] if each.came != came}
    met = tuple(each.person for each in untold if each.came == came)
    first: dict[str, Answer] = {
        "result": came.result,
        "reason": came.reason or "",
        "met": () if is_for_them else met,
        "refused": WishReach.PERSON if came.reason else "",
        "refused_person": person if is_for_them else "",
        "apart": tuple(others),
        **{came_field(each): value_of(what) for each, what in others.items()},
    }
    return [replace(each, first=first.get(each.id) or each.first) for each in fields]
