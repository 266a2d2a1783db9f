"""What the trail says of an act: one sentence, with devices and staff by name and never a family's. Pure.

Owns the sentences. Refuses to own when and who (the trail's lines), and what a family's own history says of it
(field.history_words), which is shown where that family is chosen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final, assert_never

from store.agreement.lifetime import TermEnd
from store.clock import from_ms
from tui import wording
from tui.common.trail.duty_sentences import OF_DUTIES, families

if TYPE_CHECKING:  # acts need pydantic, which the list does not wait for
    from store.keeping import acts
    from store.keeping.acts import Act


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called here.

    Attributes:
        devices, staff: Names by id; an id that is not in them is told in words.
    """

    devices: Mapping[str, str] = field(default_factory=dict, repr=False)
    staff: Mapping[str, str] = field(default_factory=dict, repr=False)

    def device(self, device: str | None) -> str:
        """Return what a device is called."""
        return self.devices.get(device or "", "") or "a device that is not on the register"

    def person(self, staff: str | None) -> str:
        """Return what somebody is called."""
        return self.staff.get(staff or "", "") or "somebody who is not on the register"


UNNAMED: Final = Names()


def sentence(act: "Act", names: Names = UNNAMED) -> str:
    """Return what an act says in one sentence without a full stop; a kind without one of its own says what it is."""
    told = SENTENCES.get(act.kind)
    said = wording.sentence(type(act)).rstrip(".") if told is None else told(act, names)
    return " ".join(said.split())


def _because(reason: str | None) -> str:
    return f": “{reason}”" if reason else ""


# -- devices ---------------------------------------------------------------------------------------------------------


def _registered(act: "acts.DeviceRegistered", _: Names) -> str:
    said = act.particulars
    serial = f", serial {said.serial}" if said.serial else ""
    shown = wording.words(said.encryption.encrypted)
    return f"{said.name} was put on the register: {wording.words(said.kind)}{serial}; encrypted: {shown}"


def _changed(act: "acts.DeviceChanged", _: Names) -> str:
    return f"The register says something else of {act.particulars.name}{_because(act.reason)}"


def _state(act: "acts.DeviceStateChanged", names: Names) -> str:
    was, stands = wording.words(act.old), wording.words(act.new)
    return f"{names.device(act.device)} is {stands}, and was {was}{_because(act.reason)}"


def _handed_in(act: "acts.DeviceHandedIn", names: Names) -> str:
    on_it = f"{families(act.families_left_count)} and {wording.counted(act.unsent_count, 'unsent act')} on it"
    paper = f"{wording.counted(act.sheets_left_count, 'sheet')} of paper not with it"
    return f"{names.device(act.device)} is handed in: {on_it}, {paper}"


def _revoked(act: "acts.DeviceRevoked", names: Names) -> str:
    return f"Nothing more of {names.device(act.device)} is believed: {wording.words(act.cause)}"


def _volume(act: "acts.VolumeChecked", names: Names) -> str:
    found = {"yes": "shown to be", "no": "NOT", "unknown": "not to be shown"}[act.encrypted.value]
    what = "The store's volume and swap are"
    if act.moment.value == "clear_write":
        what = f"Before something was written to {names.device(act.device)} its volume was"
    return f"{what} {found} encrypted ({wording.words(act.moment)})"


def _attested(act: "acts.VolumeAttested", names: Names) -> str:
    where = f" of {names.device(act.device)}" if act.device else ""
    return f"{names.person(act.supervisor)} vouched for a volume{where} that cannot be examined"


# -- families on devices ---------------------------------------------------------------------------------------------


def _moved(act: "acts.HoldingRecorded", names: Names) -> str:
    did = {
        "backup": "were backed up onto",
        "copy": "were copied onto",
        "erase": "were erased from",
        "export": "left in a file on",
        "load": "came onto",
        "return": "were given back from",
    }[act.move.value]
    what = act.shipment.value.replace("_", " ")
    return f"Data of {families(act.families_count)} {did} {names.device(act.device)} ({what})"


def _loaded(act: "acts.FamilyLoaded", names: Names) -> str:
    return f"A family came onto {names.device(act.device)}"


def _given(act: "acts.FamilyAllocated", names: Names) -> str:
    return f"A family was given to {names.device(act.device)}, for {names.person(act.interviewer)}"


def _back(act: "acts.FamilyRecalled", names: Names) -> str:
    return f"A family was called back from {names.device(act.device)}: {wording.words(act.cause)}"


def _ordered(act: "acts.OrderIssued", names: Names) -> str:
    about = f" for {families(len(act.families))}" if act.families else ""
    return f"{names.device(act.device)} was ordered to {_ORDERS[act.order_kind.value]}{about}"


_ORDERS: Final = {
    "allocate": "load",
    "contact_card": "take a contact card",
    "destroy": "destroy all there is",
    "hand_in": "be handed in",
    "lease": "keep a lease",
    "lock": "lock and erase the details",
    "open_branch": "go on in a new branch",
    "recall": "give back",
    "release": "take a release",
    "renew_keys": "renew its keys",
    "safety_note": "take a safety note",
    "setting": "take a setting",
    "staff": "take news of staff",
    "wording": "use a wording",
}


