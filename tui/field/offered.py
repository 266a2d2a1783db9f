"""People and sources as options of a form. Pure.

Owns how they are offered. Refuses to own who may be chosen for what.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from store.errors import StoreError
from store.fieldwork.family import Person
from store.keeping.acts.terms.families import DetailSource
from tui.field.family_page import person_name, role_and_age
from tui.forms.fields import NO, YES, Option

SOURCES: Final = (
    Option(DetailSource.RESPONDENT, "they said so themselves"),
    Option(DetailSource.PROXY, "somebody of the household, for them"),
    Option(DetailSource.NEIGHBOUR, "a neighbour"),
    Option(DetailSource.INTERVIEWER, "I saw it myself"),
    Option(DetailSource.OFFICE, "the office"),
    Option(DetailSource.DIRECTORY, "a directory"),
    Option(DetailSource.OTHER, "somebody else"),
)
"""Who said so, the likeliest first; what a council says comes by delivery."""

IS_CONFIDENTIAL: Final = (Option(NO, "no"), Option(YES, "yes"))
"""Whether a number or a mail address is; most are not."""

KNOWINGLY: Final = (Option(YES, "yes, keep it as it is"), Option(NO, "no: go back to it with Shift+Tab"))
"""Whether something odd is right all the same."""


def people_offered(people: Iterable[Person], today: date) -> list[Option]:
    """Return people, each with what they are and how old, so that equal names can be told apart."""
    return [Option(each.person, f"{person_name(each)}, {role_and_age(each, today)}") for each in people]


def is_refused(deed: Callable[[], object], why: type[StoreError]) -> bool:
    """Say whether the store would refuse a deed for one reason, so that a form asks about it before the end."""
    try:
        deed()
    except StoreError as refusal:
        return isinstance(refusal, why)
    return False
