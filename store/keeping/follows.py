"""What follows from each kind of this store's own acts, and what from those about its house.

Owns one small function a kind. Refuses to own what is exchanged with other stores (follows_exchange), families and the
work at their doors (follows_fieldwork), devices and what lies on them (follows_custody), and acts of other stores
(follows_taken): what a laptop's journal says about itself is no fact about base, and the other way round.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from store.keeping import acts
from store.keeping.acts import Act
from store.keeping.acts.terms.store import StoreRole
from store.keeping.by_name import tables
from store.keeping.exchange_words import VOUCHED
from store.keeping.follows_backups import OF_BACKUPS
from store.keeping.follows_branches import OF_BRANCHES
from store.keeping.follows_clocks import OF_DUTIES
from store.keeping.follows_deliveries import OF_DELIVERIES
from store.keeping.follows_exchange import OF_EXCHANGE, address, word_ended
from store.keeping.follows_paper import OF_PAPER
from store.keeping.follows_term import OF_TERM
from store.keeping.follows_training import credential, credential_ended
from store.keeping.follows_wordings import wording_issued
from store.keeping.taking import HEARD_AT

if TYPE_CHECKING:
    from store.keeping.projection import Projection

CLOCK_BACK: Final = "clock_back/"
"""Begins the name of a fact that says where a clock fell back: the key of the entry follows, its value is how far."""


def _store_opened_first(tables_: "Projection", _: int, act: acts.StoreOpenedFirst) -> None:
    for name in ("store", "name", "role", "agreement", "agreement_digest", "keyring_mode"):
        tables_.put(tables.Fact, name=name, value=getattr(act, name))


def _staff_added(tables_: "Projection", _: int, act: acts.StaffAdded) -> None:
    tables_.put(
        tables.Staff,
        staff=act.staff,
        name=act.name,
        roles=" ".join(act.roles),
        verify_key=act.verify_key,
        sealing_key=act.sealing_key,
    )


def _staff_roles_changed(tables_: "Projection", _: int, act: acts.StaffRolesChanged) -> None:
    tables_.change(tables.Staff, {"staff": act.staff}, roles=" ".join(act.new))


def _staff_keys_renewed(tables_: "Projection", _: int, act: acts.StaffKeysRenewed) -> None:
    tables_.change(tables.Staff, {"staff": act.staff}, verify_key=act.verify_key, sealing_key=act.sealing_key)


def _staff_left(tables_: "Projection", key: int, act: acts.StaffLeft) -> None:
    tables_.change(tables.Staff, {"staff": act.staff}, left_on=act.left_on)
    _tell_laptops(tables_, key, act.staff)


def _credential_recorded(tables_: "Projection", key: int, act: acts.CredentialRecorded) -> None:
    credential(tables_, key, act)
    _tell_laptops(tables_, key, act.staff)


def _credential_ended(tables_: "Projection", key: int, act: acts.CredentialEnded) -> None:
    credential_ended(tables_, act)
    _tell_laptops(tables_, key, act.staff)


def _tell_laptops(tables_: "Projection", key: int, staff: str) -> None:
    """Let what base says of somebody, that they left or of their training, go down to the laptops they carry."""
    for device, carried_by in tables_.rows("peer", ("device", "staff")) if tables_.is_base else ():
        if carried_by == staff:
            address(tables_, device, key)


def _volume_checked(tables_: "Projection", _: int, act: acts.VolumeChecked) -> None:
    """What was found of this machine's own volumes; of a drive that something was written to it stands in the trail."""
    if not _is_here(tables_, act.device):
        return
    seen = "; ".join(f"{volume.role}: {volume.encrypted} ({volume.evidence})" for volume in act.volumes)
    tables_.put(tables.Fact, name="volume", value=seen)


def _volume_attested(tables_: "Projection", _: int, act: acts.VolumeAttested) -> None:
    """Somebody vouched for this machine; what base says of a laptop counts on that laptop."""
    if _is_here(tables_, act.device):
        tables_.put(tables.Fact, name="attestation", value=acts.dump(act).decode("utf-8"))
    elif act.device is not None:
        tables_.put(tables.Fact, name=f"{VOUCHED}{act.attestation}", value=act.device)


def _is_here(tables_: "Projection", device: str | None) -> bool:
    return device in (None, tables_.own)


def _volume_attestation_ended(tables_: "Projection", key: int, act: acts.VolumeAttestationEnded) -> None:
    """A word was taken back: here, or at base of a laptop, which hears so with its next bundle."""
    word_ended(tables_, act)
    device = tables_.fact(f"{VOUCHED}{act.attestation}")
    if device:
        address(tables_, device, key)


def _clock_moved_back(tables_: "Projection", key: int, act: acts.ClockMovedBack) -> None:
    """Remember where instants begin anew: between two such places they only rise, so that a day is found quickly."""
    tables_.put(tables.Fact, name=f"{CLOCK_BACK}{key}", value=str(act.behind_s))
    heard = tables_.fact(HEARD_AT)
    if heard:  # told by the clock as it stands now: what passed until it was set back counts on (fieldwork, leases)
        behind_ms = act.last_act_at_ms - tables_.header(key).at_ms
        tables_.put(tables.Fact, name=HEARD_AT, value=str(int(heard) - max(0, behind_ms)))


def _practice_clock_moved(tables_: "Projection", _: int, act: acts.PracticeClockMoved) -> None:
    tables_.put(tables.Fact, name="training_clock", value=str(act.to_ms))


def _queue_taken(tables_: "Projection", _: int, act: acts.QueueTaken) -> None:
    tables_.put(tables.Fact, name="queue_taken", value=str(act.up_to))


def _wording_issued(tables_: "Projection", key: int, act: acts.WordingIssued) -> None:
    if tables_.fact("role") == StoreRole.BASE:
        wording_issued(tables_, key, act)


FOLLOWS: Final[dict[type[Act], Callable[["Projection", int, Any], None]]] = {
    acts.StoreOpenedFirst: _store_opened_first,
    acts.StaffAdded: _staff_added,
    acts.StaffRolesChanged: _staff_roles_changed,
    acts.StaffKeysRenewed: _staff_keys_renewed,
    acts.StaffLeft: _staff_left,
    acts.CredentialRecorded: _credential_recorded,
    acts.CredentialEnded: _credential_ended,
    acts.VolumeChecked: _volume_checked,
    acts.VolumeAttested: _volume_attested,
    acts.VolumeAttestationEnded: _volume_attestation_ended,
    acts.ClockMovedBack: _clock_moved_back,
    acts.PracticeClockMoved: _practice_clock_moved,
    acts.QueueTaken: _queue_taken,
    acts.WordingIssued: _wording_issued,
    **OF_PAPER,
    **OF_DUTIES,
    **OF_DELIVERIES,
    **OF_EXCHANGE,
    **OF_BACKUPS,
    **OF_BRANCHES,
    **OF_TERM,
}
