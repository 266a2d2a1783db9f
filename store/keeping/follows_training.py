"""What follows from training: the same on a store that records it and on the laptop that hears of it.

Owns the rows. Refuses to own who is let in under one (custody) and to whom it goes down (follows).
"""

from typing import TYPE_CHECKING

from store.agreement.london import london_day
from store.clock import from_ms
from store.keeping import acts
from store.keeping.by_name import tables

if TYPE_CHECKING:
    from store.keeping.projection import Projection


def credential(tables_: "Projection", key: int, act: acts.CredentialRecorded) -> None:
    """Put what somebody was trained in; what had begun when it was told has begun, wherever a clock is put later."""
    told_on = london_day(from_ms(tables_.header(key).at_ms))
    tables_.put(
        tables.Credential,
        credential=act.credential,
        staff=act.staff,
        topics=" ".join(act.topics),
        evidence=act.evidence,
        from_on=act.from_on,
        expires_on=act.expires_on,
        has_begun=act.from_on <= told_on.isoformat(),
        is_ended=False,
    )


def credential_ended(tables_: "Projection", act: acts.CredentialEnded) -> None:
    """End it before its day."""
    tables_.change(tables.Credential, {"credential": act.credential, "staff": act.staff}, is_ended=True)
