"""What follows from acts of another store, once they were taken in.

Owns what a laptop's journal changes at base, and what base's entries change on a laptop. Refuses to own families and
the work at their doors (follows_fieldwork), and everything else: a kind that is not named here or there changes nothing
but the index of what is about a family, so that no laptop can make itself a supervisor by saying so in its own journal.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from store.keeping import acts
from store.keeping.acts import Act
from store.keeping.acts.terms.exchange import OrderEnd, OrderKind
from store.keeping.acts.terms.store import ErasureReason
from store.keeping.by_name import tables
from store.keeping.exchange_words import CANCELLED, GIVEN, GONE, HELD, ISSUED, LOST, TAKEN
from store.keeping.follows_branches import parentage
from store.keeping.follows_clocks import OF_DUTIES_FROM_BASE, OF_DUTIES_FROM_LAPTOP
from store.keeping.follows_exchange import (
    allocation,
    conflict_found,
    conflict_settled,
    order,
    passages,
    recovery_key,
    word_ended,
)
from store.keeping.follows_paper import OF_PAPER_FROM_LAPTOP
from store.keeping.follows_term import OF_TERM_FROM_BASE
from store.keeping.follows_training import credential, credential_ended
from store.keeping.follows_wordings import wording_issued_by_base
from store.keeping.taking import LEFT

if TYPE_CHECKING:
    from store.keeping.projection import Projection

SIGNED_WITH: Final = "signed_with/"
"""How base's facts are named that say with which key the person on a laptop signed before a recovery: a copy of the
laptop from before it may go on."""

SUCCEEDED: Final = "succeeded/"
"""How a laptop's facts are named that say which journal of base's came after which."""

# -- at base, from a laptop ------------------------------------------------------------------------------------------


def _heard(tables_: "Projection", _: int, act: acts.BundleReceived, sender: str) -> None:
    """The laptop holds a bundle of ours: it knows whatever is for it below the head that this one told.

    Not so where the bundle began after what this copy of the laptop is known to have, or tells of a journal of base's
    that was succeeded since.
    """
    sent = tables_.row("sentbundle", ("size", "root", "from_size"), {"to_device": sender, "number": act.number})
    heard = tables_.row("peer", ("heard_size", "heard_number"), {"device": sender})
    if sent is None or heard is None or sent[:2] != (act.checkpoint_size, act.checkpoint_root):
        return
    if sent[2] <= heard[0] and act.number > heard[1]:
        tables_.change(tables.Peer, {"device": sender}, heard_size=act.checkpoint_size, heard_number=act.number)


def _keys_renewed(tables_: "Projection", _: int, act: acts.DeviceKeysRenewed, sender: str) -> None:
    if act.device == sender:
        tables_.change(tables.Peer, {"device": sender}, sealing_key=act.sealing_key, epoch=act.epoch)


def _staff_keys_renewed(tables_: "Projection", _: int, act: acts.StaffKeysRenewed, sender: str) -> None:
    if act.staff == tables_.value("peer", "staff", "device", sender):
        former = tables_.value("peer", "staff_verify_key", "device", sender)
        tables_.put(tables.Fact, name=f"{SIGNED_WITH}{former}", value=sender)
        tables_.change(tables.Peer, {"device": sender}, staff_verify_key=act.verify_key)
        tables_.change(tables.Staff, {"staff": act.staff}, verify_key=act.verify_key, sealing_key=act.sealing_key)


def _signed_in(tables_: "Projection", _: int, act: acts.SignedIn, sender: str) -> None:
    tables_.change(tables.Peer, {"device": sender}, release=act.release)


def _loaded(tables_: "Projection", _: int, act: acts.FamilyLoaded, sender: str) -> None:
    """The laptop holds the family, also where base came back from a copy that does not know it gave it away."""
    if tables_.row("allocation", ("state",), {"family": act.family, "device": sender}) is None:
        tables_.put(
            tables.Allocation,
            family=act.family,
            device=sender,
            order_id=act.order,
            interviewer=tables_.value("peer", "staff", "device", sender),
            state=HELD,
        )
    tables_.change(tables.Allocation, {"family": act.family, "device": sender}, state=HELD, order_id=act.order)


def _erased(tables_: "Projection", _: int, act: acts.BodiesErased, sender: str) -> None:
    """The laptop did what a lost base asked: why it erased shows what that was, before it says of whom."""
    kind = _ASKED.get(act.reason)
    if act.order is None or kind is None or tables_.fact("successions", "0") == "0":
        return
    if tables_.row("fieldorder", ("state",), {"order_id": act.order}) is None:
        tables_.put(
            tables.FieldOrder,
            order_id=act.order,
            order_kind=kind,
            device=sender,
            families="",
            entries="",
            base_at=IN_NO_JOURNAL,
            state=LOST,
        )


_ASKED: Final = {
    ErasureReason.RELEASED_AFTER_BACKUP: OrderKind.RECALL,
    ErasureReason.HANDED_IN: OrderKind.LOCK,
    ErasureReason.DESTRUCTION_ORDER: OrderKind.DESTROY,
}
"""What a laptop was asked, by the reason it gives for what it erased under that order (carrying_out)."""

IN_NO_JOURNAL: Final = -1
"""Where the entry of an order stands that base lost."""


def _executed(tables_: "Projection", _: int, act: acts.OrderExecuted, sender: str) -> None:
    told = tables_.row("fieldorder", ("order_kind", "device"), {"order_id": act.order})
    if told is not None and told[1] != sender:
        return
    tables_.change(tables.FieldOrder, {"order_id": act.order, "state": LOST}, families=" ".join(act.families))
    tables_.change(tables.FieldOrder, {"order_id": act.order}, state=act.end)
    if act.end is OrderEnd.COULD_NOT or (told is None and tables_.fact("successions", "0") == "0"):
        return
    for family in act.families:
        # Of a lost base's order that erased nothing, nothing is known here but that what it gave was loaded under it.
        is_given = tables_.row("allocation", ("state",), {"family": family, "device": sender, "order_id": act.order})
        if told[0] in _TAKING if told is not None else is_given is None:
            state = TAKEN if told is None else GONE
            tables_.change(tables.Allocation, {"family": family, "device": sender}, state=state)


_TAKING: Final = (OrderKind.DESTROY, OrderKind.RECALL, OrderKind.LOCK)
"""Orders after which a laptop has nothing of their families any more."""


def _branch(tables_: "Projection", _: int, act: acts.BranchOpened, sender: str) -> None:
    """A laptop went on; where its former branch is held as a twin here, it is the twin that is continued."""
    if act.journal != tables_.value("peer", "journal", "device", sender):
        return
    continued = tables_.twins(act.journal).with_root(act.parent_branch, act.parent_size, bytes.fromhex(act.parent_root))
    parentage(tables_, act, act.parent_branch if continued is None else continued)
    tables_.change(tables.Peer, {"device": sender}, branch=act.branch)


FROM_LAPTOP: Final[dict[type[Act], Callable[["Projection", int, Any, str], None]]] = {
    acts.BundleReceived: _heard,
    acts.DeviceKeysRenewed: _keys_renewed,
    acts.StaffKeysRenewed: _staff_keys_renewed,
    acts.SignedIn: _signed_in,
    acts.FamilyLoaded: _loaded,
    acts.BodiesErased: _erased,
    acts.OrderExecuted: _executed,
    acts.BranchOpened: _branch,
    **OF_PAPER_FROM_LAPTOP,
    **OF_DUTIES_FROM_LAPTOP,
}


# -- on a laptop, from base ------------------------------------------------------------------------------------------


def _allocated(tables_: "Projection", _: int, act: acts.FamilyAllocated, _sender: str) -> None:
    """A family came; one that is told again and is still here stays as it is."""
    known = tables_.row("allocation", ("order_id", "state"), {"family": act.family, "device": act.device})
    allocation(tables_, act, HELD if known == (act.order, HELD) else GIVEN)


def _ordered(tables_: "Projection", key: int, act: acts.OrderIssued, _sender: str) -> None:
    """An order; one that base tells again after it was lost is not done again, unless what it gave was erased since."""
    known = tables_.row("fieldorder", ("state",), {"order_id": act.order})
    order(tables_, key, act)
    is_anew = tables_.row("allocation", ("family",), {"order_id": act.order, "state": GIVEN}) is not None
    if known is not None and not is_anew:
        tables_.change(tables.FieldOrder, {"order_id": act.order}, state=known[0])


def _cancelled(tables_: "Projection", _: int, act: acts.OrderCancelled, _sender: str) -> None:
    tables_.change(tables.FieldOrder, {"order_id": act.order, "state": ISSUED}, state=CANCELLED)


def _recovery_key(tables_: "Projection", _: int, act: acts.RecoveryKeyMade, _sender: str) -> None:
    recovery_key(tables_, act)


def _base_keys_renewed(tables_: "Projection", _: int, act: acts.DeviceKeysRenewed, sender: str) -> None:
    if act.device == sender:
        tables_.change(tables.Peer, {"device": sender}, sealing_key=act.sealing_key, epoch=act.epoch)


def _held_by_base(tables_: "Projection", key: int, act: acts.BundleReceived, _sender: str) -> None:
    passages(tables_, key, act)


def _succeeded(tables_: "Projection", _: int, act: acts.JournalSucceeded, sender: str) -> None:
    """Follow base from journal to journal; one that this laptop never heard of is told with the one after it."""
    tables_.put(tables.Fact, name=f"{SUCCEEDED}{act.old_journal}", value=act.new_journal)
    known = tables_.value("peer", "journal", "device", sender)
    line = line_of_base(tables_.rows("fact", ("name", "value")), known)
    tables_.put(tables.Fact, name="successions", value=str(len(line) - 1))
    if line[-1] != known:
        tables_.clear(tables.Receipt)
        tables_.change(tables.Peer, {"device": sender}, journal=line[-1])


def line_of_base(facts: Iterable[tuple[str, str]], known: str) -> list[str]:
    """Return base's journals, oldest first, as far as a laptop heard of them.

    Args:
        facts: Names and values of a laptop's facts.
        known: One of the journals.
    """
    after = {name.removeprefix(SUCCEEDED): value for name, value in facts if name.startswith(SUCCEEDED)}
    before = {new: old for old, new in after.items()}
    line = [known]
    for _ in range(len(after)):
        if line[0] in before:
            line.insert(0, before[line[0]])
        elif line[-1] in after:
            line.append(after[line[-1]])
    return line


def _trained(tables_: "Projection", key: int, act: acts.CredentialRecorded, _sender: str) -> None:
    credential(tables_, key, act)


def _trained_no_more(tables_: "Projection", _: int, act: acts.CredentialEnded, _sender: str) -> None:
    credential_ended(tables_, act)


def _left(tables_: "Projection", _: int, act: acts.StaffLeft, _sender: str) -> None:
    """Whoever carries this laptop works here no longer; what that closes here is for the rooms above (carrier)."""
    tables_.put(tables.Fact, name=f"{LEFT}{act.staff}", value=act.left_on)


def _two_values(tables_: "Projection", key: int, act: acts.ConflictFound, _sender: str) -> None:
    conflict_found(tables_, key, act)


def _settled(tables_: "Projection", key: int, act: acts.ConflictSettled, _sender: str) -> None:
    conflict_settled(tables_, key, act)


def _word_ended(tables_: "Projection", _: int, act: acts.VolumeAttestationEnded, _sender: str) -> None:
    """Base stands by a word no longer: the next unlock asks for another, also where it had not been brought yet."""
    word_ended(tables_, act)


FROM_BASE: Final[dict[type[Act], Callable[["Projection", int, Any, str], None]]] = {
    acts.FamilyAllocated: _allocated,
    acts.OrderIssued: _ordered,
    acts.OrderCancelled: _cancelled,
    acts.RecoveryKeyMade: _recovery_key,
    acts.DeviceKeysRenewed: _base_keys_renewed,
    acts.BundleReceived: _held_by_base,
    acts.JournalSucceeded: _succeeded,
    acts.WordingIssued: wording_issued_by_base,
    acts.CredentialRecorded: _trained,
    acts.StaffLeft: _left,
    acts.ConflictFound: _two_values,
    acts.ConflictSettled: _settled,
    acts.VolumeAttestationEnded: _word_ended,
    **OF_DUTIES_FROM_BASE,
    **OF_TERM_FROM_BASE,
    acts.CredentialEnded: _trained_no_more,
}
