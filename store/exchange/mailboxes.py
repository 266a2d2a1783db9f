"""The mailbox a store uses, as its journal names it.

Owns remembering it, and opening it again with the server's key that was seen. Refuses to own what a mailbox is.

Source: agreement 8.1, A6.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from store.errors import NoMailboxError
from store.exchange.mailbox import Mailbox, open_mailbox
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.terms.exchange import MailboxScheme
from store.keeping.store import Store

COUNTRY = "GB"
"""Where a mailbox lies unless somebody says otherwise; the agreement allows the United Kingdom and the EEA."""


@dataclass(frozen=True, slots=True)
class KnownMailbox:
    """A mailbox that was named.

    Attributes:
        id: What acts call it by.
        country: ISO 3166-1 alpha-2.
        address: As `open_mailbox` takes it.
        host_key: SHA-256 of the server's key, hex; None for a folder.
    """

    id: str
    scheme: MailboxScheme
    country: str
    address: str = field(repr=False)
    host_key: str | None


def known_mailbox(store: Store) -> KnownMailbox:
    """Return the mailbox named last.

    Raises:
        NoMailboxError: None was.
    """
    kept = store.fact("mailbox")
    if kept is None:
        raise NoMailboxError
    told = acts.parse(acts.MailboxSet.kind, acts.MailboxSet.version, kept.encode("utf-8"))
    assert isinstance(told, acts.MailboxSet)
    return KnownMailbox(told.mailbox, told.scheme, told.country, told.address, told.host_key_digest)


def open_known(store: Store) -> tuple[Mailbox, KnownMailbox]:
    """Open the mailbox named last.

    Raises:
        NoMailboxError: None was.
        MailboxError: It cannot be opened, or its server shows another key.
    """
    known = known_mailbox(store)
    return open_mailbox(known.address, known.host_key), known


def name_mailbox(store: Store, address: str, country: str = COUNTRY) -> tuple[Mailbox, KnownMailbox]:
    """Open a mailbox and use it from now on; the same one again is not told anew.

    Raises:
        MailboxError: It cannot be opened, or its server shows another key than it did.
        StoreError: As `Store.record`.
    """
    before = None if store.fact("mailbox") is None else known_mailbox(store)
    is_same_server = before is not None and _server_of(before.address) == _server_of(address)
    mailbox = open_mailbox(address, before.host_key if before is not None and is_same_server else None)
    if before is not None and (before.address, before.country) == (mailbox.address, country):
        return mailbox, before
    told = acts.MailboxSet(
        mailbox=new_id(),
        scheme=MailboxScheme(mailbox.scheme),
        country=country,
        address=mailbox.address,
        host_key_digest=mailbox.host_key,
    )
    try:
        store.record(told)
    except BaseException:
        mailbox.close()
        raise
    return mailbox, known_mailbox(store)


def _server_of(address: str) -> tuple[str | None, int] | None:
    """Return which server an address is on, however it is written; None for a folder of this machine."""
    try:
        parts = urlsplit(address)
        return (parts.hostname, parts.port or 22) if parts.scheme == "sftp" else None
    except ValueError:
        return None  # opening it says what is wrong with it
