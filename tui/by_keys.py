"""What to do about a refusal, by keys: said on a screen where the store's own hint names a command.

Owns these sentences; a letter in brackets is that of the board or the list, a
second one that of the place named before it. Refuses to own what
happened, and every other hint (store.errors).
"""

from typing import Final

from store import errors
from store.errors import StoreError

_INSTEAD: Final = (
    ("Run `doorstep sync` again", "Press F5 again"),
    ("run `doorstep sync` again", "press F5 again"),
    ("say so with --out-of-schedule and why", "say so where you are asked what was agreed"),
    ("say so with --joined and why", "say so where you are asked"),
    (", as --kind ", " as "),
    (" (`--agreed DATE`)", ""),
)
"""What stands for part of a hint: a mailbox is tried again, whatever else is to be done; some hints name values."""

HINTS: Final[dict[type[StoreError], str]] = {
    errors.AcknowledgementFirstError: "See them in Linkage (n); record each there (a), then do this again.",
    errors.ActBodyError: "Do not rely on this entry; verify the store it came from, at its own Trail (t, v).",
    errors.AllocationOverError: (
        "Record an extension in writing, if there is one, in Registers (r, t, a); otherwise take families back (f, r)."
    ),
    errors.BackCheckDoneError: "See in Back-checks (b) where it stands.",
    errors.BackCheckUnknownError: "See them in Back-checks (b).",
    errors.BackChecksFailedError: "Settle each in Back-checks (b), then do this again.",
    errors.BackupDestroyedError: "See in Backups (u) which ones are left.",
    errors.BackupDeviceError: "Add one in Devices (e, a), as a backup, encrypted.",
    errors.BackupDriveGoneError: "Plug it in again and do it anew; Backups (u) says what is left of what was begun.",
    errors.BackupFormError: "Name the backup itself: its name begins with `doorstep-backup-`.",
    errors.BackupKnownError: "See it in Backups (u); name only those that are not there.",
    errors.BackupMissingError: "Plug the drive in, and name the file itself; Backups (u) says on which drive each is.",
    errors.BackupOfAnotherError: "See in Backups (u) which ones it made, and on which drive each is.",
    errors.BackupUnknownError: "See them in Backups (u).",
    errors.BaseBehindError: (
        "Ring base: this laptop's next bundle freezes it, and two people there go on in Laptops (l, r)."
    ),
    errors.BundleContradictsError: "Ring the other side, and compare checkpoints: both have theirs in Trail (t, c).",
    errors.BundleEntryError: "Verify the device that sent it, at its own Trail (t, v).",
    errors.BundleForkedError: "Treat it as an incident (F2), and answer its request: Laptops (l, r).",
    errors.BundleGapError: "Let it sync once more (F5 there): it then sends everything again.",
    errors.ColumnImplausibleError: "Point at the column, and press Enter to say what it holds.",
    errors.ColumnsUnknownError: "Point at the column, and press Enter to say what it holds.",
    errors.CouncilsNotJoinedError: "See in Intake (i, c) which councils count as one.",
    errors.CredentialNotLiveError: (
        "Ring your supervisor, who records new training in Staff (s, t) at base. `doorstep sync` brings it to a laptop,"
        " and sends what is unsent, untrained too. A loss, a refusal, a withdrawal and handing in can be told at the"
        " prompt."
    ),
    errors.DeliveryNotOwedError: "See in Clocks (c) which are: the number before the clock is the delivery's.",
    errors.DeliveryQuarantinedError: (
        "Once it is agreed that it may be used, take it in again in Intake (i, a), and say what was agreed."
    ),
    errors.DestructionOpenError: (
        "See in Destruction (d) who; sync (F5) until their receipts are in, or write one off there (w)."
    ),
    errors.DestructionUnknownError: "See them in Destruction (d).",
    errors.DeviceHoldsDataError: (
        "Have the data erased or returned first; that a drive was wiped is told on its page in Devices (e): w."
    ),
    errors.DeviceIsHereError: (
        "Look in Devices (e) for the one you mean; what base holds leaves by an order, a drive or destruction."
    ),
    errors.DeviceNameError: "See in Devices (e) what each is called.",
    errors.DeviceRevokedError: "Enrol it anew: Laptops (l, a) writes a ticket for it.",
    errors.DeviceStateError: "See on its page in Devices (e) what is told of it.",
    errors.DeviceUnknownError: "See in Devices (e) what each is called.",
    errors.DirectionDocumentError: "Name the document, and who signed it: Shift+Tab goes back to both.",
    errors.FamiliesGoneError: (
        "Ask the council, then take it in again in Intake (i, a): you are asked what becomes of them."
    ),
    errors.FamilyNotFreeError: "Leave it out, or see in Devices (e, f) where it is.",
    errors.FamilyNotThereError: "See in Devices (e) what it holds.",
    errors.GrantSpanError: "Put both days in order: Shift+Tab goes back to them.",
    errors.HeaderFormError: "Do not rely on this entry; verify the store it came from, at its own Trail (t, v).",
    errors.HeadingsUnsureError: "Take it in again: you are asked what its first line is.",
    errors.IncidentClosedError: "Tell of a new one (F2) if something more came of it.",
    errors.IncidentUnknownError: "See them in Clocks (c, i).",
    errors.InstructionMissingError: (
        "Ring the department, and keep its document here: i on the request, or Registers (r, i) with whom it names."
    ),
    errors.JoinedLatelyError: "Have a supervisor who did not add them record their training in Staff (s, t), or wait.",
    errors.JournalsOutstandingError: (
        "Let each sync once more (F5); for one that will not come back: an incident (F2), then w in Destruction (d)."
    ),
    errors.LastPersonError: "Add another one in Staff (s, a) first.",
    errors.LiftAnswerOldError: "Ask anew with Recover (r in the list), and have that request answered.",
    errors.LinkageFileUnknownError: "See in Linkage (n) which ones still wait.",
    errors.LinkageFirstError: (
        "Send the extract in Linkage (n, x), record there that it arrived (a), settle the back-checks that failed (b),"
        " then do this again. For everything, the department's instruction to destroy does too (Registers, i, a)."
    ),
    errors.MailboxAddressError: "Name a folder, or a server as sftp://account@server/path/of/the/folder.",
    errors.MailboxMissingError: "Plug in the stick, or correct the address, then press F5 again; nothing was lost.",
    errors.NoAnswerError: (
        "Set the laptop up from its ticket, and bring back what it leaves beside the ticket; Laptops (l, a) writes one."
    ),
    errors.NoCertificateError: "Destroy, then certify each destruction (c in Destruction).",
    errors.NoLaptopRequestError: (
        "Have one written on the laptop, and brought here: F4 at its prompt; r in its list where the store is frozen."
    ),
    errors.NoMailboxError: "Press F5, and name it once.",
    errors.NobodySelectedError: "See in Wave two (w) how far it is.",
    errors.NobodyStoppedError: "There is nothing to do; Linkage (n) shows what was sent.",
    errors.NotAKeeperError: "Ask a keeper to sign in; a supervisor adds one in Staff (s, a).",
    errors.NotALaptopError: "Do it on the laptop itself.",
    errors.NotBaseError: "Do it at base.",
    errors.NotGrantedError: "Record the department's document in Registers (r): l on their line.",
    errors.NothingDeliveredError: "See in Intake (i) what came from that council.",
    errors.NothingPutBackError: "There is nothing to do: Backups (u) shows every one.",
    errors.NothingToDestroyError: "See in Devices (e) which device holds what.",
    errors.NothingToGiveError: "See in Families (f, 1) which can be given.",
    errors.NoticeAboutError: "See in Clocks (c) which deliveries wait, and in Destruction (d) what is done.",
    errors.NoticesOwedError: (
        "Record who was told (t on the incident), or say when closing why nobody is owed it any more."
    ),
    errors.OriginalChangedError: "Verify (v in Audit), and restore the last backup if that finds damage.",
    errors.OtherCouncilError: "Choose the recipient whose organisation is the council's name; see Registers (r).",
    errors.OutsideTreeError: "Ask about an entry that Trail (t) shows.",
    errors.PackPersonError: "Give the family's reference as its council does, and choose one of those who are offered.",
    errors.PeriodError: "Put both days in order: Shift+Tab goes back to them.",
    errors.PlaceNotAllowedError: "Record the document that allows it in Registers (r): l on their line.",
    errors.PurposeNotCoveredError: "See in Registers (r) what for; another purpose needs a new entry (a).",
    errors.QueueDamagedError: (
        "Verify in Trail (t, v), and ring base: something noted while the store was locked may be lost."
    ),
    errors.RecipientEndedError: "Add them anew in Registers (r, a) if that was a mistake.",
    errors.RecipientKeyMissingError: (
        "Have them run `doorstep recipient key`; end this entry in Registers (r, x) and add them anew with that file."
    ),
    errors.RecipientNameTakenError: "Use another name, or end that entry first: x on its line in Registers (r).",
    errors.RecipientUnknownError: "See them in Registers (r), or add one there (a).",
    errors.RecoveryNotAskedError: "Unlock with the new passphrase; if that is no use, ask anew: F4 at the prompt.",
    errors.RecoveryPassphraseError: "Type it as you did then; if it is lost too, ask anew: F4 at the prompt.",
    errors.RecoveryPendingDamagedError: "Ask anew: F4 at the prompt.",
    errors.RequestClosedError: "Take a new one down (q on the family) if they asked for something more.",
    errors.RequestUnknownError: "See them in Clocks (c, q).",
    errors.ResupplyNotSentError: "Send them in Wave two (w, b), and ask the council to return that table.",
    errors.ResupplyOldError: "Send all of them in Wave two (w, b), and ask the council to return that table.",
    errors.ReviewFirstError: "Read it through in Outputs (p, p), and say there that all was read (Ctrl+S).",
    errors.SerialTakenError: "Look for it in Devices (e), and change that one if it is the same.",
    errors.SheetStateError: "Sheets are handed out (a), come back (b), and are then shredded (x): see Paper (y).",
    errors.SheetTakenError: "Look in Paper (y), and print the sheet under a fresh number.",
    errors.SheetUnknownError: "Check its number in Paper (y).",
    errors.SidecarCopyDamagedError: (
        "Change your passphrase (z in the list, or on the board), which writes both anew; ring base if it comes back."
    ),
    errors.StaffNameError: "See in Staff (s) what each is called, and give it exactly.",
    errors.StopListFirstError: "Send it in Linkage (n, s), then do this again.",
    errors.StoreBehindError: ("Go on with Recover: r in a laptop's list; at base two people do so in Laptops (l, r)."),
    errors.StoreDamagedError: "Leave the folder as it is, verify in Trail (t, v) to see where, and ring base.",
    errors.StoreFrozenError: (
        "Ring your supervisor, and write on paper meanwhile. A laptop asks base for a way on with Recover (r in its"
        " list); at base two people go on in Laptops (l, r)."
    ),
    errors.TicketEndedError: (
        "Set the laptop up from the newest ticket; Laptops (l, a) at base writes one if there is none."
    ),
    errors.TicketExpiredError: "Write a new one at base: Laptops (l, a).",
    errors.TooFewCasesError: "Wait until more of them did; the team's own figures are on the board.",
    errors.TreeDamagedError: "Verify in Trail (t, v) to see where, and ring base.",
    errors.UnknownDeviceError: "See them in Devices (e); a new laptop that answered is taken in at Laptops (l, t).",
    errors.UnliftableError: (
        "Keep its folder as evidence, and enrol the laptop anew: Laptops (l, a) at base writes a ticket."
    ),
    errors.UpdatesMissingError: "Ask the council for them; or say, when you take them in, what becomes of them.",
    errors.UpdatesSecondError: "Take the updates in with Wave two (w, u), the second supervisor beside you.",
    errors.WipedHowError: "Say it in a line.",
    errors.WitnessKindError: "Put them on the register as a witness: Registers (r, a).",
    errors.WriteOffWhatError: "See in Destruction (d) what each declaration waits for (Enter).",
    errors.YesSinceError: (
        "Take the council's updates in once more (w, u), with the same file, or plan it again (a in Destruction):"
        " two people approve the new list, and who said yes is kept."
    ),
}


def hint_of(refusal: StoreError) -> str:
    """Return what to do about a refusal, for somebody who sits at a screen."""
    return instead(HINTS.get(type(refusal), refusal.hint))


def instead(hint: str) -> str:
    """Return a hint with keys for what of it is done with one."""
    for command, key in _INSTEAD:
        hint = hint.replace(command, key)
    return hint
