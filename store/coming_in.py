"""Coming in: the volume, then the keys, then what tells of it; in two halves, so that nobody waits for the second.

Owns the order. Refuses to own what is asked on the way: each room keeps its own rule.

`come_in` lets somebody read, and loads none of the catalogue of acts. `sign_in` appends what tells of it, and belongs
right after it. Where something is shown between the two, a line in the queue tells who came in, so that a kill leaves
no entry untold; it becomes the act.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.clock import Instant, to_ms
from store.custody.credentials import hold_trained, live_credential
from store.custody.volumes import Attestation, Encrypted, Passage, Verdict, examine, gate
from store.custody.volumes.telling import HOLDS, kept_attestation, standing_attestation, volume_acts
from store.errors import (
    CredentialNotLiveError,
    KeeperSeesNoContactsError,
    NotASupervisorError,
    QueueDamagedError,
    QueueFullError,
)
from store.fieldwork.carrier import shows_families
from store.ids import DeviceId, StaffId
from store.keeping import canonical
from store.keeping.acts.terms.devices import VolumeMoment
from store.keeping.acts.terms.store import SignInFault, SignInScope, StaffRole, StoreRole
from store.keeping.catching_up import catch_up
from store.keeping.names import hold_line
from store.keeping.noted import acts_noted, clear, noted
from store.keeping.opening import SIGN_IN_FAILED, SIGNED_IN, WAIT_BEGAN, ClosedStore, locating_damage
from store.keeping.passphrases import Passphrase
from store.keeping.store import Store
from store.release import RELEASE

if TYPE_CHECKING:
    from store.keeping.acts import Act

CAME_IN: Final = f"{SIGNED_IN}1"
"""Kind and version of the act that the queue keeps of whoever came in."""

_NO_NEWS: Final = (SIGN_IN_FAILED, WAIT_BEGAN, CAME_IN)

Typed = Passphrase | Callable[[], Passphrase]
"""A passphrase, or how to ask for it: asked only once nothing else stands in the way."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody is in, and the journal does not tell of it yet.

    Attributes:
        store: Open and caught up.
        is_only_looking: Whether nothing is to be appended but a new attestation.
        verdict: What was found of the volumes; None for a practice store, whose volumes nobody asks about.
        passage: Why the gate let it open; None for a practice store.
        given: A supervisor's word given just now.
        line: The number of the line in the queue that tells of it; None where there is none.
        may_show: Whether what the store holds may be shown before `sign_in`: the queue tells who came in, and holds
            nothing that changes it.
    """

    store: Store
    is_only_looking: bool
    verdict: Verdict | None
    passage: Passage | None
    given: Attestation | None
    line: int | None = None
    may_show: bool = False


def come_in(
    closed: ClosedStore,
    passphrase: Typed,
    *,
    attesting: str | None = None,
    word: Path | None = None,
    is_clock_right: bool = False,
    is_only_looking: bool = False,
    is_noting: bool = True,
    is_for_safety: bool = False,
    may_be_untrained: bool = False,
) -> Arrival:
    """Let somebody in to read; `sign_in` has to follow.

    Args:
        closed: Released where nobody comes in.
        passphrase: Says who.
        attesting: Why a supervisor vouches for a volume that cannot be examined, if they do.
        word: On a laptop, the file in which a supervisor at base does, if one was brought.
        is_clock_right: Whether somebody says that a clock which fell back is right.
        is_only_looking: Whether nothing is to be appended or mended; a new attestation is kept all the same.
        is_noting: Whether the queue is to tell of it, durably; not where `sign_in` follows before anything is shown.
        is_for_safety: Whether they come in for what protects somebody, which needs no training and shows no family.
        may_be_untrained: Whether a laptop lets in whoever has no training in force, and shows them no family
            (carrier): what is unsent is sent, and new training comes, the same way as ever.

    Raises:
        VolumeNotEncryptedError, VolumeUnknownError: As `gate`.
        SignedFileMissingError, SignedFileFormError, SignedFileForgedError, VolumeWordForOtherError,
            VolumeWordEndedError: The word that was brought does not count.
        NotASupervisorError: Only a supervisor vouches for a volume.
        ClockMovedBackError: Somebody has to say that the clock is right.
        CredentialNotLiveError: Their training is not live; it is told.
        StoreError: As `ClosedStore.unlock`.
    """
    is_base = closed.sidecar.role == StoreRole.BASE
    try:
        verdict = None if closed.sidecar.is_practice else examine(closed.folder)
        if verdict is not None and verdict.encrypted is Encrypted.NO:
            gate(verdict, None, closed.now(), is_base=is_base)  # before anybody has typed a passphrase for nothing
        typed = passphrase() if callable(passphrase) else passphrase
        try:
            store = closed.unlock(typed)
        finally:
            if callable(passphrase):  # nobody else holds it
                typed.wipe()
    except BaseException:
        closed.release()
        raise
    try:
        store.is_clock_accepted = is_clock_right
        with locating_damage(store.database_path, store.keys.database):
            catch_up(store, is_only_looking=is_only_looking)
            given = _given(store, verdict, attesting) or _brought(store, verdict, word)
            passage = None
            if verdict is not None:
                passage = gate(verdict, given or standing_attestation(store), store.now(), is_base=is_base)
            if not (is_for_safety or is_only_looking) and shows_families(store):
                if may_be_untrained and not is_base:
                    look_at_training(store)
                else:
                    _hold_trained(store)
            if not is_noting or is_only_looking:
                return Arrival(store, is_only_looking, verdict, passage, given)
            if store.frozen is None:
                store.hold_clock()
            return Arrival(store, is_only_looking, verdict, passage, given, *_note(store))
    except BaseException:
        store.close()
        raise


def sign_in(arrival: Arrival) -> None:
    """Append what was noted while the store was locked, then who came in; a frozen store notes it in the queue.

    Raises:
        StoreError: As `Store.record`. The store is left open, and nobody is signed in: it is to be closed.
    """
    store = arrival.store
    if arrival.is_only_looking and arrival.given is None:
        return
    from store.exchange.told_locked import acts_told

    with locating_damage(store.database_path, store.keys.database):
        told, lines = _of_volume(arrival), noted(store)
        is_frozen = store.frozen is not None
        if arrival.line is None or all(each.seq != arrival.line for each in lines):
            told.append(_signed_in(store))
        if not is_frozen:
            store.record(*acts_noted(store, lines, acts_told), *told)
            clear(store, lines)
            store.anchor_in_keyring()
            return
        if store.is_queue_set_aside:
            clear(store, lines)
        for act in told:
            store.queue.note_act(act, store.now(), bytes.fromhex(store.sidecar.device.sealing))


def open_store(
    folder: Path,
    passphrase: Typed,
    *,
    attesting: str | None = None,
    word: Path | None = None,
    is_clock_right: bool = False,
    is_only_looking: bool = False,
    is_for_safety: bool = False,
) -> Store:
    """Come in and sign in: what was noted while the store was locked is taken in.

    Args:
        folder: The store's.
        passphrase: As `come_in`.
        attesting: As `come_in`.
        word: As `come_in`.
        is_clock_right: As `come_in`.
        is_only_looking: As `come_in`.
        is_for_safety: As `come_in`.

    Returns:
        The store, somebody signed in to; frozen if its anchors say so.

    Raises:
        StoreError: As `ClosedStore`, `come_in` and `sign_in`.
    """
    if attesting is not None:
        hold_line(attesting)
    arrival = come_in(
        ClosedStore(folder),
        passphrase,
        attesting=attesting,
        word=word,
        is_clock_right=is_clock_right,
        is_only_looking=is_only_looking,
        is_noting=False,
        is_for_safety=is_for_safety,
    )
    try:
        sign_in(arrival)
    except BaseException:
        arrival.store.close()
        raise
    return arrival.store


def look_at_training(store: Store) -> None:
    """See anew whether whoever carries a laptop is trained today, and so whether families may be shown to them."""
    store.is_untrained = store.sidecar.role == StoreRole.FIELD and live_credential(store) is None


def attestation(reason: str | None, staff: StaffId, now: Instant) -> Attestation | None:
    """Return a supervisor's word on a volume, given now; None where there is none."""
    return None if reason is None else Attestation(staff, now + HOLDS, reason)


