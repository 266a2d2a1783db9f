"""Errors of exchange: who the other side is, what it tells, and what stands in the way of telling it."""

from store.errors.base import StoreError
from store.errors.bundles import BundleError


class UnknownDeviceError(StoreError):
    """No such device is enrolled here."""

    message = "No device of that name or id exchanges bundles with this store."
    hint = "List them with `doorstep device list`; a new laptop's answer is accepted with `doorstep enrol accept`."


class DeviceRevokedError(StoreError):
    """Its keys are no longer believed."""

    message = "That device was revoked: nothing is sent to it any more."
    hint = "Enrol it anew with `doorstep enrol ticket`."


class NotEnrolledError(StoreError):
    """A laptop that has no base, or a base asked for something only laptops do."""

    message = "This store is not enrolled with a base."
    hint = "Ask base for a ticket, then run `doorstep init field --ticket FILE`."


class NoMailboxError(StoreError):
    """Nobody said where bundles are left."""

    message = "No mailbox is set."
    hint = "Name it once: `doorstep sync --mailbox FOLDER`."


class BundleContradictsError(BundleError):
    """What a bundle says does not continue what is known of its sender."""

    message = "A bundle does not continue what its sender told before; nothing of it was kept."
    hint = "Ring the other side, and compare checkpoints with `doorstep status`."
    fault = "not_consistent"


class BaseBehindError(BundleContradictsError):
    """Base told this laptop something else before, under the same journal.

    Attributes:
        incident: Id of the incident that tells of it.
    """

    message = "An older copy of base was put back: its bundle contradicts what base told before, and was not let in."
    hint = "Ring base: this laptop's next bundle freezes it, and two people there then run `doorstep recover succeed`."
    fault = "forked"

    def __init__(self, incident: str) -> None:
        super().__init__()
        self.incident = incident


class BundleGapError(BundleError):
    """Entries before the first one in a bundle are missing here."""

    message = "A bundle begins after entries that are not here yet; nothing of it was kept."
    hint = "Run `doorstep sync` there once more: it then sends everything again."
    fault = "not_consistent"


class BundleEntryError(BundleError):
    """An entry in a bundle is not as a journal holds it.

    Attributes:
        n: Its index.
    """

    message = "A bundle carries an entry that does not hold; nothing of it was kept."
    hint = "Run `doorstep verify` on the device that sent it."
    fault = "malformed"

    def __init__(self, n: int) -> None:
        super().__init__()
        self.n = n


class BundleForkedError(BundleError):
    """A journal contradicts what was held of it, further back than the bundle shows."""

    message = "A laptop's journal contradicts what base holds of it; nothing of the bundle was kept."
    hint = "Treat it as an incident, and answer its request with `doorstep recover answer`."
    fault = "forked"


class SenderRevokedError(BundleError):
    """A bundle of a device whose keys are no longer believed."""

    message = "A bundle comes from a device that was revoked; nothing of it was kept."
    hint = "If the device is still in use, raise an incident."
    fault = "revoked_sender"


class BundlePracticeError(BundleError):
    """A bundle of a practice store at a real one, or the other way round."""

    message = "A practice store and a real one do not exchange bundles; nothing of it was kept."
    hint = "Use another mailbox for practice."
    fault = "practice_mixed_with_real"


class StoreBehindError(StoreError):
    """The other side shows, under this store's own signature, that it was further once."""

    message = "This store is behind what it once signed: an older copy of it was put back. It takes no new acts now."
    hint = "Go on with `doorstep recover request` on a laptop, or with `doorstep recover succeed` at base."


class KeysOrderedError(StoreError):
    """New keys were ordered for a laptop before, and it has not said yet that it went over to them."""

    message = "New keys are ordered for that laptop already; it has not said yet that it went over to them."
    hint = "Have it sync, then base; order them anew after that, if those may be known as well."


class FamilyNotThereError(StoreError):
    """A family is not where an order would find it."""

    message = "That family is not allocated to that laptop."
    hint = "Look at what it holds with `doorstep device list`."


class FamilyUndeliveredError(StoreError):
    """A family cannot be allocated, for nothing of it is held."""

    message = "That family was never delivered, or was erased since."
    hint = "Take its delivery in first."


class NotFrozenError(StoreError):
    """A way on was asked for, and nothing is in the way."""

    message = "This store is not frozen."
    hint = "Go on as usual."


class UnliftableError(StoreError):
    """A damaged journal cannot be gone on with."""

    message = "This store's journal is damaged, so it cannot go on in a new branch."
    hint = "Keep its folder as evidence, and enrol the laptop anew with `doorstep enrol ticket`."


class LiftAnswerOldError(StoreError):
    """An answer to another request."""

    message = "This answer is to another request, or to this store as it was before."
    hint = "Write a new request with `doorstep recover request`, and have that one answered."


class TablesDisagreeError(StoreError):
    """Tables that are linked are not of the same cases."""

    message = "The tables do not add up to the same totals, so nothing can be said of what one gives away of another."
    hint = "Make them anew from the same cases."


class TooLittleChangedError(StoreError):
    """Whoever has an earlier report could work a few cases out of it and a new one."""

    message = "Too little has changed since a report was let out: both together would tell of a few cases."
    hint = "Give the earlier report again, or wait until more cases have come to an end."


class ReportForgottenError(StoreError):
    """A report was let out, and what it told is not known here: nobody can hold another one against it."""

    message = "The trail tells of a report that was let out, and what it was made of is not known here."
    hint = "Go on with the base that let it out, or from a backup that was made after that."


class TooFewCasesError(StoreError):
    """Nothing of an output would be left."""

    message = "Too few cases came to an end: every figure would have to be hidden."
    hint = "Wait until more of them did; the team's own figures are `doorstep report rates`."
