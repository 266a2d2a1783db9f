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
from tui.forms.fields import Answer, Field


def came_words(ceremony: Ceremony) -> str:
    """Return which outcome this respondent has, to be recorded with the attempt."""
    came = came_of(ceremony)
    if came is None:
        return "Answers kept; the rest can be asked at a later visit."
    said = wording.words(came.reason or came.result)
    return f"Answers kept. Attempt (A), this person: {said}, {came.code}."


def with_first(fields: Sequence[Field], untold: Untold) -> Sequence[Field]:
    """Return the fields of an attempt, with what an asking came to standing there first: of that person alone."""
    came, person = untold.came, untold.person
    is_for_them = came.reason is NoInterviewReason.REFUSAL_BY_PROXY
    first: dict[str, Answer] = {
        "result": came.result,
        "reason": came.reason or "",
        "met": () if is_for_them else (person,),
        "refused": WishReach.PERSON if came.reason else "",
        "refused_person": person if is_for_them else "",
    }
    return [replace(each, first=first.get(each.id) or each.first) for each in fields]