def hold_sees_contacts(store: Store) -> None:
    """Make sure that whoever is signed in may be shown families: those who keep eligibility may not.

    Raises:
        KeeperSeesNoContactsError: They keep eligibility, and do nothing else here.

    Source:
        Agreement 7.2c.
    """
    if store.roles() == (StaffRole.ELIGIBILITY_KEEPER,):
        raise KeeperSeesNoContactsError


def _given(store: Store, verdict: Verdict | None, attesting: str | None) -> Attestation | None:
    if verdict is None or attesting is None:
        return None
    if StaffRole.SUPERVISOR not in store.roles():
        raise NotASupervisorError
    return attestation(attesting, store.keys.person.staff, store.now())


def _brought(store: Store, verdict: Verdict | None, word: Path | None) -> Attestation | None:
    """Return the word that was brought from base, where it is needed and none that was kept counts.

    Raises:
        StoreError: As `word_for`; VolumeUnknownError where it has run out.
    """
    if word is None or verdict is None or verdict.encrypted is not Encrypted.UNKNOWN:
        return None
    kept = standing_attestation(store)
    if kept is not None and store.now() < kept.until:
        return None
    from store.exchange.volume_word import word_for

    return word_for(store, word)


def _note(store: Store) -> tuple[int | None, bool]:
    """Note who came in; return the line's number, and whether the queue holds nothing that changes what is shown."""
    body = {
        "credential": live_credential(store),
        "release": RELEASE,
        "scope": _scope(store),
        "staff": store.keys.person.staff,
    }
    try:
        waiting = store.queue.waiting()
        sealing = bytes.fromhex(store.sidecar.device.sealing)
        line = store.queue.note(CAME_IN, store.now(), canonical.dumps(body), sealing)
    except (QueueDamagedError, QueueFullError):
        return None, False  # signing in sets a damaged one aside, and empties a full one
    taken = store.queue_taken()
    return line.seq, all(each.what in _NO_NEWS for each in waiting if each.seq > taken)


