"""What can go wrong with a council's table, once its container is open, and with taking it in.

Owns their sentences. Refuses to quote anything that stood in a cell: columns are told by their number and by our own
names for what they hold.
"""

from collections.abc import Sequence
from datetime import date
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


class HeadingsUnsureError(IntakeError):
    """The first line may be headings or a family: one word of it is a heading that is known, and the others are not."""

    message = "One word of this table's first line is a heading that is known, the others are not: is it headings?"
    hint = (
        'If it is, say what a column holds by its heading (--map "Ref=family_id"); if it is a family, say it of every'
        ' column by its number (--map "1=family_id").'
    )


class HeadingsDoubledError(IntakeError):
    """Two columns stand under one heading, so that one would take the other's place.

    Attributes:
        columns: Their numbers, from 1.
    """

    hint = "Ask the council for the table again, each column under a heading of its own."

    def __init__(self, columns: Sequence[int]) -> None:
        self.columns = tuple(columns)
        self.message = f"Columns {_and([str(each) for each in columns])} of this delivery stand under the same heading."
        super().__init__()


class MappingFormError(IntakeError):
    """What was said about a column is not understood."""

    message = "What was said with --map is not understood."
    hint = 'Write a column\'s number or heading, and what it holds: --map "3=postcode"; --preview shows both.'


def _and(words: Sequence[str]) -> str:
    shown = [*words[:6], "others"] if len(words) > 7 else list(words)
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


class DeliveryUnreadableError(IntakeError):
    """A delivery cannot be opened or read; the week for telling its council runs.

    Attributes:
        why: What is wrong with it.
        due_on: The London day by which the council has to hear, ISO; the message names it as a notice does.
        notice: What would tell it, drafted.

    Source:
        Agreement 8.4.
    """

    def __init__(self, why: StoreError, due_on: str, notice: str) -> None:
        self.why, self.due_on, self.notice = why, due_on, notice
        day = date.fromisoformat(due_on)
        self.message = f"{why.message} The council has to be told by {day.day} {day:%B %Y} (clause 8.4)."
        self.hint = why.hint
        super().__init__()


class DeliveryDoubledError(IntakeError):
    """The very same file was taken in before."""

    message = "This delivery was taken in before; nothing was changed."
    hint = "If rows of it waited for their two weeks, take it in again once these are over."


class DeliveryQuarantinedError(IntakeError):
    """A batch that was not agreed, or came late, waits unopened.

    Source:
        Agreement 7.2b.
    """

    message = "This delivery is of no agreed batch (clause 7.2b): it was not opened, and waits where it lies."
    hint = "Once it is agreed that it may be used, take it in again with --out-of-schedule and what was agreed."


class FamiliesGoneError(IntakeError):
    """A delivery no longer names families that an earlier one of the same council did.

    Attributes:
        gone_count: How many.

    Source:
        Agreement 7.2d, 7.2e.
    """

    hint = "Ask the council, then take it in again with --gone keep, or with --gone remove to have them locked."

    def __init__(self, gone_count: int) -> None:
        self.gone_count = gone_count
        self.message = (
            f"{gone_count} families of an earlier delivery do not stand in this one; nothing was taken in or removed."
        )
        super().__init__()


class KindNotTakenInError(IntakeError):
    """A kind of delivery that this release does not take in yet.

    Attributes:
        kind: Which, as `store.agreement.purposes.DatasetKind` names it.
    """

    hint = "Keep the file encrypted as it came, and keep its passphrase apart from it."

    def __init__(self, kind: str, why: str) -> None:
        self.kind = kind
        self.message = f"This release cannot take in {kind} yet: {why}. The file was not opened."
        super().__init__()


class CouncilUnknownError(IntakeError):
    """A list of refusals is said to be of a council that nothing was taken in of: it would protect nobody.

    Attributes:
        known: The councils of what was taken in, as they were written.

    Source:
        Agreement 7.2a.
    """

    message = "Nothing of this council was taken in yet, so this list would keep nobody from being visited."

    def __init__(self, known: Sequence[str]) -> None:
        self.known = tuple(known)
        self.hint = (
            f"Write the council as before: {_and(self.known)}; is it a new one, say so with --out-of-schedule and why."
        )
        super().__init__()


class CouncilNearError(CouncilUnknownError):
    """A delivery is said to be of a council that nothing was taken in of, and whose name is nearly another's.

    Source:
        Agreement 7.2a: families of one council under two names are visited in spite of what they refused under one.
    """

    message = "Nothing of this council was taken in yet, and its name is nearly that of another."


class OtherCouncilsFamiliesError(IntakeError):
    """Most families of a delivery came from other councils, under the same references and postcodes.

    Attributes:
        councils: Those councils, one at least, as they were written.

    Source:
        Agreement 7.2a: as `CouncilNearError`.
    """

    def __init__(self, councils: Sequence[str]) -> None:
        self.councils = tuple(councils)
        names = _and(self.councils)
        self.message = f"Most of these families came from {names} before, by id and postcode; nothing was kept."
        self.hint = (
            f"Take it in as what {names} sent, or ask the council whose families these are; where they became one,"
            " say so with --joined and why."
        )
        super().__init__()


class CouncilsNotJoinedError(StoreError):
    """Two councils are to be parted of which nobody said that they are one."""

    message = "Nobody said that the families of one of these two councils come under the other; nothing was changed."
    hint = "Name two that `doorstep councils joined` shows in one line."


class RecordsTooEarlyError(IntakeError):
    """The council's own statement says that records of a delivery were collected before the agreement covers them.

    Source:
        Agreement 7.2a.
    """

    fault = "records_too_early"
    for_clause = "7.2a"
    hint = "Return the delivery unopened, and ask the council for a batch of later records alone."

    def __init__(self, collected_from_on: date, records_from: date) -> None:
        said, covered = (f"{on.day} {on:%B %Y}" for on in (collected_from_on, records_from))
        self.message = (
            f"The council states that its records were collected from {said} on; the agreement covers those from"
            f" {covered} on (clause 7.2a)."
        )
        super().__init__()


class TermEndedError(IntakeError):
    """The agreement does not cover taking in anything now."""

    fault = "term_ended"
    for_clause = "3.1"
    message = "The agreement does not run now (clause 3.1): no personal data is taken in."
    hint = "Return the delivery to the council unopened: this base lives under the agreement it was set up with."
