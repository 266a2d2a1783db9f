"""What can go wrong with a council's table, once its container is open, and with taking it in.

Owns their sentences. Refuses to quote anything that stood in a cell: columns are told by their number and by our own
names for what they hold.
"""

from collections.abc import Sequence
from typing import ClassVar

from store.errors.base import StoreError


class IntakeError(StoreError):
    """A delivery was not taken in, and nothing of it was kept.

    Attributes:
        is_unreadable: Whether it cannot be read, so that the council has to be told within a week (clause 8.4).
        fault: Why it was turned away whole, a word of `store.keeping.acts.terms.exchange.DeliveryFault`; None where it
            was not turned away: it may be taken in once what is missing is said.
        for_clause: The clause that turns it away.
    """

    is_unreadable: ClassVar[bool] = False
    fault: ClassVar[str | None] = None
    for_clause: ClassVar[str] = "8.3"


class TableUnreadableError(IntakeError):
    """What lies in the container is no table that can be read.

    Attributes:
        flaw: What is wrong with it, a phrase of ours.
    """

    is_unreadable = True
    hint = "Ask the council to send the table again, as CSV in UTF-8 or as a workbook of one sheet."

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw
        self.message = f"This delivery opens, but its table cannot be read: {flaw}."
        super().__init__()


class CombinedError(IntakeError):
    """Contact details and eligibility stand in one table.

    Attributes:
        columns: The numbers of the columns that hold eligibility, from 1.

    Source:
        Agreement 7.2c.
    """

    fault = "combined"
    for_clause = "7.2c"
    hint = "Ask the council to send two files, each with the family's id, and to send them apart."

    def __init__(self, columns: Sequence[int]) -> None:
        self.columns = tuple(columns)
        self.message = (
            "This delivery holds contact details and eligibility in one table and was refused whole: clause 7.2c keeps"
            " them apart."
        )
        super().__init__()


class KindDiffersError(IntakeError):
    """It holds another kind of data than was said.

    Attributes:
        said, found: Kinds of data, as `store.agreement.purposes.DatasetKind` names them.
    """

    fault = "kind_not_listed"
    for_clause = "4.5"

    def __init__(self, said: str, found: str) -> None:
        self.said, self.found = said, found
        self.message = f"This delivery was to hold {said}, and it holds {found}; none of it was kept."
        self.hint = f"Have it taken in by whoever may, as --kind {found}, or ask the council for the right file."
        super().__init__()


class ColumnsUnknownError(IntakeError):
    """It is not clear what some columns hold, or where something is that is needed.

    Attributes:
        columns: Numbers of the columns nobody can place, from 1.
        missing: What is needed and was not found, by our names.
    """

    def __init__(self, columns: Sequence[int], missing: Sequence[str]) -> None:
        self.columns, self.missing = tuple(columns), tuple(missing)
        said = []
        if missing:
            said.append(f"no column was found for {_and(missing)}")
        if columns:
            said.append(f"it is not clear what column {_and([str(each) for each in columns])} holds")
        self.message = f"The columns of this delivery are not understood: {'; '.join(said)}."
        self.hint = 'See them with --preview, and say what each is: --map "3=postcode", or --map "3=leave_out".'
        super().__init__()


class ColumnImplausibleError(IntakeError):
    """What stands in a column is mostly not what it is said to hold.

    Attributes:
        column: Its number, from 1.
        field: What it is said to hold, by our name.
    """

    hint = "See the columns with --preview, and say what each holds: notes that wait to be read go to --map N=notes."

    def __init__(self, column: int, field: str) -> None:
        self.column, self.field = column, field
        self.message = f"Column {column} is said to hold {field.replace('_', ' ')}, and most of it cannot be that."
        super().__init__()


class MappingFormError(IntakeError):
    """What was said about a column is not understood."""

    message = "What was said with --map is not understood."
    hint = 'Write a column\'s number or heading, and what it holds: --map "3=postcode"; --preview shows both.'


def _and(words: Sequence[str]) -> str:
    shown = [*words[:6], "others"] if len(words) > 7 else list(words)
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
