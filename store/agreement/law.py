"""Which data protection law is in force on a date.

Owns the dated table, because the agreement is under the law "as amended". Refuses to own the clocks the law sets:
those are `deadlines`, which print what this room says.
"""

from dataclasses import dataclass, field
from datetime import date

from store.agreement.dated import in_force
from store.agreement.reading import OPEN
from store.errors import NoRuleThenError


@dataclass(frozen=True, slots=True)
class Law:
    """The law between two dates.

    Attributes:
        from_on: First day in force, London.
        to_on: Last day in force, London; None while it is.
        rule: What it changes for this project.
        citation: Where it stands.
    """

    id: str
    title: str
    from_on: date
    to_on: date | None = field(metadata=OPEN)
    rule: str
    citation: str


def law_on(laws: tuple[Law, ...], on: date) -> Law:
    """Return the law in force on a London date: the date of the event, never the date of looking.

    Raises:
        NoRuleThenError: The table does not reach that date.

    Source:
        Agreement 2.2d, 19, A1.
    """
    law = in_force(laws, on)
    if law is None:
        raise NoRuleThenError("law", on.isoformat())
    return law
