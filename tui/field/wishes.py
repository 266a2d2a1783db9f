"""What somebody wants to do next: wishes that screens post and the app grants by opening a room.

Owns the wishes. Refuses to own which room grants which (rooms).
"""

from dataclasses import dataclass

from textual.message import Message

from store.ids import FamilyId


@dataclass
class FamilyWish(Message):
    """Something about one family.

    Attributes:
        about: Which of the family's things it is about, for example an attempt to correct; None for the family itself.
    """

    family: FamilyId
    about: str | None = None


class OpenFamily(FamilyWish):
    """See the family."""


class RecordAttempt(FamilyWish):
    """Record an attempt, or tell one anew."""


class RecordRefusal(FamilyWish):
    """Record that somebody no longer wants contact."""


class MakeAppointment(FamilyWish):
    """Make an appointment, or say what became of one."""


class SettlePaperWish(FamilyWish):
    """Tell that a refusal by number is of this family."""


class CorrectDetail(FamilyWish):
    """Correct what is known of it, or take a correction back."""


class GoInAlone(FamilyWish):
    """Go in alone, or say how one came out."""


class TakeConsent(FamilyWish):
    """Ask one person for consent."""


class WithdrawConsent(FamilyWish):
    """Take down that somebody takes back what they agreed to; `about` is a receipt code, where they have one."""


class MarkConsentInError(FamilyWish):
    """Mark a consent that should never have been kept."""


class ReadSafetyNote(FamilyWish):
    """Read the family's safety note, alone."""


class SeeConfidential(FamilyWish):
    """See one person's confidential contacts, alone."""


class SeeHistory(FamilyWish):
    """See everything that happened to it."""


class TellOfPeople(FamilyWish):
    """Tell of somebody new, of somebody who left or is back, and choose who is interviewed."""


class TellMove(FamilyWish):
    """Tell that the family moved, or is two households now."""


class TraceFamily(FamilyWish):
    """Tell who was asked where somebody can be found."""


class ReportConcern(FamilyWish):
    """Report a concern for somebody's safety that was passed on."""


class TakeRequest(FamilyWish):
    """Take down what somebody asks: access, complaint, deletion, another notice."""


class RecordObservation(FamilyWish):
    """Record what the place looks like."""


@dataclass
class LookAhead(Message):
    """Have ready what somebody may wish next: they have rested on this family."""

    family: FamilyId


class DeskWish(Message):
    """Something about no family by itself."""


class OpenDiary(DeskWish):
    """See every appointment by day."""


class OpenClocks(DeskWish):
    """See every clock that runs."""


@dataclass
class TakeBack(DeskWish):
    """Take back what was kept last.

    Attributes:
        family: The one that is shown, so that nothing of another is taken back, or named, beside it; None in the list.
    """

    family: FamilyId | None = None


class SendAndReceive(DeskWish):
    """Send what base does not hold yet, and receive what waits."""


@dataclass
class WithdrawUnfound(DeskWish):
    """Take down a withdrawal by a receipt code that finds nobody here."""

    code: str


class HandIn(DeskWish):
    """Hand this laptop in."""


class SeeTrail(DeskWish):
    """See what happened here."""


class SeeDevices(DeskWish):
    """See which devices hold what."""
