"""Whoever takes back the whole survey and wants their answers deleted has asked for something that base answers.

Owns the request it becomes, beside the withdrawal. Refuses to own the withdrawal (fieldwork), and erasing anything:
that awaits the department's instruction.

Source: clauses "Consent", the table of withdrawals; 10, A4.
"""

from typing import TYPE_CHECKING, Final

from store.clock import Instant
from store.custody.requests.asking import RequestEntered, request_acts
from store.fieldwork.consents.records import Taker
from store.fieldwork.consents.withdrawing import Whose, Withdrawing
from store.keeping.acts.terms.consents import ConsentMode
from store.keeping.acts.terms.incidents import NoticeChannel, RequestKind

if TYPE_CHECKING:
    from store.keeping.acts import Act

TEXT: Final = "Takes back the whole survey, and wants the answers deleted."

_BY_LETTER: Final = frozenset({ConsentMode.PAPER, ConsentMode.OFFICE})


def deletion_acts(asked: Withdrawing, whose: Whose, taker: Taker, at: Instant) -> "list[Act]":
    """Return the request and its clock where the answers are to be deleted; nothing where they are not.

    Raises:
        StoreError: As `request_acts`.
    """
    if not asked.is_to_delete:
        return []
    entered = RequestEntered(
        kind=RequestKind.DELETION,
        text=TEXT,
        family=whose.family,
        person=whose.person,
        channel=NoticeChannel.LETTER if asked.mode in _BY_LETTER else NoticeChannel.TELEPHONE,
        received_at=at,
        sheet=asked.sheet,
    )
    return request_acts(entered, taker.agreement, taker.interviewer, at)
