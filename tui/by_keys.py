"""What to do about a refusal, by keys: said on a screen where the store's own hint names a command.

Owns these sentences; a letter in brackets is that of the board, or of the place named beside it. Refuses to own what
happened, and every other hint (store.errors).
"""

from typing import Final

from store import errors
from store.errors import StoreError

_AGAIN: Final = (("Run `doorstep sync` again", "Press F5 again"), ("run `doorstep sync` again", "press F5 again"))
"""A mailbox that failed is tried again, whatever else is to be done about it."""

HINTS: Final[dict[type[StoreError], str]] = {
    errors.AcknowledgementFirstError: "See them in Linkage (n); record each there (a), then do this again.",
    errors.BackupDestroyedError: "See in Backups (u) which ones are left.",
    errors.BackupDeviceError: "Add one in Devices (e, a), as a backup, encrypted.",
    errors.BackupDriveGoneError: "Plug it in again and do it anew; Backups (u) says what is left of what was begun.",
    errors.BackupFormError: "Name the backup itself: its name begins with `doorstep-backup-`.",
    errors.BackupMissingError: "Plug the drive in, and name the file itself; Backups (u) says on which drive each is.",
    errors.BackupOfAnotherError: "See in Backups (u) which ones it made, and on which drive each is.",
    errors.DirectionDocumentError: "Name the document, and who signed it: Shift+Tab goes back to both.",
    errors.GrantSpanError: "Put both days in order: Shift+Tab goes back to them.",
    errors.JournalsOutstandingError: (
        "Let each sync once more (F5); for one that will not come back: an incident (F2), then w in Destruction (d)."
    ),
    errors.LastPersonError: "Add another one in Staff (s, a) first.",
    errors.LinkageFirstError: (
        "Send the extract in Linkage (n, x), record there that it arrived (a), settle the back-checks that failed (b),"
        " then do this again. For everything, the department's instruction to destroy does too (Registers, i, a)."
    ),
    errors.LinkageFileUnknownError: "See in Linkage (n) which ones still wait.",
    errors.NoCertificateError: "Destroy, then certify each destruction (c in Destruction).",
    errors.NobodySelectedError: "See in Wave two (w) how far it is.",
    errors.NobodyStoppedError: "There is nothing to do; Linkage (n) shows what was sent.",
    errors.NotGrantedError: "Record the department's document in Registers (r): l on their line.",
    errors.NothingDeliveredError: "See in Intake (i) what came from that council.",
    errors.NothingToDestroyError: "See in Devices (e) which device holds what.",
    errors.OriginalChangedError: "Verify (v in Audit), and restore the last backup if that finds damage.",
    errors.OtherCouncilError: "Choose the recipient whose organisation is the council's name; see Registers (r).",
    errors.PeriodError: "Put both days in order: Shift+Tab goes back to them.",
    errors.PlaceNotAllowedError: "Record the document that allows it in Registers (r): l on their line.",
    errors.PurposeNotCoveredError: "See in Registers (r) what for; another purpose needs a new entry (a).",
    errors.RecipientEndedError: "Add them anew in Registers (r, a) if that was a mistake.",
    errors.RecipientKeyMissingError: (
        "Have them run `doorstep recipient key`; end this entry in Registers (r, x) and add them anew with that file."
    ),
    errors.RecipientNameTakenError: "Use another name, or end that entry first: x on its line in Registers (r).",
    errors.ResupplyNotSentError: "Send them in Wave two (w, b), and ask the council to return that table.",
    errors.ResupplyOldError: "Send all of them in Wave two (w, b), and ask the council to return that table.",
    errors.SheetStateError: "Sheets are handed out (a), come back (b), and are then shredded (x): see Paper (y).",
    errors.SheetTakenError: "Look in Paper (y), and print the sheet under a fresh number.",
    errors.SheetUnknownError: "Check its number in Paper (y).",
    errors.StopListFirstError: "Send it in Linkage (n, s), then do this again.",
    errors.TooFewCasesError: "Wait until more of them did; the team's own figures are on the board.",
    errors.UpdatesSecondError: "Take the updates in with Wave two (w, u), the second supervisor beside you.",
    errors.YesSinceError: (
        "Take the council's updates in once more (w, u), with the same file, or plan it again (a in Destruction):"
        " two people approve the new list, and who said yes is kept."
    ),
}


def hint_of(refusal: StoreError) -> str:
    """Return what to do about a refusal, for somebody who sits at a screen."""
    hint = HINTS.get(type(refusal), refusal.hint)
    for command, key in _AGAIN:
        hint = hint.replace(command, key)
    return hint
