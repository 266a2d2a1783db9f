"""Approvals: a second person proves themselves beside the one who is signed in, and signs what is proposed.

Owns what is signed, who may approve which matter, and holding an approval against the staff register. Refuses to own
what is approved, which is named by digest, the appending of the act, which belongs beside what it allows, and since
when somebody can be one of two (two_people).

What an approval signs begins neither with the byte 01 nor with `doorstep/` nor `cosignature/v1`, so that it passes for
no header and no checkpoint.
"""

from typing import Final, assert_never

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from store.errors import ApprovalForgedError, ApprovalMismatchError, NotAnApproverError, SecondPersonError
from store.ids import StaffId, new_id
from store.keeping import canonical
from store.keeping.acts import ApprovalRecorded
from store.keeping.acts.terms.store import ApprovalDecision, ApprovalMatter, StaffRole
from store.keeping.noted import take_wrong_ones
from store.keeping.passphrases import Passphrase
from store.keeping.signed_in import owner
from store.keeping.signing_keys import read_signing_key
from store.keeping.store import Store
from store.keeping.two_people import hold_both_count

_PREFIX: Final = b"doorstep-approval/1\n"


def approve(store: Store, passphrase: Passphrase, matter: ApprovalMatter, digest: bytes) -> ApprovalRecorded:
    """Return the approval of a second person, not yet appended; it blocks for as long as a derivation takes.

    Passphrases that were mistyped before it are told of now.

    Args:
        store: Open; whoever is signed in proposes.
        passphrase: The second person's own.
        matter: What it is about.
        digest: SHA-256 of exactly what is proposed, 32 bytes.

    Raises:
        PassphraseTooSoonError: Too many wrong ones; it says how long to wait.
        WrongPassphraseError: Nobody's; noted, as at a sign-in.
        SecondPersonError: Whoever is signed in approves themselves.
        NotAnApproverError: They left, or hold no role that may approve this.
        JoinedLatelyError: One of the two was added lately, and nobody else vouched for them.

    Source:
        Design 7: recovery, destruction, eligibility and release of an output each need two different people.
    """
    slot, seeds = owner(store, passphrase)
    try:
        if slot.staff == store.keys.person.staff:
            raise SecondPersonError
        told = ApprovalRecorded(
            approval=new_id(),
            matter=matter,
            digest=digest.hex(),
            proposed_by=store.keys.person.staff,
            approver=slot.staff,
            decision=ApprovalDecision.APPROVED,
            signature="0" * 128,
        )
        approval = told.model_copy(update={"signature": seeds.signing_key().sign(_signed(told)).hex()})
    finally:
        for half in (seeds.signing, seeds.sealing):
            half.wipe()
    take_wrong_ones(store)  # what was mistyped before: no destruction goes on while it waits beside the journal
    hold(store, approval, matter, digest)
    return approval


def hold(store: Store, approval: ApprovalRecorded, matter: ApprovalMatter, digest: bytes) -> None:
    """Make sure that an approval allows whoever is signed in to do this now.

    Args:
        store: Open.
        approval: As `approve` returned it, or read from elsewhere.
        matter: What is about to be done.
        digest: SHA-256 of exactly that, 32 bytes.

    Raises:
        ApprovalMismatchError: It is of something else, was declined, or was proposed by somebody else.
        NotAnApproverError: The approver left, or holds no role that may approve this.
        JoinedLatelyError: As `two_people.hold_both_count`.
        ApprovalForgedError: It is not signed with the key the register has of them.
    """
    asked = (matter, digest.hex(), store.keys.person.staff, ApprovalDecision.APPROVED)
    if (approval.matter, approval.digest, approval.proposed_by, approval.decision) != asked:
        raise ApprovalMismatchError
    roles, verify_key = _registered(store, approval.approver)
    if not roles & may_approve(matter):
        raise NotAnApproverError
    hold_both_count(store, approval.proposed_by, approval.approver)
    check(approval, verify_key)


def check(approval: ApprovalRecorded, verify_key: Ed25519PublicKey) -> None:
    """Make sure that an approval is signed by whom it names.

    Args:
        approval: From anywhere.
        verify_key: The approver's, as a register has it.

    Raises:
        ApprovalForgedError: It is not.
    """
    try:
        verify_key.verify(bytes.fromhex(approval.signature), _signed(approval))
    except InvalidSignature:
        raise ApprovalForgedError from None


def may_approve(matter: ApprovalMatter) -> frozenset[StaffRole]:
    """Return the roles of which one is enough to approve a matter."""
    match matter:
        case ApprovalMatter.RECOVERY:
            return frozenset({StaffRole.SUPERVISOR, StaffRole.RECOVERY_HOLDER})
        case ApprovalMatter.ELIGIBILITY:
            return frozenset({StaffRole.ELIGIBILITY_KEEPER})  # who sees contacts opens it in no way (clause 7.2c)
        case (
            ApprovalMatter.DESTRUCTION
            | ApprovalMatter.EXTENSION
            | ApprovalMatter.FREEZE
            | ApprovalMatter.OUTPUT
            | ApprovalMatter.SUCCESSION
            | ApprovalMatter.WAVE_TWO
            | ApprovalMatter.WRITE_OFF
        ):
            return frozenset({StaffRole.SUPERVISOR})
    assert_never(matter)


def _registered(store: Store, staff: StaffId) -> tuple[frozenset[str], Ed25519PublicKey]:
    """Return somebody's roles and key as the register has them."""
    rows = store.rows("SELECT roles, verify_key FROM staff WHERE staff = ? AND left_on IS NULL", (staff,))
    if not rows:
        raise NotAnApproverError
    ((roles, verify_key),) = rows
    return frozenset(roles.split()), read_signing_key(bytes.fromhex(verify_key))


def _signed(approval: ApprovalRecorded) -> bytes:
    told = ("approval", "approver", "decision", "digest", "matter", "proposed_by")
    return _PREFIX + canonical.dumps({name: getattr(approval, name) for name in told})
