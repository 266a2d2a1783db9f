"""Which acts of base's come down to a laptop, and which of those concern anything that lies there.

Owns the closed list, and asking the laptop's store. Refuses to own holding an entry against base's head (taking_down)
and which entries base sends (sending_down).

Source: agreement 7.2c, 8.2; clauses, "Consent".
"""

from collections.abc import Mapping
from typing import Final

from store.ids import DeviceId, FamilyId, StaffId
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.acts.terms.consents import TAKES_BACK, InterviewState
from store.keeping.acts.terms.families import FamilyLock
from store.keeping.store import Store
from store.release import FIRST_RELEASE

COMES_DOWN: Final[Mapping[type[Act], str]] = {
    acts.AgreementExtended: FIRST_RELEASE,
    acts.AppointmentToldOn: FIRST_RELEASE,
    acts.AttemptToldOn: FIRST_RELEASE,
    acts.BundleReceived: FIRST_RELEASE,
    acts.ClockStopped: FIRST_RELEASE,
    acts.ConflictFound: FIRST_RELEASE,
    acts.ConflictSettled: FIRST_RELEASE,
    acts.ConsentRecorded: FIRST_RELEASE,
    acts.ContactWishRecorded: FIRST_RELEASE,
    acts.CredentialEnded: FIRST_RELEASE,
    acts.CredentialRecorded: FIRST_RELEASE,
    acts.DeviceKeysRenewed: FIRST_RELEASE,
    acts.FamilyAllocated: FIRST_RELEASE,
    acts.FamilyLockSet: FIRST_RELEASE,
    acts.FamilyRecalled: FIRST_RELEASE,
    acts.InterviewMarked: FIRST_RELEASE,
    acts.JournalSucceeded: FIRST_RELEASE,
    acts.ObservationsToldOn: FIRST_RELEASE,
    acts.OrderCancelled: FIRST_RELEASE,
    acts.OrderIssued: FIRST_RELEASE,
    acts.OutcomeSet: FIRST_RELEASE,
    acts.RecoveryKeyMade: FIRST_RELEASE,
    acts.StaffLeft: FIRST_RELEASE,
    acts.TermEnded: FIRST_RELEASE,
    acts.VolumeAttestationEnded: FIRST_RELEASE,
    acts.WordingIssued: FIRST_RELEASE,
}
"""Every kind that may come down, and since which release laptops read it in its present version: nothing that is not
named here does. Who lets one more down, or gives one another version, writes the release that begins with it: base
keeps it back from laptops of an earlier one (unreadable)."""

_ABOUT_A_FAMILY: Final = (
    acts.AppointmentToldOn,
    acts.AttemptToldOn,
    acts.ObservationsToldOn,
    acts.ConsentRecorded,
    acts.InterviewMarked,
    acts.ContactWishRecorded,
    acts.FamilyLockSet,
    acts.ConflictFound,
    acts.ConflictSettled,
    acts.OutcomeSet,
)

ABOUT_WHAT_IS_HERE: Final = (
    *_ABOUT_A_FAMILY,
    acts.CredentialRecorded,
    acts.CredentialEnded,
    acts.StaffLeft,
    acts.ClockStopped,
)
"""What is kept only where it concerns something that lies here."""


def is_for(act: Act, laptop: DeviceId, base: DeviceId) -> bool:
    """Say whether an act of base's may come down to a laptop: a closed list, each kind addressed.

    Nothing about eligibility is on it (clause 7.2c), and nobody else's families.
    """
    if type(act) not in COMES_DOWN:
        return False
    match act:
        case acts.FamilyAllocated() | acts.FamilyRecalled() | acts.OrderIssued() | acts.OrderCancelled():
            return act.device == laptop
        case acts.RecoveryKeyMade():
            return act.device == laptop
        case acts.BundleReceived():
            return act.from_device == laptop
        case acts.DeviceKeysRenewed():
            return act.device == base
        case acts.JournalSucceeded():
            return str(act.store) == base
        case acts.VolumeAttestationEnded():
            return True  # of a word by its number: it counts where it was brought, and no other store has it
        case acts.AgreementExtended() | acts.TermEnded():
            return True  # every laptop lives under the same agreement
        case acts.WordingIssued():
            return True  # every laptop reads the same texts
        case acts.CredentialRecorded() | acts.CredentialEnded() | acts.StaffLeft():
            return True  # of somebody who works here: see `concerns`
        case acts.ClockStopped():
            return True  # of a clock that was started here: see `concerns`
        case acts.ConsentRecorded():
            return act.decision in TAKES_BACK  # and of a family that lies here: see `concerns`
        case acts.InterviewMarked():
            return act.state is InterviewState.ENTERED_IN_ERROR  # likewise, as the rest
        case acts.FamilyLockSet():
            return act.lock is FamilyLock.OPEN  # what base locks is locked by an order
        case acts.AttemptToldOn() | acts.AppointmentToldOn() | acts.ObservationsToldOn():
            return True
        case acts.ContactWishRecorded() | acts.ConflictFound() | acts.ConflictSettled():
            return True
        case acts.OutcomeSet():
            return True  # nobody goes there any more, or somebody does again
        case _:
            return False


def concerns(store: Store, act: Act, given: set[FamilyId]) -> bool:
    """Say whether an act is about a family that lies here or is just given, who works here, or a clock of this store.

    Nobody else's comes in.
    """
    if isinstance(act, _ABOUT_A_FAMILY):
        return act.family in given or _lies_here(store, FamilyId(act.family))
    match act:
        case acts.CredentialRecorded() | acts.CredentialEnded() | acts.StaffLeft():
            return _works_here(store, act.staff)
        case acts.ClockStopped():
            return _was_started_here(store, act.clock)
        case _:
            return True


def _lies_here(store: Store, family: FamilyId) -> bool:
    device = store.sidecar.store
    return bool(store.rows("SELECT 1 FROM allocation WHERE family = ? AND device = ?", (family, device)))


def _works_here(store: Store, staff: StaffId) -> bool:
    return bool(store.rows("SELECT 1 FROM staff WHERE staff = ?", (staff,)))


def _was_started_here(store: Store, clock: str) -> bool:
    return bool(store.rows("SELECT 1 FROM dutyclock WHERE clock = ?", (clock,)))
