"""What was let out: every report, what suppression hid in each of its tables, who made it, who released it to whom.

Owns reading it out of the trail. Refuses to own making and releasing one (outputs).

Source: agreement 12.1, 16.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from store.agreement.london import london_day
from store.clock import from_ms
from store.custody.naming import staff_names
from store.exchange.recipients import recipients
from store.keeping import acts
from store.keeping.acts.terms.exchange import Geography
from store.keeping.kinds import acts_of
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Released:
    """One output that was let out.

    Attributes:
        on: The London day; None where its movement is not told of.
        geography: The lowest area it is told by.
        tables: What was hidden in each.
        made_by, approved_by: Two different people, by name.
        whom: The name of whom it is sealed for; empty where it left in clear.
    """

    output: str
    on: date | None
    geography: Geography
    smallest_cell_kept: int
    tables: Sequence[acts.TableTold]
    made_by: str = field(repr=False)
    approved_by: str = field(repr=False)
    whom: str = field(repr=False)
    movement: str
    sha256: str


def released(store: Store) -> list[Released]:
    """Return every output that was let out, the newest first."""
    staff = staff_names(store)
    names = {each.recipient: each.name for each in recipients(store)}
    made: dict[str, acts.OutputMade] = {}
    approvers: dict[str, str] = {}
    on: dict[str, date] = {}
    told: list[acts.OutputReleased] = []
    kinds = (acts.OutputMade, acts.ApprovalRecorded, acts.OutputReleased, acts.MovementRecorded)
    for held in acts_of(store, *kinds):
        match held.act:
            case acts.OutputMade() as one:
                made[one.output] = one
            case acts.ApprovalRecorded() as one:
                approvers[one.approval] = staff.get(one.approver, "")
            case acts.MovementRecorded() as one:
                on[one.movement] = london_day(from_ms(one.at_ms))
            case acts.OutputReleased() as one if one.movement is not None:
                told.append(one)
            case _:
                continue
    return [
        Released(
            each.output,
            on.get(each.movement),
            made[each.output].geography,
            made[each.output].smallest_cell_kept,
            made[each.output].tables,
            staff.get(made[each.output].made_by, ""),
            ", ".join(approvers.get(one, "") for one in each.approvals),
            names.get(each.recipient or "", ""),
            each.movement,
            each.sha256,
        )
        for each in reversed(told)
        if each.movement is not None and each.output in made
    ]
