"""Base records that the agreement was extended in writing, or how it ended: every laptop hears it with its next bundle.

Owns recording it, the list, and telling it again after base went on from a copy. Refuses to own what may be recorded
(agreement, ending), and how the term stands (keeping, term). The documents stay where they are: their digests are kept.

Source: agreement 3.1-3.2, 14.2, 18.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from store.agreement.ending import hold_extension, notice_ends_on, ran_out_on
from store.agreement.lifetime import TermEnd, TermState
from store.agreement.london import london_day
from store.clock import Instant, from_ms
from store.exchange.destroying.deciding import Second
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import StaffId
from store.keeping import acts, approvals, canonical
from store.keeping.acts.act import Act
from store.keeping.acts.terms.store import ApprovalMatter
from store.keeping.header import unpack
from store.keeping.kinds import Held, acts_of
from store.keeping.store import Store
from store.keeping.term import end_told, term_of, term_stands


@dataclass(frozen=True, slots=True)
class Ending:
    """One thing that was recorded about the end.

    Attributes:
        cause: How the agreement ends; None for an extension.
        old_ends_on: The last London day before an extension; None otherwise.
        ends_on: The last London day.
        given_on: The London day on which a notice was given; None without one.
        agreed_on: The London day on which an extension was agreed; None for a notice, and where nobody said.
        document_digest: SHA-256 of the document, hex; None where it ran out.
        at: When it was recorded.
        staff: Who recorded it.
    """

    cause: TermEnd | None
    old_ends_on: date | None
    ends_on: date
    given_on: date | None
    agreed_on: date | None
    document_digest: str | None
    at: Instant
    staff: StaffId = field(repr=False)


@dataclass(frozen=True, slots=True)
class Agreed:
    """When an extension was agreed.

    Attributes:
        on: The London day.
        second: Asks another supervisor, who approves; not called before the end, where one is enough.
    """

    on: date
    second: Second = field(repr=False)


def extend(store: Store, ends_on: date, document_digest: str, agreed: Agreed | None = None) -> date:
    """Record that the agreement was extended in writing; return its last London day before.

    After the end two people say that it was agreed before. What waited at base for the end goes on with the next sync,
    and laptops work again once they hear of it; what was destroyed or called back meanwhile stays so.

    Args:
        store: Base's.
        ends_on: The new last London day.
        document_digest: SHA-256 of the document, hex.
        agreed: When it was agreed; needed after the end.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        AgreementOverError, ExtensionUndatedError, ExtensionAfterEndError: As `hold_extension`.
        ExtensionBeforeNoticeError, NoticeAheadError, ExtensionShortensError: As `hold_extension`.
        ApprovalError: The second person cannot approve.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    stands, agreed_on = term_stands(store), None if agreed is None else agreed.on
    hold_extension(term_of(store), stands.told, stands.state, ends_on, agreed_on, london_day(store.now()))
    proposed: dict[str, object] = {
        "agreed_on": None if agreed_on is None else agreed_on.isoformat(),
        "agreement": _agreement(store),
        "document_digest": document_digest,
        "new_ends_on": ends_on.isoformat(),
        "old_ends_on": stands.ends_on.isoformat(),
    }
    approved = []
    if agreed is not None and stands.state is TermState.ENDED:
        digest = hashlib.sha256(canonical.dumps(proposed)).digest()
        approved = [approvals.approve(store, agreed.second(), ApprovalMatter.EXTENSION, digest)]
    told = acts.AgreementExtended.model_validate({**proposed, "approvals": tuple(each.approval for each in approved)})
    store.record(*approved, told)
    return stands.ends_on


def give_notice(store: Store, cause: TermEnd, given_on: date, ends_on: date | None, document_digest: str) -> date:
    """Record a notice that ends the agreement; return its last London day. One with immediate effect ends it now.

    Args:
        store: Base's.
        cause: Which notice.
        given_on: The London day on which it was given.
        ends_on: The last London day that it names; None for the first that it can mean.
        document_digest: SHA-256 of the document, hex.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        AgreementOverError, NoticeAheadError, NoticeTooShortError, NoticeTooLateError: As `notice_ends_on`.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    stands = term_stands(store)
    last_on = notice_ends_on(
        term_of(store), stands.told, stands.state, cause, given_on, ends_on, london_day(store.now())
    )
    store.record(_ended(store, cause, given_on, last_on, document_digest))
    return last_on


def tell_run_out(store: Store) -> date:
    """Record that the term ran out; return its last London day.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        TermStillRunsError, AgreementOverError: As `ran_out_on`.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    stands = term_stands(store)
    last_on = ran_out_on(term_of(store), stands.told, stands.state)
    store.record(_ended(store, TermEnd.RAN_OUT, None, last_on, None))
    return last_on


def endings(store: Store) -> list[Ending]:
    """Return everything that was recorded about the end, each once, the oldest first; at base or on a laptop."""
    found: dict[Act, Ending] = {}
    for held in _told(store):
        found.setdefault(held.act, _ending(store, held))
    return list(found.values())


def tell_end_again(store: Store) -> None:
    """Tell what counts about the end again, where it stands in a journal of base's that was succeeded, and only there.

    Args:
        store: Base's, a supervisor signed in: only they bind every laptop.

    Raises:
        StoreError: As `Store.record`.
    """
    if end_told(store) is None:
        return
    last = _told(store)[-1]
    if last.journal != store.sidecar.journal:
        store.record(last.act)


def _told(store: Store) -> Sequence[Held]:
    return [*acts_of(store, acts.AgreementExtended, acts.TermEnded)]


def _ending(store: Store, held: Held) -> Ending:
    journal = store.journal_of(held.journal, held.branch)
    assert journal is not None
    at = from_ms(unpack(journal.entry(held.n).header).at_ms)
    match held.act:
        case acts.AgreementExtended() as told:
            return Ending(
                None, date.fromisoformat(told.old_ends_on), date.fromisoformat(told.new_ends_on), None,
                _day(told.agreed_on), told.document_digest, at, held.staff,
            )  # fmt: skip
        case acts.TermEnded() as told:
            return Ending(
                told.cause, None, date.fromisoformat(told.ends_on), _day(told.notice_on), None, told.document_digest,
                at, held.staff,
            )  # fmt: skip
        case _:
            raise AssertionError


def _day(said: str | None) -> date | None:
    return None if said is None else date.fromisoformat(said)


def _ended(
    store: Store, cause: TermEnd, given_on: date | None, ends_on: date, document_digest: str | None
) -> acts.TermEnded:
    return acts.TermEnded(
        agreement=_agreement(store),
        cause=cause,
        notice_on=None if given_on is None else given_on.isoformat(),
        ends_on=ends_on.isoformat(),
        document_digest=document_digest,
    )


def _agreement(store: Store) -> str:
    return store.fact("agreement") or ""