def _executed(act: "acts.OrderExecuted", _: Names) -> str:
    about = f" for {families(len(act.families))}" if act.families else ""
    return f"An order{about} was carried out: {wording.words(act.end)}{_because(act.reason)}"


def _shown(act: "acts.FamilyShown", _: Names) -> str:
    return f"A family was looked at: {', '.join(wording.words(each) for each in act.parts)}"


def _erased(act: "acts.BodiesErased", _: Names) -> str:
    count = sum(last - first + 1 for each in act.erased for first, last in each.ranges)
    return f"{wording.counted(count, 'entry', 'entries')} lost what they said for ever: {wording.words(act.reason)}"


def _backed_up(act: "acts.BackupMade", names: Names) -> str:
    return f"A backup with {families(act.families_count)} was made onto {names.device(act.device)}"


def _backup_opened(act: "acts.BackupRestored", _: Names) -> str:
    if act.use.value == "succession":
        return f"Backup {act.backup[:8]} was put back in base's place{_because(act.finding)}"
    if act.verdict.value == "holds":
        return f"Backup {act.backup[:8]} was opened and holds, {wording.counted(act.journal_size, 'act')} of base's"
    return f"Backup {act.backup[:8]} was looked at and does not hold{_because(act.finding)}"


def _backup_gone(act: "acts.BackupDestroyed", _: Names) -> str:
    after = ", after what it held was destroyed here" if act.is_after_destruction else ""
    return f"Backup {act.backup[:8]} and its key were destroyed{after}"


def _later_backups(act: "acts.LaterBackupsTold", _: Names) -> str:
    named = f"{wording.counted(len(act.named), 'backup')} named" if act.named else "none was made"
    return f"Of backups made after the copy base was put back from, {named}{_because(act.reason)}"


def _exported(act: "acts.ExportMade", names: Names) -> str:
    sealed = "in clear" if act.is_clear else "sealed"
    where = f" to {names.device(act.target_device)}" if act.target_device else ""
    return f"A file left {sealed}{where}: {act.shipment.value.replace('_', ' ')}, {families(len(act.families))}"


def _about_to_move(act: "acts.MovementRecorded", _: Names) -> str:
    what = f"{wording.words(act.shipment)}, {wording.counted(act.rows_count, 'row')}"
    return f"Data is about to move by {wording.words(act.channel)}: {what}, under {act.for_clause}"


def _movement_ended(act: "acts.MovementEnded", _: Names) -> str:
    confirmed = f", as {act.acknowledged_by} says" if act.acknowledged_by else ""
    return f"What was to move {_MOVED[act.end.value]}{confirmed}{_because(act.reason)}"


_MOVED: Final = {"arrived": "arrived", "done": "was moved", "failed": "was not moved", "lost": "got lost"}


def _has_extract(act: "acts.LinkageAcknowledged", _: Names) -> str:
    which = "a stop-list of an extract" if act.revision else "an extract for linkage"
    return f"{act.acknowledged_by} confirmed by {wording.words(act.channel)} having {which}"


def _family_locked(act: "acts.FamilyLockSet", _: Names) -> str:
    return "A family was locked" if act.lock.value == "locked" else "A family was opened again"


def _work_checked(act: "acts.BackCheckRecorded", names: Names) -> str:
    return f"Somebody's work was checked by {names.person(act.checked_by)}: {wording.words(act.result)}"


def _clock_moved(act: "acts.PracticeClockMoved", _: Names) -> str:
    return f"The training clock was moved forward to {wording.when(from_ms(act.to_ms))}"


def _queue_taken(act: "acts.QueueTaken", _: Names) -> str:
    damaged = "; it was DAMAGED" if act.is_damaged else ""
    noted = wording.counted(act.lines_count, "line")
    return f"What was noted while this store was locked was taken in, {noted}{damaged}"


def _delivered(act: "acts.DeliveryTakenIn", _: Names) -> str:
    taken, held = families(act.supplied_count), f"{act.held_count:,} held back"
    stated = f"; its records are stated to be from {_on(act.collected_from_on)} on" if act.collected_from_on else ""
    return f"A delivery of {act.council} was taken in: {taken}, {held}, {act.opted_out_count:,} opted out{stated}"


def _joined(act: "acts.CouncilsJoined", _: Names) -> str:
    return f"Families of {act.other_council} come under {act.council}: {act.reason}"


def _parted(act: "acts.CouncilsParted", _: Names) -> str:
    return f"Families of {act.other_council} come under {act.council} no longer: {act.reason}"


def _withheld(act: "acts.OrderWithheld", names: Names) -> str:
    return f"An order for {names.device(act.device)} waits at base until it may go down"


