"""Who may sign in: adding, leaving, another passphrase.

Owns the order act first, slot second: a crash in between leaves something told that did not happen yet, never
something that happened untold. Refuses to own who may do it beyond the supervisor, and training beyond the first word
on it (custody).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from store.agreement.safeguards import Topic
from store.clock import LONDON
from store.errors import LastPersonError, NotASupervisorError, StaffNameError, StaffNameTakenError
from store.ids import StaffId, new_id
from store.keeping import vault
from store.keeping.acts import CredentialRecorded, KdfCost, PassphraseChanged, StaffAdded, StaffLeft
from store.keeping.acts.terms.store import CredentialEvidence, StaffRole
from store.keeping.key_derivation import derive
from store.keeping.names import hold_line
from store.keeping.passphrases import Passphrase, hold_strong
from store.keeping.secret import Secret
from store.keeping.sidecar import Sidecar
from store.keeping.store import Store
from store.keeping.vault import Seeds

CREDENTIAL: Final = timedelta(days=365)
"""How long the first word on somebody's training holds (design: one year)."""


def trained_from(staff: StaffId, on: date, evidence: CredentialEvidence) -> CredentialRecorded:
    """Return the first word on somebody's training: in every topic, for a year.

    Args:
        staff: Whose.
        on: The London day it is said.
        evidence: Their own declaration, or the briefing that whoever adds them vouches for.
    """
    return CredentialRecorded(
        credential=new_id(),
        staff=staff,
        topics=tuple(Topic),
        evidence=evidence,
        from_on=on.isoformat(),
        expires_on=(on + CREDENTIAL).isoformat(),
        document_digest=None,
    )


def add(store: Store, name: str, role: StaffRole, passphrase: Passphrase) -> StaffId:
    """Add somebody, who can sign in from now on: whoever adds them vouches that they were briefed.

    Raises:
        NotASupervisorError: Somebody else asks.
        LineFormError, StaffNameTakenError: Nobody can go by that name here.
        PassphraseWeakError, PassphraseTakenError: Theirs cannot be used.
        StoreError: As `Store.record`.
    """
    _hold_supervisor(store)
    hold_line(name)
    if _people(store, name):
        raise StaffNameTakenError
    hold_strong(passphrase, longer=store.sidecar.keyring is None, avoid=(name, store.sidecar.name))
    staff, seeds = StaffId(new_id()), Seeds.fresh()
    sealing = seeds.sealing_key().public
    slot = vault.person_slot(store.sidecar, staff, seeds, _derived(store, passphrase), store.seal_data_key(sealing))
    store.record_with_sidecar(
        vault.with_person(store.sidecar, slot),
        StaffAdded(
            staff=staff,
            name=name,
            employer=None,
            roles=(role,),
            verify_key=slot.signing,
            sealing_key=slot.sealing,
        ),
        trained_from(staff, store.now().astimezone(LONDON).date(), CredentialEvidence.BRIEFING),
    )
    return staff


def leave(store: Store, name: str) -> None:
    """Take somebody's slot away: their passphrase opens nothing any more.

    Raises:
        StoreError: As `leaving` and `Store.record`.
    """
    said, told = leaving(store, [name])
    store.record_with_sidecar(said, *told)


def leaving(store: Store, names: Sequence[str]) -> tuple[Sidecar, list[StaffLeft]]:
    """Return the sidecar without the slots of those who leave, and what tells of each; nothing is kept yet.

    Raises:
        NotASupervisorError: Somebody else asks.
        LineFormError, StaffNameError: Nobody of such a name works here.
        LastPersonError: No other supervisor could sign in any more.
    """
    _hold_supervisor(store)
    said, told = store.sidecar, list[StaffLeft]()
    left_on = store.now().astimezone(LONDON).date().isoformat()
    for name in names:
        hold_line(name)
        people = _people(store, name)
        if len(people) != 1:
            raise StaffNameError
        said = vault.without_person(said, people[0])
        told.append(StaffLeft(staff=people[0], left_on=left_on))
    if names and not {slot.staff for slot in said.people} & _supervisors(store):
        raise LastPersonError
    return said, told


def change_passphrase(store: Store, passphrase: Passphrase) -> None:
    """Wrap the private halves of whoever is signed in under another passphrase; nobody else's slot is touched.

    Raises:
        PassphraseWeakError, PassphraseTakenError: The new one cannot be used.
    """
    person = store.keys.person
    mine = next(slot for slot in store.sidecar.people if slot.staff == person.staff)
    hold_strong(passphrase, longer=store.sidecar.keyring is None, avoid=(_name(store), store.sidecar.name))
    slot = vault.person_slot(store.sidecar, person.staff, person.seeds, _derived(store, passphrase), mine.data_key)
    cost = store.sidecar.kdf
    store.record_with_sidecar(
        vault.with_person(store.sidecar, slot),
        PassphraseChanged(
            staff=person.staff, kdf=KdfCost(memory_kib=cost.memory_kib, passes=cost.passes, lanes=cost.lanes)
        ),
    )


def _derived(store: Store, passphrase: Passphrase) -> Secret:
    return Secret(derive(passphrase, bytes.fromhex(store.sidecar.salt), store.sidecar.kdf))


def _hold_supervisor(store: Store) -> None:
    if StaffRole.SUPERVISOR not in store.roles():
        raise NotASupervisorError


def _name(store: Store) -> str:
    with store.reader() as connection:
        rows = connection.execute("SELECT name FROM staff WHERE staff = ?", (store.keys.person.staff,))
        return next((str(name) for (name,) in rows), "")


def _supervisors(store: Store) -> set[StaffId]:
    with store.reader() as connection:
        rows = connection.execute("SELECT staff, roles FROM staff WHERE left_on IS NULL")
        return {StaffId(staff) for staff, roles in rows if StaffRole.SUPERVISOR in roles.split()}


def _people(store: Store, name: str) -> list[StaffId]:
    with store.reader() as connection:
        rows = connection.execute("SELECT staff FROM staff WHERE name = ? AND left_on IS NULL", (name,))
        return [StaffId(staff) for (staff,) in rows]
