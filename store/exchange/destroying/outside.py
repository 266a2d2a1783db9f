"""A copy that lay outside: whoever had it says in writing that it is gone.

Owns the act. Refuses to own whether it is true: that rests on the document, of which the digest is kept.

Source: agreement 9.1d, 13.5, A7, A11.
"""

from store.clock import to_ms
from store.custody.destruction.left_undone import left_undone
from store.exchange.recipients import recipient_named
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import DeviceId, new_id
from store.keeping import acts
from store.keeping.acts.terms.destruction import DestructionEnd, SanitisationMethod
from store.keeping.agreed import agreement_of
from store.keeping.names import hold_line
from store.keeping.store import Store


def record_gone(store: Store, name: str, said_by: str, document_digest: str) -> None:
    """Record that a recipient said everything sent to them so far is destroyed.

    Args:
        store: Base's.
        name: What the register of recipients calls them.
        said_by: Who signed.
        document_digest: SHA-256 of the document, hex.

    Raises:
        NotBaseError, NotASupervisorError, RecipientUnknownError, RecipientEndedError, LineFormError: It is not told.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    hold_line(said_by)
    whom = recipient_named(store, name)
    told = acts.DestructionExecuted(
        order=new_id(),
        device=DeviceId(whom.recipient),
        end=DestructionEnd.DONE,
        technique=agreement_of(store).destruction.media_method,
        method=SanitisationMethod.DELETE,
        families_count=0,
        old_epoch=None,
        new_epoch=None,
        destroyed_key_fingerprints=(),
        verified_by=f"By their word in writing, signed by {said_by}; nobody here looked.",
        left_undone=left_undone(has_keyring=True),
        executed_by=store.keys.person.staff,
        executed_at_ms=to_ms(store.now()),
        receipt_digest=document_digest,
        receipt_signature=None,
    )
    store.record(told)
