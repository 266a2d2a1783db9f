"""Every key of the product in one table: bindings, footer, palette, help and README read it.

Owns which key does what where, and in which words. Refuses to own the doing: a command's id is the name of the action
that the screen, or the app, has for it. Loads nothing of Textual until a binding is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tui.key_names import key_name

if TYPE_CHECKING:
    from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Command:
    """One thing somebody can do with a key.

    Attributes:
        id: The name of its action: `lock` is done by `action_lock`.
        key: In Textual's names; several with commas between, the first is the one that is shown.
        label: Two words at most, for the footer.
        help: One sentence: what it does.
        in_footer: Whether it stands in the footer; help and palette have every command.
        is_everywhere: Whether it is the app's own: it works on every screen and in every dialog, also while typing.
    """

    id: str
    key: str
    label: str
    help: str
    in_footer: bool = True
    is_everywhere: bool = False

    def binding(self) -> "Binding":
        """Return it as Textual binds it; what works everywhere comes before whatever has the focus.

        A letter is bound in both cases: with caps lock on it does the same.
        """
        from textual.binding import Binding

        action = f"app.{self.id}" if self.is_everywhere else self.id
        keys = f"{self.key},{self.key.upper()}" if len(self.key) == 1 and self.key.isalpha() else self.key
        return Binding(keys, action, self.label, show=self.in_footer, priority=self.is_everywhere, tooltip=self.help)

    @property
    def shown_key(self) -> str:
        """The first of its keys as people write it: `F9`, `Ctrl+L`, `?`."""
        return key_name(self.key.partition(",")[0])


HELP: Final = Command("help", "f1", "Help", "Shows every key of this screen.", is_everywhere=True)
INCIDENT: Final = Command(
    "incident", "f2", "Loss", "Tells of something lost, stolen or seen; needs no network.", False, is_everywhere=True
)
COVER: Final = Command("cover", "f9", "Cover", "Covers the screen at once; a short PIN lifts it.", is_everywhere=True)
LOCK: Final = Command("lock", "f12,ctrl+l", "Lock", "Locks: the passphrase is asked for again.", is_everywhere=True)
LEAVE: Final = Command("leave", "ctrl+q", "Leave", "Locks and leaves Doorstep.", False, is_everywhere=True)
PALETTE: Final = Command(
    "palette", "ctrl+p", "Find a key", "Looks for a command by its words.", False, is_everywhere=True
)
LOOK: Final = Command(
    "look", "ctrl+t", "Look", "Goes on to the next look: dark, light, high contrast.", False, is_everywhere=True
)

APP_COMMANDS: Final = (HELP, INCIDENT, COVER, LOCK, LEAVE, PALETTE, LOOK)
"""What works on every screen and in every dialog."""

BACK: Final = Command("back", "f3,escape", "Back", "Goes back; what was typed is kept as a draft.")
STEP_BACK: Final = Command("step_back", "f3,escape", "Back", "Goes a step back; nothing is kept.")
KEEP: Final = Command("keep", "ctrl+s", "Keep", "Keeps what the form says.")
KEYS_HERE: Final = Command("app.help", "question_mark", "Keys", "Shows every key of this screen.", False)

GUIDE_COMMANDS: Final = (
    Command("guide('interviewer')", "1", "Door", "Shows the page for the interviewer."),
    Command("guide('supervisor')", "2", "Base", "Shows the page for the supervisor."),
    Command("guide('auditor')", "3", "Auditor", "Shows the page for the auditor."),
    Command("guide('installing')", "4", "Install", "Shows the page for whoever installs it."),
)
"""What the help screen does beside telling keys."""

OPEN: Final = Command("open", "enter", "Open", "Opens the family.", False)
FILTER: Final = Command("filter", "slash", "Find", "Finds families by name, street, postcode, reference or phone.")
CLEAR_FILTER: Final = Command("clear_filter", "f4", "Clear", "Takes the filter away: every family of the view.", False)
NO_CONTACT: Final = Command("no_contact", "n", "No contact", "Keeps a visit, just now, that met nobody: then Enter.")
ATTEMPT: Final = Command("attempt", "a", "Attempt", "Records what came of an attempt.")
TELL_ANEW: Final = Command(
    "tell_anew", "r", "Tell anew", "Tells the last attempt anew; the first telling stays.", False
)
TAKE_BACK: Final = Command("take_back", "u", "Undo", "Takes back what was kept last; both stay in the record.")
APPOINTMENT: Final = Command("appointment", "p", "Appoint", "Makes an appointment, or says what became of one.")
AGENDA: Final = Command("agenda", "d", "Diary", "Shows appointments by day.")
ACKNOWLEDGE: Final = Command("acknowledge", "enter", "I have read it", "Says that you have read it, and goes on.")
NOTE_BACK: Final = Command("back", "f3,escape", "Back", "Goes back; the note is not read, and nothing else is opened.")
GOING_IN: Final = Command("going_in", "w", "Going in", "Says that you go in alone, are back, or had to leave.")
SAFEGUARDING: Final = Command("safeguarding", "g", "Concern", "Keeps whom you told of a concern; tells nobody.", False)
OBSERVATION: Final = Command("observation", "b", "Place", "Records what the place looks like.", False)
SAFETY_NOTE: Final = Command("safety_note", "y", "Safety note", "Shows the safety note again, alone.", False)
OPEN_BOOKED: Final = Command("open", "enter", "Family", "Opens the family of the appointment.")
CHANGE_APPOINTMENT: Final = Command("change", "p,e", "Change", "Says what became of the appointment, or moves it.")
REFUSED: Final = Command("refused", "f8", "Refused", "Takes down that somebody wants no more contact, from now on.")
CORRECT: Final = Command(
    "correct", "e", "Correct", "Corrects a detail, or takes a correction back; the old value stays."
)
PEOPLE: Final = Command("people", "m", "People", "Tells who is new, left or is back; chooses who is interviewed.")
TRACE: Final = Command("trace", "t", "Trace", "Tells whom you asked where they can be found.", False)
MOVED: Final = Command("moved", "z", "Moved", "Tells that they moved, or are two households now.", False)
CONFIDENTIAL: Final = Command("confidential", "i", "Confidential", "Shows one person's numbers and mail, alone.", False)
HISTORY: Final = Command("history", "h", "History", "Shows what happened to the family, newest first.", False)
CONSENT: Final = Command("consent", "c", "Consent", "Asks one person for consent, with nothing of the family in sight.")
WITHDRAW: Final = Command("withdraw", "l", "Withdraw", "Takes down that somebody takes back a consent.", False)
WITHDRAW_BY_CODE: Final = Command(
    "withdraw", "l", "Withdraw", "Takes down a withdrawal by the receipt code on a leaflet.", False
)
IN_ERROR: Final = Command(
    "in_error", "x", "In error", "Marks a consent that should never have been kept; both stay.", False
)
SAY_YES: Final = Command("say_yes", "y", "Yes", "Keeps that they say yes; once the end of the text was seen.", False)
SAY_NO: Final = Command("say_no", "n", "No", "Keeps that they say no; once the end of the text was seen.", False)
NOT_ASKED: Final = Command("not_asked", "x", "Not asked", "Keeps that it is not asked, with the reason.", False)
COMPLETE: Final = Command("complete", "c", "Complete", "Marks the interview complete; a few questions follow.", False)
PARTIAL: Final = Command("partial", "p", "Partial", "Marks the interview partial; nothing more is asked.", False)
EASY_READ: Final = Command("easy_read", "e", "Easy read", "Shows the text in easy words, and back.")
LANGUAGE: Final = Command("language", "l", "Language", "Shows the text in the next language there is.")
LANGUAGE_CARD: Final = Command("language_card", "g", "Point at it", "Shows a card of languages to point at.")
HOW: Final = Command("how", "h", "How", "Tells anew how it is asked: who is there, who reads it.")
BREAK_OFF: Final = Command(
    "break_off", "f3,escape", "Stop", "Ends the asking, with the reason; what was answered stays."
)
COPIED: Final = Command("copied", "enter,f3,escape", "Copied", "Goes on, once the code stands on the leaflet.")
PANEL: Final = Command("panel", "v", "Panel", "Shows the chosen family beside the list, from 120 columns on.", False)
SORT: Final = Command("sort", "s", "Sort", "Sorts the list another way.", False)
VIEW_TODAY: Final = Command("view('today')", "1", "Today", "Shows what is to be done today.", False)
VIEW_TO_DO: Final = Command("view('to_do')", "2", "To do", "Shows families that are still worked.", False)
VIEW_APPOINTMENTS: Final = Command("view('appointments')", "3", "Appointments", "Shows who has an appointment.", False)
VIEW_DONE: Final = Command("view('done')", "4", "Done", "Shows families that are finished, refused or locked.", False)
VIEW_ALL: Final = Command("view('all')", "5", "All", "Shows every family.", False)
EXCHANGE: Final = Command("exchange", "f5", "Send", "Sends what base does not hold yet, and receives what waits.")
SYNC_COMMANDS: Final = (
    Command("exchange", "f5", "Send", "Sends and receives; after a mailbox failed, once more.", False), BACK,
)  # fmt: skip
CLOCKS: Final = Command("clocks", "c", "Clocks", "Shows every clock that runs, the soonest first.", False)
REQUEST: Final = Command("request", "q", "Request", "Takes down a request: access, complaint, deletion, notice.", False)
STOP_CODE: Final = Command("stop_code", "x", "Stop code", "Locks a family by a code that base reads out.", False)
SETTLE: Final = Command("settle", "b", "By number", "Tells which family a refusal by number belongs to.", False)
HAND_IN: Final = Command("hand_in", "h", "Hand in", "Says that this laptop is handed in.", False)
COVER_PIN: Final = Command("cover_pin", "o", "Cover PIN", "Sets the short PIN that lifts the cover.", False)
OWN_PASSPHRASE: Final = Command("own_passphrase", "z", "Passphrase", "Changes your own passphrase.", False)

TRAIL: Final = Command("trail", "t", "Trail", "Shows what happened here, newest first: the audit trail.", False)
DEVICES: Final = Command("devices", "e", "Devices", "Shows which devices hold what; registers and retires one.", False)

FAMILIES: Final = Command("families", "enter,f", "Families", "Shows every family, and which laptop has it.")
FIND_FAMILY: Final = Command("find", "slash", "Find", "Finds families by name, street, postcode, reference or phone.")
EXCHANGE_AT_BASE: Final = Command("exchange", "f5", "Send", "Leaves what laptops are to hear, and takes in what waits.")
DELIVERIES: Final = Command("deliveries", "i", "Intake", "Shows what councils sent; takes a delivery in.")
INBOX: Final = Command("inbox", "m", "Inbox", "Shows what waits for a decision; settles values that clash.")
STAFF: Final = Command("staff", "s", "Staff", "Shows who works here and is trained; adds somebody.", False)
BACK_CHECKS: Final = Command("back_checks", "b", "Back-checks", "Shows what somebody else checks; draws more.", False)
WAVE_TWO: Final = Command("wave_two", "w", "Wave two", "Shows each council's second wave, gate by gate.", False)
LINKAGE: Final = Command("linkage", "n", "Linkage", "Shows what was sent for linkage, and what waits.", False)
OUTPUTS: Final = Command(
    "outputs", "p", "Outputs", "Releases a report, a person's pack, or the proof of consents.", False
)
REGISTERS: Final = Command("registers", "r", "Registers", "Shows who may be sent what, and on whose word.", False)
LAPTOPS: Final = Command("laptops", "l", "Laptops", "Shows how each laptop stands; revokes one.")
DESTRUCTION: Final = Command("destruction", "d", "Destroy", "Shows destructions and declarations; plans one.", False)
BACKUPS: Final = Command("backups", "u", "Backups", "Shows every backup of base, and where it is; makes one.", False)
AUDIT: Final = Command("audit", "a", "Audit", "Shows what an auditor looks at; makes packs, drafts notices.", False)
PAPER: Final = Command("paper", "y", "Paper", "Shows numbered sheets; hands them out, takes them back.", False)
BOARD_COMMANDS: Final = (
    FAMILIES, FIND_FAMILY, EXCHANGE_AT_BASE, DELIVERIES, INBOX, LAPTOPS,
    *(replace(each, in_footer=True) for each in (CLOCKS, TRAIL, DEVICES)), STAFF, BACK_CHECKS, WAVE_TWO,
    LINKAGE, OUTPUTS, REGISTERS, DESTRUCTION, BACKUPS, AUDIT, PAPER,
    COVER_PIN, OWN_PASSPHRASE, KEYS_HERE,
)  # fmt: skip

HAND_OUT: Final = Command("hand_out", "a", "Hand out", "Hands sheets to somebody.")
CAME_BACK: Final = Command("came_back", "b", "Back here", "Says that sheets came back.")
SHREDDED: Final = Command("shredded", "x", "Shredded", "Says that sheets were shredded, before a witness.")
NEXT_OF_SHEET: Final = Command("open", "enter", "Next step", "Asks the next step of the sheet.", False)
SHEETS_COMMANDS: Final = (HAND_OUT, CAME_BACK, SHREDDED, BACK, NEXT_OF_SHEET, KEYS_HERE)

TAKE_DELIVERY: Final = Command("take", "a", "Take in", "Takes a council's delivery in.")
OPEN_DELIVERY: Final = Command("open", "enter", "Rows", "Shows which rows of the delivery wait, and why.")
NOTES_THAT_WAIT: Final = Command("notes", "n", "Notes", "Shows the councils' notes that wait to be read.")
COUNCILS: Final = Command("councils", "c", "Councils", "Shows which councils count as one; takes that back.")
INTAKE_COMMANDS: Final = (TAKE_DELIVERY, OPEN_DELIVERY, NOTES_THAT_WAIT, COUNCILS, BACK, KEYS_HERE)

PART: Final = Command("part", "p", "Part", "Takes back that two councils are one, with the reason.")
OPEN_LOCKED: Final = Command("open", "enter", "Family", "Opens the page of the family that is locked.")
COUNCILS_COMMANDS: Final = (PART, OPEN_LOCKED, BACK, KEYS_HERE)

CORRECT_COLUMN: Final = Command("correct", "enter", "Correct", "Says what the column that is pointed at holds.")
TAKE_IN: Final = Command("take_in", "ctrl+s", "Take in", "Takes the delivery in, with its columns as they stand.")
FIRST_LINE: Final = Command("first_line", "h", "First line", "Says whether the first line is headings or a family.")
COLUMNS_COMMANDS: Final = (TAKE_IN, CORRECT_COLUMN, FIRST_LINE, BACK, KEYS_HERE)

GATES: Final = Command("gates", "enter", "Gates", "Shows the gates of the council's wave two as a checklist.")
SEND_BACK: Final = Command("send_back", "b", "Send back", "Sends every family back to its council for updating.")
UPDATES: Final = Command("updates", "u", "Updates", "Takes the council's updates in: two people approve.")
SAMPLE: Final = Command("sample", "s", "Sample", "Shows who is of wave two, who moved, and who is asked again at 16.")
WAVE_TWO_COMMANDS: Final = (GATES, SEND_BACK, UPDATES, SAMPLE, BACK, KEYS_HERE)
SEND_SAMPLE: Final = Command("send", "x", "Extract", "Sends the list, sealed, to whoever plans the fieldwork.")
SAMPLE_COMMANDS: Final = (SEND_SAMPLE, BACK, KEYS_HERE)

OPEN_SENT: Final = Command("open", "enter", "Open", "Shows what was sent, or goes where it is sent.")
EXTRACT: Final = Command("extract", "x", "Extract", "Sends everybody whose yes to linkage stands, sealed.")
STOP_LIST: Final = Command("stop_list", "s", "Stop-list", "Tells a recipient who took linkage back since.")
CONFIRMED: Final = Command("confirmed", "a", "Confirmed", "Says that its recipient confirmed having the file.")
NEVER_LEFT: Final = Command("never_left", "v", "Never left", "Says that a file was broken off and never left.", False)
LINKAGE_COMMANDS: Final = (OPEN_SENT, EXTRACT, STOP_LIST, CONFIRMED, NEVER_LEFT, BACK, KEYS_HERE)

OPEN_OUTPUT: Final = Command("open", "enter", "Open", "Shows what was let out, and what was hidden in it.")
REPORT: Final = Command("report", "a", "Report", "Makes the fieldwork report; two people read it and let it out.")
PERSON_PACK: Final = Command("person_pack", "p", "Person pack", "Puts together what is held about one person.")
CONSENT_PROOF: Final = Command(
    "proof", "c", "Proof", "Writes the proof of one person's consents, by their receipt code."
)
OUTPUTS_COMMANDS: Final = (OPEN_OUTPUT, REPORT, PERSON_PACK, CONSENT_PROOF, BACK, KEYS_HERE)

OPEN_ITEM: Final = Command("open", "enter", "Whole", "Shows the whole of what is pointed at.")
STAYS_OUT: Final = Command("stays_out", "x,space", "Stays out", "Leaves out what tells of others, or puts it back.")
WRITE_PACK: Final = Command("write", "ctrl+s", "Write", "Says that all was read, and writes the pack.")
PACK_COMMANDS: Final = (OPEN_ITEM, STAYS_OUT, WRITE_PACK, BACK, KEYS_HERE)

OPEN_RECIPIENT: Final = Command(
    "open", "enter", "Open", "Shows what may go to them today, and why the rest may not.", False
)
ADD_RECIPIENT: Final = Command("add", "a", "Add", "Puts somebody on the register of recipients.")
ALLOW: Final = Command("allow", "l", "Grant", "Records what the department allowed in writing.")
DISCLOSE: Final = Command("disclose", "d", "Disclose", "Records a disclosure that the department or a law wants.")
IN_WRITING: Final = Command("in_writing", "i", "In writing", "Shows instructions, grants and disclosures.")
TERM: Final = Command("term", "t", "Term", "Shows how long the agreement runs; records an extension, and its end.")
END_RECIPIENT: Final = Command("end", "x", "End", "Lets nothing go to them any more.", False)
REGISTERS_COMMANDS: Final = (
    OPEN_RECIPIENT, ADD_RECIPIENT, ALLOW, DISCLOSE, IN_WRITING, TERM, END_RECIPIENT, BACK, KEYS_HERE,
)  # fmt: skip
OPEN_WRITTEN: Final = Command("open", "enter", "Whole", "Shows the whole of what is pointed at.")
ADD_INSTRUCTION: Final = Command("add", "a", "Instruction", "Records what the department instructed.")
OVER: Final = Command("over", "x", "Over", "Records that the grant that is pointed at is over.")
IN_WRITING_COMMANDS: Final = (OPEN_WRITTEN, ADD_INSTRUCTION, OVER, BACK, KEYS_HERE)
EXTEND: Final = Command("extend", "a", "Extension", "Records that the agreement was extended in writing.")
ENDS: Final = Command("ends", "x", "Ends", "Records a notice that ends the agreement, or that it ran out.")
TERM_COMMANDS: Final = (OPEN_WRITTEN, EXTEND, ENDS, BACK, KEYS_HERE)

MAKE_BACKUP: Final = Command("make", "a", "Make", "Copies base onto a drive of the register, and opens the copy.")
VERIFY_BACKUP: Final = Command("verify", "v", "Verify", "Opens the backup that is pointed at, and reads it through.")
DESTROY_BACKUP: Final = Command("destroy", "x", "Destroy", "Overwrites the backup, its key first, and tells it.")
OPEN_BACKUP: Final = Command("open", "enter", "Whole", "Shows all that is known of the backup.", False)
BACKUPS_COMMANDS: Final = (MAKE_BACKUP, VERIFY_BACKUP, DESTROY_BACKUP, BACK, OPEN_BACKUP, KEYS_HERE)

ADD_STAFF: Final = Command("add", "a", "Add", "Adds somebody, who can sign in from then on.")
TRAIN: Final = Command("train", "t", "Training", "Records what the one pointed at was trained in.")
LEAVES: Final = Command("leaves", "x", "Leaves", "Says that the one pointed at works here no longer.")
STAFF_COMMANDS: Final = (ADD_STAFF, TRAIN, LEAVES, BACK, KEYS_HERE)

OPEN_DESTRUCTION: Final = Command("open", "enter", "Open", "Shows who did their part, or what a declaration waits for.")
PLAN: Final = Command("plan", "a", "Plan", "Says what is to be destroyed, and shows what that would do.")
GO_ON: Final = Command("go_on", "o", "Go on", "Takes what was decided as far as it goes now; again is safe.")
CERTIFY: Final = Command("certify", "c", "Certify", "Writes the certificate of one that is done, and shows it.")
WRITE_OFF: Final = Command("write_off", "w", "Write off", "Says what will not come back: two people, with an incident.")
HAND_OVER: Final = Command("hand_over", "h", "Proofs", "Hands the proofs of consent over to the controller, sealed.")
SYNC_FROM_HERE: Final = replace(EXCHANGE_AT_BASE, in_footer=False)
DESTRUCTION_COMMANDS: Final = (
    OPEN_DESTRUCTION, PLAN, GO_ON, CERTIFY, BACK, WRITE_OFF, HAND_OVER, SYNC_FROM_HERE, KEYS_HERE,
)  # fmt: skip

SETTLE_POINT: Final = Command("open", "enter", "Settle", "Settles what is pointed at, or goes where it is settled.")
SIGN: Final = Command("sign", "s", "Sign", "Signs the declaration: two people, and nothing may be open.")
GATE_COMMANDS: Final = (
    SETTLE_POINT, SIGN, WRITE_OFF, BACK, replace(GO_ON, in_footer=False), SYNC_FROM_HERE, KEYS_HERE,
)  # fmt: skip

OPEN_STEP: Final = Command("open", "enter", "Whole", "Shows the whole line, or goes where it is settled.")
DECIDE: Final = Command("decide", "x", "Decide", "Decides it and begins: it cannot be taken back.")
PLAN_COMMANDS: Final = (DECIDE, OPEN_STEP, BACK, KEYS_HERE)

OPEN_LOOK: Final = Command("open", "enter", "Look", "Looks at what is pointed at.")
PACK: Final = Command("pack", "p", "Pack", "Makes the audit pack of a period, which checks itself anywhere.")
EARLIER: Final = Command("earlier", "e", "Earlier", "Holds a checkpoint that somebody kept against the journal.")
NAME_WITNESS: Final = Command("witness", "w", "Witness", "Names who outside keeps base's checkpoints.", False)
NOTICES: Final = Command("notices", "n", "Notices", "Drafts what has to be told, filled in, to read and to send.")
VERIFY_ALL: Final = Command("verify", "v", "Verify", "Checks that everything kept here holds, with progress.")
AUDIT_COMMANDS: Final = (OPEN_LOOK, VERIFY_ALL, EARLIER, PACK, BACK, NAME_WITNESS, NOTICES, KEYS_HERE)
AUDITOR_COMMANDS: Final = (OPEN_LOOK, VERIFY_ALL, EARLIER, KEYS_HERE)

DRAFT: Final = Command("open", "enter", "Draft", "Drafts the notice about what is pointed at, and shows it.")
NOTICES_COMMANDS: Final = (DRAFT, BACK, KEYS_HERE)
WRITE_NOTICE: Final = Command("write", "w", "Write", "Writes the draft as text, with pages to send beside it.")
NOTICE_COMMANDS: Final = (WRITE_NOTICE, STEP_BACK, KEYS_HERE)
NEXT_STEP: Final = Command("open", "enter", "Next step", "Goes where its next step is done.")
ENDS_COMMANDS: Final = (NEXT_STEP, BACK, KEYS_HERE)

DRAW: Final = Command("draw", "d", "Draw", "Draws what is to be checked.")
OPEN_CHECK: Final = Command("open", "enter", "Result", "Tells what came of the check.")
BACK_CHECKS_COMMANDS: Final = (DRAW, OPEN_CHECK, BACK, KEYS_HERE)

OPEN_WAITING: Final = Command("open", "enter", "Settle", "Settles it, or goes where it is settled.")
INBOX_COMMANDS: Final = (OPEN_WAITING, BACK, KEYS_HERE)

OPEN_NOTE: Final = Command("open", "enter", "Read", "Shows the note, and asks what becomes of it.")
NOTES_COMMANDS: Final = (OPEN_NOTE, BACK, KEYS_HERE)

REVOKE: Final = Command("revoke", "v", "Revoke", "Believes nothing more of the laptop: it is lost, or has ended.")
DEAD: Final = Command("dead", "d", "Dead", "Says that it will not come back: whom to ring, who gets its families.")
VOUCH: Final = Command(
    "vouch", "u", "Vouch", "Gives a supervisor's word that a laptop's disk is encrypted, in a file; thirty days."
)
WORD_BACK: Final = Command("word_back", "w", "Word back", "Takes back a supervisor's word on the laptop's disk.")
OPEN_LAPTOP: Final = Command(
    "open", "enter", "Whole", "Shows how the laptop stands, with all that is to be noticed.", False
)
LAPTOP_TICKET: Final = Command("ticket", "a", "Ticket", "Writes the ticket that a new laptop is set up from.")
ACCEPT: Final = Command("accept", "t", "Take in", "Makes a laptop that answered one of base's, by the words it shows.")
NEW_KEYS: Final = Command(
    "renew_keys", "n", "New keys", "Has it go over to new keys: somebody left, or an old one may be known."
)
RECOVER: Final = Command(
    "recover", "r", "Recover", "Answers a laptop that is locked out or frozen; a base that is frozen goes on."
)
LAPTOPS_COMMANDS: Final = (
    OPEN_LAPTOP, LAPTOP_TICKET, ACCEPT, RECOVER, REVOKE, BACK, DEAD, NEW_KEYS, VOUCH, WORD_BACK, KEYS_HERE,
)  # fmt: skip

GIVE: Final = Command("give", "a", "Give", "Gives free families to a laptop: one, or as many as the list shows.")
RECALL: Final = Command("recall", "r", "Recall", "Takes families back from their laptops: one, or all of the list.")
VIEW_FREE: Final = Command("view('free')", "1", "To give", "Shows families that can be given to a laptop.", False)
VIEW_OUT: Final = Command("view('out')", "2", "Given", "Shows families that a laptop has.", False)
VIEW_PAUSED: Final = Command("view('paused')", "3", "Paused", "Shows families that wait for a decision.", False)
VIEW_ENDED: Final = Command("view('done')", "4", "Done", "Shows families that are finished, refused or locked.", False)
FAMILIES_COMMANDS: Final = (
    FILTER, OPEN, GIVE, RECALL, EXCHANGE_AT_BASE, REFUSED, BACK, REQUEST, CLEAR_FILTER, SORT,
    VIEW_FREE, VIEW_OUT, VIEW_PAUSED, VIEW_ENDED, VIEW_ALL, KEYS_HERE,
)  # fmt: skip

LIFT: Final = Command("lift", "o", "Open again", "Takes a wish back, or opens a locked family, with the reason.")
END_CASE: Final = Command(
    "end_case", "c", "Close case", "Gives a final outcome at the office: moved, died, no home there; or takes it back."
)
READ_OUT: Final = Command("stop_code", "x", "Stop code", "Shows a code that locks the family on a laptop that is away.")
END_VISIT: Final = Command(
    "end_visit", "w", "Visit over", "Ends the visit of somebody alone at the door: you know how they are.", False
)
SEE_NOTE: Final = Command("safety_note", "y", "Safety note", "Shows the safety note, alone.", False)
FAMILY_FILE_COMMANDS: Final = (
    REFUSED, *(replace(each, in_footer=True) for each in (REQUEST, WITHDRAW)), LIFT, BACK, END_CASE, READ_OUT, SETTLE,
    HISTORY, CONFIDENTIAL, SEE_NOTE, END_VISIT, KEYS_HERE,
)  # fmt: skip

HAND_IN_LOCKED: Final = Command("hand_in", "f6", "Hand in", "Says that this laptop is handed in; also while locked.")
WITHDRAWAL_LOCKED: Final = Command(
    "withdrawal", "f7", "Withdraw", "Takes down a withdrawal by the receipt code on a leaflet; also while locked."
)
FORGOTTEN: Final = Command("forgotten", "f4", "Forgotten", "Asks base for a new passphrase, or takes its answer in.")
WAY_ON: Final = Command(
    "way_on", "r", "Recover", "Asks base for a way on for a frozen store, or takes its answer.", False
)
PROMPT_COMMANDS: Final = (FORGOTTEN, INCIDENT, REFUSED, WITHDRAWAL_LOCKED, HAND_IN_LOCKED, LEAVE)
"""What the prompt does beside taking the passphrase; it is painted before anything is loaded, and names them again."""

CONTACTS_COMMANDS: Final = (
    FILTER, OPEN, NO_CONTACT, ATTEMPT, APPOINTMENT, REFUSED, TAKE_BACK, AGENDA, EXCHANGE, CLEAR_FILTER, SORT,
    VIEW_TODAY, VIEW_TO_DO, VIEW_APPOINTMENTS, VIEW_DONE, VIEW_ALL, PANEL, REQUEST, CLOCKS,
    WITHDRAW_BY_CODE, STOP_CODE, SETTLE, HAND_IN, WAY_ON, COVER_PIN, OWN_PASSPHRASE, TRAIL, DEVICES, KEYS_HERE,
)  # fmt: skip

OPEN_ENTRY: Final = Command("open", "enter", "Whole", "Shows the whole entry: where it stands, and what dates it.")
NARROW: Final = Command("narrow", "slash", "Narrow", "Narrows to a device, family, kind, person or period.")
WIDEN: Final = Command("widen", "f4", "All", "Takes the narrowing away.", False)
JUMP: Final = Command("jump", "d", "Day", "Jumps to a day.")
CHECKPOINT: Final = Command(
    "checkpoint", "c", "Checkpoint", "Shows the signed head as text and as a code to photograph."
)
VERIFY: Final = Command("verify", "v", "Verify", "Checks that everything kept here holds, with progress.")
FAMILY_CUSTODY: Final = Command("family", "f", "Family", "Shows where a family is and was, and who has seen it.")
SEE_INCIDENTS: Final = Command("incidents", "i", "Incidents", "Shows every incident; follows and closes one.")
SEE_REQUESTS: Final = Command("requests", "q", "Requests", "Shows every request; follows and closes one.")
TRAIL_COMMANDS: Final = (
    OPEN_ENTRY, NARROW, JUMP, DEVICES, BACK, CHECKPOINT, VERIFY, WIDEN, replace(FAMILY_CUSTODY, in_footer=False),
    replace(SEE_INCIDENTS, in_footer=False), replace(SEE_REQUESTS, in_footer=False), KEYS_HERE,
)  # fmt: skip
CLOCKS_COMMANDS: Final = (SEE_INCIDENTS, SEE_REQUESTS, BACK, KEYS_HERE)

OPEN_DUTY: Final = Command("open", "enter", "Open", "Shows all that is known of it, and follows it.")
DUTIES_COMMANDS: Final = (OPEN_DUTY, BACK, KEYS_HERE)

ASSESS: Final = Command("assess", "a", "Assess", "Says how bad it is, and what more is known.")
AMEND: Final = Command("amend", "f", "Families", "Says again which devices and families it concerns; both stay.")
AGREE: Final = Command("agree", "p", "Put right", "Says what was agreed or done so that it does not happen again.")
DRAFT_NOTICE: Final = Command("draft", "d", "Draft", "Writes the notice to the department or the Commissioner.")
TOLD: Final = Command("told", "t", "Told", "Says who was told of it, and when: this stops its clocks.")
CLOSE: Final = Command("close", "x", "Close", "Closes it for good.")
INCIDENT_COMMANDS: Final = (TOLD, DRAFT_NOTICE, ASSESS, AGREE, BACK, CLOSE, AMEND, KEYS_HERE)

STEP: Final = Command("step", "s", "Step", "Says that it came a step further: passed on, checked, supplied.")
ANSWERED: Final = Command("answered", "w", "Answered", "Says that they answered what was asked: the clock runs on.")
INSTRUCT: Final = Command("instruct", "i", "Instruction", "Keeps what the department instructed.")
ERASED_REQUEST_COMMANDS: Final = (CLOSE, BACK, KEYS_HERE)
REQUEST_COMMANDS: Final = (STEP, ANSWERED, INSTRUCT, CLOSE, BACK, KEYS_HERE)

OPEN_DEVICE: Final = Command("open", "enter", "Device", "Shows what the device is, holds, and what happened to it.")
REGISTER: Final = Command("register", "a", "Add", "Puts a drive, or another device, on the register.")
AS_OF: Final = Command("as_of", "d", "As of", "Shows how it stood at the end of a day that is past, or then.")
AS_NOW: Final = Command("as_now", "f4", "Now", "Shows how it stands now.", False)
DEVICES_COMMANDS: Final = (
    OPEN_DEVICE, REGISTER, AS_OF, FAMILY_CUSTODY, AS_NOW, replace(SEE_INCIDENTS, in_footer=False), BACK, KEYS_HERE,
)  # fmt: skip

RETIRE: Final = Command("retire", "r", "Retire", "Retires the device; not while it holds data.")
WIPED: Final = Command("wiped", "w", "Wiped", "Says that everything on it was erased; that is told with it.")
LOST: Final = Command("lost", "l", "Lost", "Says that it is lost; tell of the loss with F2 too.", False)
RETURNED: Final = Command("returned", "b", "Returned", "Says that its owner has it back.", False)
REUSE: Final = Command("reuse", "u", "In use", "Says that it is in use again.", False)
CHANGE_DEVICE: Final = Command("change", "c", "Change", "Says something else of it: its holder, its serial.")
DEVICE_COMMANDS: Final = (CHANGE_DEVICE, WIPED, RETIRE, AS_OF, LOST, RETURNED, REUSE, AS_NOW, BACK, KEYS_HERE)

SAFETY_NOTE_COMMANDS: Final = (ACKNOWLEDGE, NOTE_BACK, KEYS_HERE)

AGENDA_COMMANDS: Final = (OPEN_BOOKED, CHANGE_APPOINTMENT, BACK, KEYS_HERE)

FAMILY_COMMANDS: Final = (
    ATTEMPT, APPOINTMENT, CONSENT, GOING_IN,
    REFUSED, BACK, TAKE_BACK, TELL_ANEW, CORRECT,
    PEOPLE, MOVED, TRACE, CONFIDENTIAL, HISTORY,
    SAFEGUARDING, OBSERVATION, SAFETY_NOTE, REQUEST, WITHDRAW, IN_ERROR,
    KEYS_HERE,
)  # fmt: skip

CEREMONY_COMMANDS: Final = (
    SAY_YES, SAY_NO, NOT_ASKED, COMPLETE, PARTIAL, BREAK_OFF, EASY_READ, LANGUAGE, LANGUAGE_CARD, HOW,
)  # fmt: skip

LIST_DOWN: Final = Command("list_down", "down,j", "Down", "Points at the next line.", False)
LIST_UP: Final = Command("list_up", "up,k", "Up", "Points at the line before.", False)
LIST_PAGE_DOWN: Final = Command("list_page_down", "pagedown,ctrl+f", "Page down", "Goes a screen down.", False)
LIST_PAGE_UP: Final = Command("list_page_up", "pageup,ctrl+b", "Page up", "Goes a screen up.", False)
LIST_FIRST: Final = Command("list_first", "home,g", "First", "Points at the first line.", False)
LIST_LAST: Final = Command("list_last", "end,G", "Last", "Points at the last line.", False)

LIST_COMMANDS: Final = (LIST_DOWN, LIST_UP, LIST_PAGE_DOWN, LIST_PAGE_UP, LIST_FIRST, LIST_LAST)
"""What a list does by itself while it has the focus; a screen that shows one tells these keys with its own."""

TO_LIST: Final = Command("to_list", "enter,down,escape", "To list", "Goes to the list; what was typed stays.")
CLEAR_TYPED: Final = Command("clear_typed", "f4,ctrl+u", "Clear", "Takes away what was typed.")

FILTER_COMMANDS: Final = (TO_LIST, CLEAR_TYPED)
"""What the line one types into does by itself; letters are typed there, and do nothing else."""

NEXT_FIELD: Final = Command("next_field", "enter,tab", "Next", "Answers, and goes on to the next question.")
FIELD_BEFORE: Final = Command("field_before", "shift+tab", "Before", "Goes back to the question before.")

ANSWER_COMMANDS: Final = (NEXT_FIELD, FIELD_BEFORE)
"""What a question of a form does by itself."""


def bindings(commands: Sequence[Command]) -> "list[Binding]":
    """Return what a screen binds."""
    return [command.binding() for command in commands]
