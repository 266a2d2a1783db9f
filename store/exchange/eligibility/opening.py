"""Opening the file of eligibility to read: two keepers, a reason, and an act that tells of it first.

Owns that order. Refuses to own what is done with what was read.

Source: agreement 7.2c; design 7: opening eligibility needs two different people.
"""

import hashlib
from collections.abc import Sequence

from store.errors import NothingEligibleError
from store.exchange.eligibility import file
from store.exchange.eligibility.keepers import hold_keeper
from store.keeping import acts, approvals
from store.keeping.acts.terms.store import ApprovalMatter
from store.keeping.names import hold_line
from store.keeping.passphrases import Passphrase
from store.keeping.store import Store


def open_eligibility(store: Store, second: Passphrase, reason: str) -> Sequence[file.Row]:
    """Return what councils said of every family's eligibility.

    Args:
        store: Base's; a keeper is signed in.
        second: Another keeper's passphrase.
        reason: What it is opened for.

    Raises:
        NotBaseError, NotAKeeperError, LineFormError: It is not opened.
        NothingEligibleError: There is no such file.
        SecondPersonError, NotAnApproverError, WrongPassphraseError: The second is no other keeper.
        StoreError: As `Store.record`; nothing was read.
    """
    hold_keeper(store)
    hold_line(reason)
    if not file.path_of(store).exists():
        raise NothingEligibleError
    digest = hashlib.sha256(f"eligibility\n{reason}".encode()).digest()
    approval = approvals.approve(store, second, ApprovalMatter.ELIGIBILITY, digest)
    told = acts.EligibilityOpened(
        delivery=None, opened_by=store.keys.person.staff, approvals=(approval.approval,), reason=reason
    )
    store.record(approval, told)
    with file.opened(store) as connection:
        return file.read(connection)
