"""What a laptop's release cannot read waits at base, and is told again once the laptop runs one that can.

Owns keeping such entries back and letting them go. Refuses to own which kinds may come down at all, and since when they
are read (meant_for), and orders, which wait with the entries they need (withholding).

A laptop that met a kind it cannot read would refuse the whole bundle, a refusal in it as well; and to lay such an entry
by unread would leave a body there that no erasing of a family could find. Told again it stands under an entry of its
own, for what lies below the head that a laptop holds is never sent (telling_again).

Source: design 2; agreement 9.1c.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from store.exchange import meant_for
from store.exchange.peers import Peer, peers
from store.exchange.telling_again import act_at
from store.exchange.withholding import is_since
from store.ids import JournalId
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.header import unpack
from store.keeping.kinds import acts_of
from store.keeping.store import Store
from store.release import FIRST_RELEASE

_WITH_AN_ORDER: Final = (acts.FamilyAllocated, acts.FamilyRecalled, acts.OrderIssued)
"""These wait with their order, whose release says so."""

_NEVER_AGAIN: Final = (acts.BundleReceived,)
"""What is no news once it is late: base takes nothing in twice, and every later bundle says as much."""


_OVERTAKEN: Final = (
    acts.AgreementExtended,
    acts.AppointmentToldOn,
    acts.AttemptToldOn,
    acts.ConflictFound,
    acts.ConflictSettled,
    acts.CredentialEnded,
    acts.CredentialRecorded,
    acts.DeviceKeysRenewed,
    acts.ObservationsToldOn,
    acts.OutcomeSet,
    acts.RecoveryKeyMade,
    acts.TermEnded,
)
"""Of these what base said last counts, at base too: told again behind it, an earlier one would take its place."""


def settle_entries(store: Store) -> None:
    """Let go what laptops can read since, and keep back what they cannot and have not heard.

    Args:
        store: Base's, with everything taken in that laptops told of their releases.

    Raises:
        StoreError: As `Store.record`.
    """
    waiting = _waiting(store)
    later = {kind.kind: since for kind, since in meant_for.COMES_DOWN.items() if kind not in _WITH_AN_ORDER}
    later = {kind: since for kind, since in later.items() if not is_since(since, FIRST_RELEASE)}
    for laptop in peers(store):
        if laptop.revoked_from is None:
            _let_go(store, laptop, waiting.get(laptop.device, []))
            if later:
                _keep_back(store, laptop, later)


def _waiting(store: Store) -> dict[str, list[tuple[str, int, str]]]:
    """Return what waits, by laptop: journal, index, and the release it needs."""
    found: defaultdict[str, list[tuple[str, int, str]]] = defaultdict(list)
    rows = store.rows("SELECT device, journal, n, needs_release FROM withheld ORDER BY device, journal, n")
    for device, journal, n, since in rows:
        found[device].append((journal, n, since))
    return found


def _let_go(store: Store, laptop: Peer, waiting: Sequence[tuple[str, int, str]]) -> None:
    by_journal: defaultdict[str, list[int]] = defaultdict(list)
    for journal, n, since in waiting:
        if is_since(since, laptop.release):
            by_journal[journal].append(n)
    for journal, indices in by_journal.items():
        told = [act for n in indices if (act := _still_said(store, journal, n)) is not None]
        gone = acts.EntriesReleased(device=laptop.device, journal=JournalId(journal), entries=tuple(indices))
        store.record(*told, gone)


def _still_said(store: Store, journal: str, n: int) -> Act | None:
    """Return what is to be told again; None where it was erased or overtaken meanwhile, or is no news.

    Source:
        Agreement 7.2a: who was locked since is not opened again.
    """
    held = store.journal_of(JournalId(journal), 0)
    act = None if held is None else act_at(held, n)
    if act is None or isinstance(act, _NEVER_AGAIN) or _is_overtaken(store, journal, n, act):
        return None
    return act


def _is_overtaken(store: Store, journal: str, n: int, act: Act) -> bool:
    """Say whether something else holds by now at base of what an act is about."""
    if isinstance(act, acts.FamilyLockSet):
        return not store.rows("SELECT 1 FROM lockset WHERE family = ? AND lock = ?", (act.family, act.lock))
    if not isinstance(act, _OVERTAKEN):
        return False
    own = {store.sidecar.journal, *(each.journal for each in store.former_branches())}
    told = [each for each in acts_of(store, *_OVERTAKEN) if each.journal in own]
    place = next(at for at, each in enumerate(told) if (each.journal, each.n) == (journal, n))
    return any(_about(each.act) == _about(act) for each in told[place + 1 :])


def _about(act: Act) -> tuple[str, ...]:
    match act:
        case acts.AgreementExtended() | acts.TermEnded():
            return ("end",)
        case acts.AttemptToldOn():
            return "attempt", act.family, act.attempt
        case acts.AppointmentToldOn():
            return "appointment", act.family, act.appointment
        case acts.ObservationsToldOn():
            return act.kind, act.family
        case acts.ConflictFound() | acts.ConflictSettled():
            return "conflict", act.conflict
        case acts.CredentialEnded() | acts.CredentialRecorded():
            return "credential", act.credential
        case acts.OutcomeSet():
            return "outcome", act.family, act.wave, act.person or ""
        case acts.DeviceKeysRenewed() | acts.RecoveryKeyMade():
            return act.kind, act.device
        case _:
            raise AssertionError


def _keep_back(store: Store, laptop: Peer, later: dict[str, str]) -> None:
    rows = store.rows(
        "SELECT n, header FROM (SELECT DISTINCT n FROM addressed WHERE device IN (?, '') AND n >= ?)"
        " JOIN entry ON entry.id = ? + n WHERE body IS NOT NULL"
        " AND n NOT IN (SELECT n FROM withheld WHERE device = ? AND journal = ?) ORDER BY n",
        (
            laptop.device,
            laptop.heard_size,
            store.journal.keys()[0],
            laptop.device,
            store.sidecar.journal,
        ),
    )
    by_release: defaultdict[str, list[int]] = defaultdict(list)
    for n, header in rows:
        read = unpack(header)
        since = later.get(read.kind)
        if since is None or is_since(since, laptop.release) or (read.kind, read.kind_version) not in acts.CATALOGUE:
            continue  # an older version was read before there was the present one
        by_release[since].append(n)
    for since, indices in by_release.items():
        store.record(
            acts.EntriesWithheld(
                device=laptop.device,
                device_release=laptop.release or None,
                needs_release=since,
                journal=store.sidecar.journal,
                entries=tuple(indices),
            )
        )
