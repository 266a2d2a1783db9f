"""The mailbox a store uses, as its journal names it.

Owns remembering it, and opening it again with the server's key that was seen. Refuses to own what a mailbox is.

Source: agreement 8.1, A6.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from store.custody import register
from store.errors import NoMailboxError
from store.exchange.mailbox import Mailbox, open_mailbox
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.terms.devices import DeviceKind
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
    return _known(told)


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

    One that was used before, and another since, is the same device as then, and its server has to show the same key.

    Raises:
        MailboxError: It cannot be opened, or its server shows another key than it did.
        StoreError: As `Store.record`.
    """
    named = _named(store)
    server = _server_of(address)
    pinned = next((each.host_key for each in named if server is not None and _server_of(each.address) == server), None)
    mailbox = open_mailbox(address, pinned)
    sought = (mailbox.address, country)
    if named and (named[0].address, named[0].country) == sought:
        return mailbox, named[0]
    before = next((each for each in named if (each.address, each.country) == sought), None)
    told = acts.MailboxSet(
        mailbox=before.id if before is not None else new_id(),
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


def _named(store: Store) -> list[KnownMailbox]:
    """Return every mailbox this store named, the one named last first."""
    if store.fact("mailbox") is None:
        return []
    last = known_mailbox(store)
    ids = [each.device for each in register.devices(store) if each.kind is DeviceKind.MAILBOX]
    steps = (step for each in ids for step in register.history(store, each) if step.journal == store.journal.journal)
    told = [
        _known(step.act) for step in sorted(steps, key=lambda step: -step.n) if isinstance(step.act, acts.MailboxSet)
    ]
    return [last, *(each for each in told if each != last)]


def _known(told: acts.MailboxSet) -> KnownMailbox:
    return KnownMailbox(told.mailbox, told.scheme, told.country, told.address, told.host_key_digest)


def _server_of(address: str) -> tuple[str | None, int] | None:
    """Return which server an address is on, however it is written; None for a folder of this machine."""
    try:
        parts = urlsplit(address)
        return (parts.hostname, parts.port or 22) if parts.scheme == "sftp" else None
    except ValueError:
        return None  # opening it says what is wrong with it