def _of_volume(arrival: Arrival) -> "list[Act]":
    if arrival.verdict is None or arrival.passage is None:
        return []
    store = arrival.store
    device, kept = DeviceId(store.sidecar.store), kept_attestation(store)
    return volume_acts(arrival.verdict, arrival.passage, VolumeMoment.UNLOCK, device, arrival.given, kept)


def _signed_in(store: Store) -> "Act":
    from store.keeping.acts import SignedIn

    credential = live_credential(store)
    return SignedIn(staff=store.keys.person.staff, scope=_scope(store), credential=credential, release=RELEASE)


def _scope(store: Store) -> SignInScope:
    if store.frozen is not None:
        return SignInScope.READ_ONLY
    return SignInScope.FULL if live_credential(store) is not None else SignInScope.SAFETY_ONLY


def _hold_trained(store: Store) -> None:
    """Make sure that whoever comes in is trained today; that somebody was kept out is told, where acts are taken.

    Raises:
        CredentialNotLiveError: They are not.
    """
    try:
        hold_trained(store)
    except CredentialNotLiveError:
        if store.frozen is None:
            from store.keeping.acts import SignInFailed

            now_ms = to_ms(store.now())
            store.record(
                SignInFailed(
                    fault=SignInFault.CREDENTIAL_NOT_LIVE,
                    staff=store.keys.person.staff,
                    attempts_count=1,
                    first_at_ms=now_ms,
                    last_at_ms=now_ms,
                )
            )
        raise
