"""Following an incident to its end: how bad it is, what was agreed, and closing it.

Owns its rules and deeds, which are a supervisor's. Refuses to own who was told of it (notices).

Source: clauses 14.3, A10.
"""

from datetime import date

from store.agreement.london import london_day
from store.custody.clocks import running_for, stopping
from store.custody.incidents.known import Incident
from store.errors import (
    IncidentClosedError,
    NotASupervisorError,
    NothingChangedError,
    NoticesOwedError,
    StillAheadError,
)
from store.ids import new_id
from store.keeping.acts.terms.incidents import ClockEnd, IncidentEnd, Risk
from store.keeping.acts.terms.store import StaffRole
from store.keeping.names import hold_line
from store.keeping.store import Store


def assess(
    store: Store, incident: Incident, risk: Risk, what: str | None = None, root_cause: str | None = None
) -> None:
    """Record how bad an incident is, and what more is known.

    Raises:
        NotASupervisorError, IncidentClosedError, LineFormError: It is not recorded.
        NothingChangedError: Nothing of it is new.
        StoreError: As `Store.record`.
    """
    from store.keeping.acts import IncidentUpdated

    hold_open(store, incident)
    _hold_lines(what, root_cause)
    if not what and risk is incident.risk and root_cause in (None, incident.root_cause):
        raise NothingChangedError
    store.record(
        IncidentUpdated(
            incident=incident.incident,
            risk=risk,
            what=what,
            root_cause=root_cause,
            devices=incident.devices,
            families=incident.families,
            families_count=incident.families_count,
        )
    )


def agree_action(
    store: Store,
    incident: Incident,
    what: str,
    *,
    agreed_by: str | None = None,
    due_on: date | None = None,
    done_on: date | None = None,
) -> str:
    """Record what was agreed, or done, so that it does not happen again; return its id.

    Raises:
        NotASupervisorError, IncidentClosedError, LineFormError: It is not recorded.
        StillAheadError: It was done on a day that is still ahead.
        StoreError: As `Store.record`.
    """
    from store.keeping.acts import CorrectiveActionRecorded

    hold_open(store, incident)
    _hold_lines(what, agreed_by)
    if done_on is not None and done_on > london_day(store.now()):
        raise StillAheadError
    action = new_id()
    store.record(
        CorrectiveActionRecorded(
            action=action,
            incident=incident.incident,
            what=what,
            owner=store.keys.person.staff,
            agreed_by=agreed_by,
            due_on=None if due_on is None else due_on.isoformat(),
            done_on=None if done_on is None else done_on.isoformat(),
        )
    )
    return action


def close_incident(
    store: Store,
    incident: Incident,
    end: IncidentEnd,
    root_cause: str,
    agreed_by: str,
    *,
    risk: Risk | None = None,
    no_longer_due: str | None = None,
) -> None:
    """Close an incident; whoever had to be told of it was, or is owed nothing.

    Args:
        store: Where it is followed.
        incident: An open one.
        end: How it ended.
        root_cause: How it came about.
        agreed_by: Who at the department agrees that it is closed.
        risk: How bad it was; as assessed last where it is not said.
        no_longer_due: Why clocks that still run are owed nothing, if some do.

    Raises:
        NotASupervisorError, IncidentClosedError, LineFormError: It stays open.
        NoticesOwedError: Clocks still run for it, and no reason is given.
        StoreError: As `Store.record`.
    """
    from store.keeping.acts import IncidentClosed

    hold_open(store, incident)
    _hold_lines(root_cause, agreed_by, no_longer_due)
    left = running_for(store, incident.incident)
    if left and no_longer_due is None:
        raise NoticesOwedError(len(left))
    now = store.now()
    stops = [stopping(each, ClockEnd.NO_LONGER_DUE, now, note=no_longer_due) for each in left]
    closed = IncidentClosed(
        incident=incident.incident,
        end=end,
        risk=risk or incident.risk,
        root_cause=root_cause,
        agreed_by=agreed_by,
    )
    store.record(*stops, closed)


def hold_supervisor(store: Store) -> None:
    """Make sure that a supervisor is signed in.

    Raises:
        NotASupervisorError: Somebody else is.
    """
    if StaffRole.SUPERVISOR not in store.roles():
        raise NotASupervisorError


def hold_open(store: Store, incident: Incident) -> None:
    """Make sure that a supervisor follows an incident that is open.

    Raises:
        NotASupervisorError, IncidentClosedError: Somebody else does, or it is closed.
    """
    hold_supervisor(store)
    if incident.end is not None:
        raise IncidentClosedError


def _hold_lines(*lines: str | None) -> None:
    for line in lines:
        if line is not None:
            hold_line(line)
