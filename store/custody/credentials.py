"""Training: who may sign in today, until when, and recording it.

Owns the rule (every topic of the agreement, live today), and the deeds. Refuses to own where somebody is let in
(coming_in), and what needs none: a loss, a refusal, a withdrawal and handing in are told at the prompt.

Source: clauses 9.1e, 13.2, A3; design 1, "Safety is never locked out".
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from store.agreement.london import add_months, london_day
from store.agreement.safeguards import Topic
from store.custody.naming import staff_named
from store.errors import (
    CredentialDatesError,
    CredentialNotLiveError,
    CredentialTooLongError,
    CredentialUnknownError,
    NotASupervisorError,
)
from store.ids import StaffId, new_id
from store.keeping.acts.terms.store import CredentialEvidence, StaffRole
from store.keeping.agreed import agreement_of
from store.keeping.names import hold_line
from store.keeping.store import Store

ANNOUNCED: Final = timedelta(days=30)
"""How long ahead it is said that somebody's training runs out: time to train them anew."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What somebody was trained in.

    Attributes:
        from_on: First London day on which it counts.
        expires_on: The last one.
        has_begun: Whether its first day had come when it was told; then a clock that is set back takes nothing away.
        is_ended: Whether it was ended before its day.
    """

    credential: str
    staff: StaffId
    topics: frozenset[Topic]
    evidence: CredentialEvidence
    from_on: date
    expires_on: date
    has_begun: bool
    is_ended: bool

    def begins_by(self, on: date) -> bool:
        """Say whether it has begun on a London day."""
        return self.has_begun or self.from_on <= on

    def counts_on(self, on: date) -> bool:
        """Say whether it counts on a London day."""
        return not self.is_ended and self.begins_by(on) and on <= self.expires_on


def trained_until(credentials: Iterable[Credential], on: date) -> date | None:
    """Return the last day, from `on` without a gap, on which somebody is trained in every topic; None if not on `on`.

    Args:
        credentials: One person's.
        on: A London day.
    """
    held = list(credentials)
    days = [until for topic in Topic if (until := _until(held, topic, on)) is not None]
    return min(days) if len(days) == len(Topic) else None


def _until(held: Sequence[Credential], topic: Topic, on: date) -> date | None:
    """Return until when one topic is covered from a day on; what begins the day after the last one goes on from it."""
    until: date | None = None
    for each in sorted(held, key=lambda each: each.from_on):
        begins = on if until is None else until + timedelta(days=1)
        if topic in each.topics and not each.is_ended and each.begins_by(begins) and begins <= each.expires_on:
            until = each.expires_on
    return until


# -- reading ---------------------------------------------------------------------------------------------------------


def credentials(store: Store, staff: StaffId | None = None) -> list[Credential]:
    """Return every credential, by person and then the one that ends first; or one person's."""
    rows = store.rows(
        "SELECT credential, staff, topics, evidence, from_on, expires_on, has_begun, is_ended FROM credential"
        " WHERE ? IS NULL OR staff = ? ORDER BY staff, expires_on, credential",
        (staff, staff),
    )
    return [
        Credential(
            credential,
            StaffId(whose),
            frozenset(map(Topic, topics.split())),
            CredentialEvidence(evidence),
            date.fromisoformat(from_on),
            date.fromisoformat(expires_on),
            bool(has_begun),
            bool(is_ended),
        )
        for credential, whose, topics, evidence, from_on, expires_on, has_begun, is_ended in rows
    ]


def live_credential(store: Store) -> str | None:
    """Return the credential under which whoever is signed in works today; None where they may not.

    Where several cover the topics between them, it is the one that ends first.
    """
    today, held = london_day(store.now()), credentials(store, store.keys.person.staff)
    if trained_until(held, today) is None:
        return None
    return next(each.credential for each in held if each.counts_on(today))


def hold_trained(store: Store) -> None:
    """Make sure that whoever is signed in is trained today.

    Raises:
        CredentialNotLiveError: They are not, or not in every topic.
    """
    if live_credential(store) is None:
        ran_out = [each.expires_on for each in credentials(store, store.keys.person.staff) if not each.is_ended]
        raise CredentialNotLiveError(max(ran_out, default=None))


def announced(store: Store) -> date | None:
    """Return on which day the training of whoever is signed in runs out, where that is to be announced now."""
    today = london_day(store.now())
    until = trained_until(credentials(store, store.keys.person.staff), today)
    return until if until is not None and until - today <= ANNOUNCED else None


def credential_named(store: Store, beginning: str) -> Credential:
    """Return the one credential, not ended, whose id begins with something.

    Raises:
        CredentialUnknownError: None does, or more than one.
    """
    sought = beginning.lower()
    found = [each for each in credentials(store) if each.credential.startswith(sought) and not each.is_ended]
    if len(found) != 1 or not sought:
        raise CredentialUnknownError
    return found[0]


# -- deeds -----------------------------------------------------------------------------------------------------------


def record_credential(
    store: Store,
    name: str,
    *,
    topics: Sequence[Topic] = tuple(Topic),
    evidence: CredentialEvidence = CredentialEvidence.BRIEFING,
    from_on: date | None = None,
    expires_on: date | None = None,
    document: bytes | None = None,
) -> str:
    """Record what somebody was trained in; return its id. Where they carry a laptop, it goes there.

    A supervisor whose own training ran out records nothing but their own declaration, as whoever sets up a base does:
    where nobody else is, nobody would be let in any more. It stands in the trail.

    Args:
        store: Base's, or the one they sign in to.
        name: Who.
        topics: In what.
        evidence: What it rests on.
        from_on: First London day; None for today.
        expires_on: The last one; None for as long as the agreement allows.
        document: The bytes of the document it rests on, of which the digest is kept.

    Raises:
        NotASupervisorError: Only a supervisor records training.
        StaffNameError, LineFormError: Nobody of that name works here.
        CredentialNotLiveError: The supervisor's own ran out, and it is another's that is recorded.
        CredentialDatesError, CredentialTooLongError: Nobody is trained for such a time.
        StoreError: As `Store.record`.
    """
    from store.keeping.acts import CredentialRecorded

    _hold_supervisor(store)
    staff, today = staff_named(store, name), london_day(store.now())
    if staff != store.keys.person.staff or evidence is not CredentialEvidence.DECLARATION:
        hold_trained(store)
    months = agreement_of(store).credentials.valid_months
    begins = from_on or today
    longest = add_months(begins, months)
    ends = expires_on or longest
    if ends < begins or ends < today:
        raise CredentialDatesError
    if ends > longest:
        raise CredentialTooLongError(months)
    credential = new_id()
    store.record(
        CredentialRecorded(
            credential=credential,
            staff=staff,
            topics=tuple(topic for topic in Topic if topic in topics),
            evidence=evidence,
            from_on=begins.isoformat(),
            expires_on=ends.isoformat(),
            document_digest=None if document is None else hashlib.sha256(document).hexdigest(),
        )
    )
    return credential


def end_credential(store: Store, credential: Credential, reason: str) -> None:
    """End a credential before its day.

    Raises:
        NotASupervisorError: Only a supervisor does.
        LineFormError: The reason cannot be kept.
        StoreError: As `Store.record`.
    """
    from store.keeping.acts import CredentialEnded

    _hold_supervisor(store)
    hold_trained(store)
    hold_line(reason)
    store.record(CredentialEnded(credential=credential.credential, staff=credential.staff, reason=reason))


def _hold_supervisor(store: Store) -> None:
    if StaffRole.SUPERVISOR not in store.roles():
        raise NotASupervisorError
