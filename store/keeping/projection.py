"""What follows from an act: the one place that writes the projected tables.

Owns how each kind changes the tables, and their rebuilding. Refuses to own the journal's own tables, any rule about
whether an act may happen, and any other source than journal entries: replaying them gives the same tables.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import ClauseElement, Table, bindparam, delete, insert, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable
from sqlmodel import SQLModel

from store.ids import FamilyId
from store.keeping import acts, tables
from store.keeping.acts import Act
from store.keeping.acts.terms.devices import DeviceState
from store.keeping.database import PROJECTION, Connection
from store.keeping.header import unpack


class Projection:
    """The projected tables, over the connection that writes the journal.

    Args:
        connection: In a transaction of the journal whenever something is written.
    """

    def __init__(self, connection: Connection) -> None:
        self._execute = connection.execute

    def apply(self, key: int, header: bytes, body: bytes | None) -> None:
        """Write what follows from one entry.

        Args:
            key: The entry's key.
            header: Its header bytes.
            body: Its body; None once erased, which leaves the tombstone and nothing else.
        """
        if body is None:
            self.put(tables.Tombstone, entry=key)
            return
        kind = unpack(header)
        self.apply_act(key, acts.parse(kind.kind, kind.kind_version, body))

    def apply_act(self, key: int, act: Act) -> None:
        """Write what follows from an act that was just appended under `key`."""
        family = acts.family_of(act)
        if family is not None:
            self.put(tables.FamilyEntry, family=family, entry=key)
        follow = _FOLLOWS.get(type(act))
        if follow is not None:
            follow(self, key, act)

    def forget(self, family: FamilyId) -> None:
        """Remove every row that came from one family's bodies."""
        for model in _models(tables.AboutFamily):
            table = _table(model)
            self._execute(_text(delete(table).where(table.c.family == bindparam("sought"))), (family,))

    def begin_anew(self) -> None:
        """Drop and make every projected table, for this release's shape of them."""
        for model in _models(tables.Projected):
            self._execute(_text(DropTable(_table(model), if_exists=True)))
            for text in _making(_table(model)):
                self._execute(text)
        self._execute("UPDATE localnote SET value = ? WHERE name = 'projection'", (str(PROJECTION),))

    def put(self, table: type[SQLModel], **values: object) -> None:
        """Put one row, in place of the one with the same key."""
        text, order = _put_text(table, tuple(values))
        self._execute(text, [values[name] for name in order])

    def change(self, table: type[SQLModel], key: str, **values: object) -> None:
        """Change some columns of the row with that key, if there is one."""
        text, order = _change_text(table, tuple(values))
        values["sought"] = key
        self._execute(text, [values[name] for name in order])


def create_tables(connection: Connection) -> None:
    """Make every table in a new file."""
    for table in SQLModel.metadata.sorted_tables:
        for text in _making(table):
            connection.execute(text)


def _models(kind: type[SQLModel]) -> list[type[SQLModel]]:
    """Return the tables of one kind, in the order they were declared."""
    found: list[type[SQLModel]] = []
    for model in kind.__subclasses__():
        found += [model] if hasattr(model, "__table__") else _models(model)
    return found


