"""The mailbox a store uses, as its journal names it.

Owns remembering it, and opening it again with the server's key that was seen. Refuses to own what a mailbox is.

Source: agreement 8.1, A6.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
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


_MARKED: Final = "mailbox_mark/"
"""Begins the name of the note that says by which mark a mailbox, by its id, is known again."""


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
    """Open the mailbox named last; where another stick lies there now, that is another mailbox.

    Raises:
        NoMailboxError: None was.
        StoreError: As `name_mailbox`.
    """
    known = known_mailbox(store)
    return name_mailbox(store, known.address, known.country)


def name_mailbox(store: Store, address: str, country: str = COUNTRY) -> tuple[Mailbox, KnownMailbox]:
    """Open a mailbox and use it from now on; the same one again is not told anew.

    One that was used before, and another since, is the same device as then, and its server has to show the same key. A
    folder is known again by the mark that lies in it: two sticks under one path are two, one stick is one under any.

    Raises:
        MailboxError: It cannot be opened, or its server shows another key than it did.
        StoreError: As `Store.record`.
    """
    named = _named(store)
    server = _server_of(address)
    pinned = next((each.host_key for each in named if server is not None and _server_of(each.address) == server), None)
    mailbox = open_mailbox(address, pinned)
    mark = mailbox.mark()
    before = _same(store, [each for each in named if each.country == country], mailbox.address, mark)
    is_told = before is not None and before == named[0] and before.address == mailbox.address
    told = acts.MailboxSet(
        mailbox=before.id if before is not None else new_id(),
        scheme=MailboxScheme(mailbox.scheme),
        country=country,
        address=mailbox.address,
        host_key_digest=mailbox.host_key,
    )
    try:
        if not is_told:
            store.record(told)
        if mark is not None and _mark_of(store, told.mailbox) != mark:
            store.notebook.write_note(f"{_MARKED}{told.mailbox}", mark)
    except BaseException:
        mailbox.close()
        raise
    return mailbox, known_mailbox(store)


def _same(store: Store, named: Sequence[KnownMailbox], address: str, mark: str | None) -> KnownMailbox | None:
    """Return which mailbox that was named is one that was opened: by its mark, or by its address where it had none."""
    marks = {each.id: _mark_of(store, each.id) for each in named}
    by_mark = next((each for each in named if mark is not None and marks[each.id] == mark), None)
    at_address = (each for each in named if each.address == address and (mark is None or marks[each.id] is None))
    return by_mark or next(at_address, None)


def _mark_of(store: Store, mailbox: str) -> str | None:
    return store.notebook.note_if_any(f"{_MARKED}{mailbox}")


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