def _entries_withheld(act: "acts.EntriesWithheld", names: Names) -> str:
    waiting = wording.counted(len(act.entries), "entry for", "entries for")
    return f"{waiting} {names.device(act.device)} wait at base until it runs release {act.needs_release}"


def _entries_released(act: "acts.EntriesReleased", names: Names) -> str:
    return (
        f"{wording.counted(len(act.entries), 'entry', 'entries')} for {names.device(act.device)} waited, and no longer"
    )


# -- the agreement ---------------------------------------------------------------------------------------------------


def _extended(act: "acts.AgreementExtended", _: Names) -> str:
    agreed = f" on {_on(act.agreed_on)}" if act.agreed_on else ""
    return (
        f"The agreement was extended in writing{agreed}, from {_on(act.old_ends_on)}"
        f" to the end of {_on(act.new_ends_on)}"
    )


def _term_ended(act: "acts.TermEnded", _: Names) -> str:
    given = f" given on {_on(act.notice_on)}" if act.notice_on else ""
    match act.cause:
        case TermEnd.RAN_OUT:
            return f"The agreement ran out with the end of {_on(act.ends_on)}"
        case TermEnd.IMMEDIATE_NOTICE:
            return f"Notice with immediate effect{given} ended the agreement"
        case TermEnd.ONE_MONTH_NOTICE:
            return f"Notice{given} ends the agreement with the end of {_on(act.ends_on)}"
    assert_never(act.cause)


def _on(day: str) -> str:
    return wording.day(date.fromisoformat(day))


# -- bundles, people, sittings ---------------------------------------------------------------------------------------


def _sent(act: "acts.BundleSent", names: Names) -> str:
    return f"Bundle {act.number:,} for {names.device(act.to_device)} was left in a mailbox"


def _received(act: "acts.BundleReceived", names: Names) -> str:
    fresh = wording.counted(act.new_entries_count, "new act")
    return f"Bundle {act.number:,} of {names.device(act.from_device)} was taken in: {fresh}"


def _added(act: "acts.StaffAdded", _: Names) -> str:
    return f"{act.name} works here: {', '.join(wording.words(each) for each in act.roles)}"


def _left(act: "acts.StaffLeft", names: Names) -> str:
    return f"{names.person(act.staff)} left"


def _came_in(act: "acts.SignedIn", names: Names) -> str:
    return f"{names.person(act.staff)} signed in, release {act.release}"


def _plainly(said: str, _: Any, __: Names) -> str:
    return said


_PLAIN: Final = {
    "appointment_changed": "Something came of an appointment",
    "appointment_made": "An appointment was made",
    "appointment_told_on": "How an appointment stands was told on to whoever has its family",
    "attempt_corrected": "An attempt was told anew, or taken back",
    "attempt_told_on": "How an attempt stands was told on to whoever has its family",
    "ceremony_closed": "An asking for consent ended",
    "ceremony_opened": "Somebody is asked for consent",
    "consent_recorded": "An answer about consent was kept",
    "contact_wish_recorded": "A wish about contact was kept",
    "details_corrected": "A detail was corrected",
    "family_delivered": "A council supplied a family",
    "interview_marked": "An interview was marked complete or partial",
    "observation_recorded": "What a place looks like was noted",
    "observations_told_on": "What a place looks like was told on to whoever has its family",
    "safety_note_acknowledged": "A safety note was read",
}
"""What is said in a few words, for it says no more without its family."""


SENTENCES: Final[dict[str, Callable[[Any, Names], str]]] = {
    **{kind: partial(_plainly, said) for kind, said in _PLAIN.items()},
    **OF_DUTIES,
    "agreement_extended": _extended,
    "back_check_recorded": _work_checked,
    "backup_destroyed": _backup_gone,
    "backup_made": _backed_up,
    "backup_restored": _backup_opened,
    "bodies_erased": _erased,
    "bundle_received": _received,
    "bundle_sent": _sent,
    "councils_joined": _joined,
    "councils_parted": _parted,
    "delivery_taken_in": _delivered,
    "device_changed": _changed,
    "device_handed_in": _handed_in,
    "device_registered": _registered,
    "device_revoked": _revoked,
    "device_state_changed": _state,
    "export_made": _exported,
    "family_allocated": _given,
    "family_loaded": _loaded,
    "family_lock_set": _family_locked,
    "family_recalled": _back,
    "family_shown": _shown,
    "holding_recorded": _moved,
    "later_backups_told": _later_backups,
    "linkage_acknowledged": _has_extract,
    "movement_ended": _movement_ended,
    "movement_recorded": _about_to_move,
    "order_executed": _executed,
    "order_issued": _ordered,
    "order_withheld": _withheld,
    "entries_withheld": _entries_withheld,
    "entries_released": _entries_released,
    "practice_clock_moved": _clock_moved,
    "queue_taken": _queue_taken,
    "signed_in": _came_in,
    "staff_added": _added,
    "staff_left": _left,
    "term_ended": _term_ended,
    "volume_attested": _attested,
    "volume_checked": _volume,
}
