"""Narrowing the trail: the form, and what its answers mean.

Owns the questions, and which kinds of act belong together. Refuses to own finding them (store).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from store.clock import to_ms
from store.custody.trail import family_of_reference
from store.custody.trail_pages import Narrowed
from tui import wording
from tui.common.trail.reading import device_called, person_called
from tui.forms.fields import Answers, Field, Kind, Option, one

if TYPE_CHECKING:
    from store.keeping.store import Store

GROUPS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "holdings": (
        "families coming onto devices, and leaving them",
        (
            "holding_recorded", "family_loaded", "family_allocated", "family_recalled", "order_issued",
            "order_executed", "delivery_taken_in", "backup_made", "backup_restored", "backup_destroyed", "export_made",
            "bodies_erased",
        ),
    ),
    "devices": (
        "devices: registered, changed, lost, retired",
        ("device_registered", "device_changed", "device_state_changed", "device_revoked", "device_handed_in",
         "volume_checked", "volume_attested", "volume_attestation_ended"),
    ),
    "views": ("families looked at", ("family_shown", "safety_note_acknowledged")),
    "bundles": ("bundles sent and received", ("bundle_sent", "bundle_received", "bundle_rejected", "mailbox_set")),
    "work": (
        "work at the door",
        ("attempt_recorded", "attempt_corrected", "attempt_told_on", "appointment_made", "appointment_changed",
         "appointment_told_on", "contact_wish_recorded"),
    ),
    "consents": ("consents", ("consent_recorded", "ceremony_opened", "ceremony_closed", "interview_marked")),
    "people": (
        "people: signing in, joining, leaving",
        ("signed_in", "sign_in_failed", "store_locked", "staff_added", "staff_left", "staff_roles_changed",
         "credential_recorded", "credential_ended"),
    ),
    "worst": (
        "incidents, and who was told of them",
        ("incident_raised", "incident_updated", "incident_closed", "corrective_action_recorded", "notice_drafted",
         "notice_sent", "fork_found", "rollback_found", "clock_moved_back"),
    ),
    "requests": (
        "requests: access, complaint, deletion",
        ("request_received", "request_updated", "request_closed", "instruction_recorded"),
    ),
    "clocks": ("clocks: begun, waiting, stopped", ("clock_started", "clock_paused", "clock_resumed", "clock_stopped")),
    "paper": (
        "paper: handed out, back, shredded",
        ("paper_issued", "paper_returned", "paper_shredded", "paper_wish_noted", "paper_wish_settled"),
    ),
    "agreement": (
        "the agreement: adopted, extended, ended, its texts",
        ("agreement_adopted", "agreement_extended", "term_ended", "wording_issued", "wording_retired"),
    ),
    "outside": (
        "what came in from outside, and went out",
        ("movement_recorded", "movement_ended", "delivery_taken_in", "delivery_rejected", "delivery_unreadable",
         "delivery_quarantined", "export_made", "disclosure_recorded", "output_made", "output_released",
         "recipient_registered", "recipient_ended", "grant_recorded", "grant_ended"),
    ),
    "destruction": (
        "destruction, and what shows it",
        ("destruction_ordered", "destruction_executed", "bodies_erased", "epoch_changed", "certificate_issued",
         "declaration_signed", "write_off_recorded", "wave_two_remainder_destroyed", "backup_destroyed",
         "later_backups_told"),
    ),
}  # fmt: skip
"""Kinds that are looked for together, each with its words."""

_KINDS: Final = tuple(Option(name, words) for name, (words, _) in GROUPS.items())


def fields() -> Sequence[Field]:
    """Return what is asked; each can be passed by."""
    return (
        Field("kinds", "Kind", "What do you look for? Tab passes by.", Kind.ONE, lambda _: _KINDS, may_be_empty=True),
        Field("device", "Device", "Which device, by its name? Enter passes by.", Kind.LINE, may_be_empty=True),
        Field("family", "Family", "Which family, by the council's reference? You then see its history.", Kind.LINE,
              may_be_empty=True),
        Field("person", "Person", "Who did it, by their name?", Kind.LINE, may_be_empty=True),
        Field("since", "From", "From which day? Like 2015-11-02.", Kind.LINE, check=wording.hold_day,
              may_be_empty=True),
        Field("until", "To", "To the end of which day?", Kind.LINE, check=wording.hold_day, may_be_empty=True),
    )  # fmt: skip


def jump_fields() -> Sequence[Field]:
    """Return what is asked before jumping."""
    return (Field("day", "Day", "To which day? Like 2015-11-02.", Kind.LINE, check=wording.hold_day),)


def end_of_day_ms(text: str) -> int:
    """Return the first millisecond after a day, or after an instant that was typed."""
    return to_ms(wording.day_or_instant(text, wording.DAY_ENDS) + timedelta(milliseconds=1))


def narrowed_by(store: "Store", answers: Answers) -> Narrowed:
    """Return what was asked for; runs in the clerk's thread.

    Raises:
        DeviceUnknownError, StaffNameError, FamilyUnknownError, LineFormError: Nobody and nothing here is called that.
    """
    kinds, device, family, person = (one(answers, each) for each in ("kinds", "device", "family", "person"))
    since, until = one(answers, "since"), one(answers, "until")
    return Narrowed(
        family=None if family is None else family_of_reference(store, family),
        device=None if device is None else device_called(store, device),
        kinds=() if kinds is None else GROUPS[kinds][1],
        staff=None if person is None else person_called(store, person),
        since_ms=None if since is None else to_ms(wording.day_or_instant(since, wording.DAY_BEGINS)),
        until_ms=None if until is None else end_of_day_ms(until),
    )


def said(answers: Answers) -> str:
    """Return what the trail is narrowed to, in a few words for its heading; no family by name or reference."""
    kinds, device, family, person = (one(answers, each) for each in ("kinds", "device", "family", "person"))
    since, until = one(answers, "since"), one(answers, "until")
    parts = (
        "one family" if family else "",
        GROUPS[kinds][0] if kinds else "",
        f"on {device}" if device else "",
        f"by {person}" if person else "",
        f"from {since}" if since else "",
        f"to {until}" if until else "",
    )
    return ", ".join(each for each in parts if each)