def _table(model: type[SQLModel]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel gives it to every table model
    return table


def _making(table: Table) -> list[str]:
    return [_text(CreateTable(table)), *(_text(CreateIndex(index)) for index in table.indexes)]


def _text(clause: ClauseElement) -> str:
    return str(clause.compile(dialect=sqlite.dialect()))


@cache
def _put_text(model: type[SQLModel], columns: tuple[str, ...]) -> tuple[str, Sequence[str]]:
    """Return a statement and the names of its parameters in their order; compiled once, for it runs at every act."""
    return _ordered(insert(_table(model)).prefix_with("OR REPLACE").values(dict.fromkeys(columns)))


@cache
def _change_text(model: type[SQLModel], columns: tuple[str, ...]) -> tuple[str, Sequence[str]]:
    table = _table(model)
    (key,) = table.primary_key
    return _ordered(update(table).where(key == bindparam("sought")).values(dict.fromkeys(columns)))


def _ordered(clause: ClauseElement) -> tuple[str, Sequence[str]]:
    compiled: Any = clause.compile(dialect=sqlite.dialect())
    return str(compiled), tuple(compiled.positiontup)


# -- what each kind does ---------------------------------------------------------------------------------------------


def _store_opened_first(tables_: Projection, _: int, act: acts.StoreOpenedFirst) -> None:
    for name in ("name", "role", "agreement", "agreement_digest", "keyring_mode"):
        tables_.put(tables.Fact, name=name, value=getattr(act, name))


def _staff_added(tables_: Projection, _: int, act: acts.StaffAdded) -> None:
    tables_.put(
        tables.Staff,
        staff=act.staff,
        name=act.name,
        roles=" ".join(act.roles),
        verify_key=act.verify_key,
        sealing_key=act.sealing_key,
    )


def _staff_roles_changed(tables_: Projection, _: int, act: acts.StaffRolesChanged) -> None:
    tables_.change(tables.Staff, act.staff, roles=" ".join(act.new))


def _staff_keys_renewed(tables_: Projection, _: int, act: acts.StaffKeysRenewed) -> None:
    tables_.change(tables.Staff, act.staff, verify_key=act.verify_key, sealing_key=act.sealing_key)


def _staff_left(tables_: Projection, _: int, act: acts.StaffLeft) -> None:
    tables_.change(tables.Staff, act.staff, left_on=act.left_on)


def _credential_recorded(tables_: Projection, _: int, act: acts.CredentialRecorded) -> None:
    tables_.put(
        tables.Credential,
        credential=act.credential,
        staff=act.staff,
        topics=" ".join(act.topics),
        evidence=act.evidence,
        from_on=act.from_on,
        expires_on=act.expires_on,
    )


def _family_delivered(tables_: Projection, _: int, act: acts.FamilyDelivered) -> None:
    address = act.details.address
    tables_.put(
        tables.Family,
        family=act.family,
        council_reference=act.council_reference,
        street=address.lines[0] if address.lines else "",
        postcode=address.postcode,
    )
    for person in act.details.people:
        tables_.put(
            tables.Person,
            person=person.person,
            family=act.family,
            role=person.role,
            first_names=person.first_names,
            surname=person.surname,
        )


def _device_registered(tables_: Projection, _: int, act: acts.DeviceRegistered) -> None:
    tables_.put(
        tables.Device,
        device=act.device,
        kind=act.particulars.kind,
        name=act.particulars.name,
        state=DeviceState.IN_USE,
    )


def _device_changed(tables_: Projection, _: int, act: acts.DeviceChanged) -> None:
    tables_.change(tables.Device, act.device, kind=act.particulars.kind, name=act.particulars.name)


def _device_state_changed(tables_: Projection, _: int, act: acts.DeviceStateChanged) -> None:
    tables_.change(tables.Device, act.device, state=act.new)


def _volume_checked(tables_: Projection, _: int, act: acts.VolumeChecked) -> None:
    seen = "; ".join(f"{volume.role}: {volume.encrypted} ({volume.evidence})" for volume in act.volumes)
    tables_.put(tables.Fact, name="volume", value=seen)


def _volume_attested(tables_: Projection, _: int, act: acts.VolumeAttested) -> None:
    tables_.put(tables.Fact, name="attestation", value=acts.dump(act).decode("utf-8"))


def _volume_attestation_ended(tables_: Projection, _: int, _act: acts.VolumeAttestationEnded) -> None:
    tables_.change(tables.Fact, "attestation", value="")


def _practice_clock_moved(tables_: Projection, _: int, act: acts.PracticeClockMoved) -> None:
    tables_.put(tables.Fact, name="training_clock", value=str(act.to_ms))


def _queue_taken(tables_: Projection, _: int, act: acts.QueueTaken) -> None:
    tables_.put(tables.Fact, name="queue_taken", value=str(act.up_to))


_FOLLOWS: Final[dict[type[Act], Callable[[Projection, int, Any], None]]] = {
    acts.StoreOpenedFirst: _store_opened_first,
    acts.StaffAdded: _staff_added,
    acts.StaffRolesChanged: _staff_roles_changed,
    acts.StaffKeysRenewed: _staff_keys_renewed,
    acts.StaffLeft: _staff_left,
    acts.CredentialRecorded: _credential_recorded,
    acts.FamilyDelivered: _family_delivered,
    acts.DeviceRegistered: _device_registered,
    acts.DeviceChanged: _device_changed,
    acts.DeviceStateChanged: _device_state_changed,
    acts.VolumeChecked: _volume_checked,
    acts.VolumeAttested: _volume_attested,
    acts.VolumeAttestationEnded: _volume_attestation_ended,
    acts.PracticeClockMoved: _practice_clock_moved,
    acts.QueueTaken: _queue_taken,
}
