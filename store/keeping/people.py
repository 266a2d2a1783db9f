"""The staff as the tables have them: who works here, and trained until when.

Owns reading the register. Refuses to own changing it (staffing) and what a missing credential forbids (custody).
"""

from dataclasses import dataclass, field

from sqlmodel import Session, select

from store.ids import StaffId
from store.keeping import database
from store.keeping.store import Store
from store.keeping.tables import Credential, Staff


@dataclass(frozen=True, slots=True)
class Person:
    """One member of staff.

    Attributes:
        roles: `StaffRole` each, at least one.
        left_on: ISO date, or None while they work here.
        trained_until: ISO date of the last credential to expire, or None without any.
    """

    staff: StaffId
    name: str = field(repr=False)
    roles: tuple[str, ...]
    left_on: str | None
    trained_until: str | None


def staff(store: Store) -> list[Person]:
    """Return everybody who works here or did, by name."""
    with store.reading(), Session(database.engine(store.database_path, store.keys.database)) as session:
        expiries: dict[str, str] = {}
        for credential in session.exec(select(Credential)):
            if credential.is_ended:
                continue
            expiries[credential.staff] = max(credential.expires_on, expiries.get(credential.staff, ""))
        return [
            Person(StaffId(row.staff), row.name, tuple(row.roles.split()), row.left_on, expiries.get(row.staff))
            for row in session.exec(select(Staff).order_by(Staff.name))
        ]
