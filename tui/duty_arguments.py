"""The words of the command line for incidents, requests and paper.

Owns their deeds and options. Refuses to own the parser itself (arguments) and what a deed does (printed).
"""

from typing import TYPE_CHECKING

from tui import outside_arguments

if TYPE_CHECKING:
    from tui.arguments import Deeds, Manners, Verbs

INCIDENT_KINDS = (
    "damaged", "disclosed_in_error", "device_lost", "device_stolen", "fork", "malware", "other", "overseen",
    "paper_lost", "rollback", "unauthorised_access", "unauthorised_release", "unencrypted",
)  # fmt: skip
"""Each `IncidentKind`; spelt out here, as all below, because acts take long to load."""

RISKS = ("not_assessed", "low", "medium", "high", "severe")
INCIDENT_ENDS = ("contained", "no_breach", "not_recovered", "recovered")
CHANNELS = ("email", "letter", "online_form", "telephone")
WHOM = ("department", "commissioner")
REQUEST_KINDS = (
    "subject_access", "complaint", "deletion", "other_notice", "correction", "objection", "freedom_of_information",
    "environmental_information",
)  # fmt: skip
REQUEST_STEPS = (
    "acknowledged", "clarification_sought", "family_found", "forwarded", "identity_checked", "pack_made",
    "pack_supplied", "third_party_reviewed",
)  # fmt: skip
TOPICS = ("law", "confidentiality", "handling", "this-agreement")
EVIDENCE = ("briefing", "certificate", "declaration")
PAPER_LEVELS = ("P-1", "P-2", "P-3", "P-4", "P-5", "P-6", "P-7")
REQUEST_ENDS = ("answered", "erased", "not_upheld", "nothing_held", "passed_on", "taken_back")


def incident(verbs: "Verbs", manners: "Manners") -> None:
    """Add `doorstep incident`."""
    deeds = manners.deeds(verbs, "incident", "something was lost, stolen, seen or broken into")
    raising = deeds.add("raise", "say so; its clocks start at once", is_printing=True)
    raising.add_argument("--kind", required=True, choices=INCIDENT_KINDS)
    raising.add_argument("--what", required=True, metavar="TEXT", help="what happened, a line that names no family")
    raising.add_argument("--place", metavar="TEXT", help="where")
    raising.add_argument("--happened", metavar="WHEN", help="a day or an instant; left out where it is not known")
    raising.add_argument("--identified", metavar="WHEN", help="when somebody noticed (now unless told)")
    raising.add_argument("--aware", metavar="WHEN", help="when the agency came to know (as identified unless told)")
    raising.add_argument("--device", metavar="NAME", nargs="+", default=[], help="which devices; this one unless told")
    raising.add_argument("--family", metavar="REF", nargs="+", help="whose data; what the devices hold unless told")
    listing = deeds.add("list", "every incident, the newest first", is_printing=True)
    listing.add_argument("--open", action="store_true", help="only those that are not closed")
    of_one = {}
    for deed, help_ in (
        ("show", "the record of one"),
        ("draft", "the draft of a notice about one"),
        ("follow", "how bad it is, what was agreed, who was told"),
        ("amend", "which devices and families it concerns, told again; what was told before stays"),
        ("close", "it came to its end"),
        ("export", "its record as a file, for the department"),
    ):
        of_one[deed] = deeds.add(deed, help_, is_printing=deed == "show")
        of_one[deed].add_argument("--incident", required=True, metavar="ID", help="the beginning is enough")
    of_one["draft"].add_argument("--to", required=True, choices=WHOM, dest="whom")
    following = of_one["follow"]
    following.add_argument("--risk", choices=RISKS, help="how bad it is for the people concerned")
    following.add_argument("--what", metavar="TEXT", help="what more is known")
    following.add_argument("--root-cause", metavar="TEXT", help="how it came about")
    following.add_argument("--action", metavar="TEXT", help="what was agreed or done so that it does not happen again")
    following.add_argument("--agreed-by", metavar="NAME", help="with --action: who agreed to it")
    following.add_argument("--due", metavar="DAY", help="with --action: by when")
    following.add_argument("--done", metavar="DAY", help="with --action: when it was done")
    following.add_argument("--told", choices=WHOM, help="who was told: this is what stops its clocks")
    following.add_argument("--name", metavar="NAME", help="with --told: who took the call or the letter")
    following.add_argument("--by", choices=CHANNELS, default="telephone", help="with --told (telephone unless told)")
    following.add_argument(
        "--at", metavar="WHEN", help="with --told: when; a day alone counts to its end (now unless told)"
    )
    amending = of_one["amend"]
    amending.add_argument("--why", required=True, metavar="TEXT", help="what shows that; a line that names no family")
    amending.add_argument("--device", metavar="NAME", nargs="*", help="which devices (as before unless told)")
    which = amending.add_mutually_exclusive_group()
    which.add_argument("--family", metavar="REF", nargs="+", help="whose data; what lay on the devices unless told")
    which.add_argument("--count", metavar="N", help="how many families, where which ones is not known")
    closing = of_one["close"]
    closing.add_argument("--end", required=True, choices=INCIDENT_ENDS)
    closing.add_argument("--root-cause", required=True, metavar="TEXT", help="how it came about")
    closing.add_argument("--agreed-by", required=True, metavar="NAME", help="who at the department agrees")
    closing.add_argument("--risk", choices=RISKS, help="how bad it was (as assessed last unless told)")
    closing.add_argument("--no-longer-due", metavar="TEXT", help="why clocks that still run are owed nothing")
    for each in (raising, listing, *of_one.values()):
        each.set_defaults(is_for_safety=True)
    exporting = of_one["export"]
    exporting.add_argument("--to", required=True, metavar="FILE", help="where; the text lies beside it")
    outside_arguments.leaving(exporting)


def request(verbs: "Verbs", manners: "Manners") -> None:
    """Add `doorstep request`."""
    deeds = manners.deeds(verbs, "request", "what people ask: to see what is held, to complain, to have it deleted")
    add = deeds.add("add", "take one down; its clock starts at once", is_printing=True)
    add.add_argument("--kind", required=True, choices=REQUEST_KINDS)
    add.add_argument("--text", required=True, metavar="TEXT", help="what they said")
    add.add_argument("--family", metavar="REF", help="the council's reference, where it is known")
    add.add_argument("--requester", metavar="NAME", help="who asks")
    add.add_argument("--contact", metavar="TEXT", help="how they can be reached")
    add.add_argument("--by", choices=CHANNELS, default="telephone", help="how it came (telephone unless told)")
    add.add_argument("--received", metavar="WHEN", help="a day or an instant (now unless told)")
    add.add_argument("--now", action="store_true", help="with deletion: lock the family at once")
    add.set_defaults(is_for_safety=True)
    listing = deeds.add("list", "every request, the newest first", is_printing=True)
    listing.add_argument("--open", action="store_true", help="only those that are not closed")
    of_one = {}
    for deed, help_ in (("show", "one of them"), ("follow", "it came a step further"), ("close", "it was answered")):
        of_one[deed] = deeds.add(deed, help_, is_printing=deed == "show")
        of_one[deed].add_argument("--request", required=True, metavar="ID", help="the beginning is enough")
    following = of_one["follow"].add_mutually_exclusive_group(required=True)
    following.add_argument("--step", choices=REQUEST_STEPS)
    following.add_argument("--answered", action="store_true", help="they answered a question: the clock runs on")
    following.add_argument("--instruction", metavar="FILE", help="the department's document, whose digest is kept")
    of_one["follow"].add_argument("--family", metavar="REF", help="with --step family_found: whose it is")
    of_one["follow"].add_argument("--note", metavar="TEXT", help="what was said; with --instruction: what it says")
    of_one["follow"].add_argument("--name", metavar="NAME", help="with --instruction: who signed it")
    of_one["close"].add_argument("--end", required=True, choices=REQUEST_ENDS)
    of_one["close"].add_argument("--note", metavar="TEXT", help="what was answered, in a line")


def council_told(verbs: "Verbs", manners: "Manners") -> None:
    """Add `doorstep council-told`."""
    told = verbs.add_parser(
        "council-told", parents=[manners.signing_in], help="base: a council heard that its delivery cannot be read"
    )
    told.add_argument("--delivery", required=True, metavar="ID", help="as `report clocks` shows it")
    told.add_argument("--name", required=True, metavar="NAME", help="who took the call or the letter")
    told.add_argument("--by", choices=CHANNELS, default="telephone", help="how (telephone unless told)")
    told.add_argument("--at", metavar="WHEN", help="when; a day alone counts to its end (now unless told)")
    told.set_defaults(verb="council_told", parser=told)


def credential(staff: "Deeds") -> None:
    """Add `doorstep staff credential`."""
    deeds = staff.within("credential", "training: nobody signs in without it")
    add = deeds.add("add", "record what somebody was trained in")
    add.add_argument("--name", required=True, help="who")
    add.add_argument("--topic", choices=TOPICS, nargs="+", default=list(TOPICS), help="in what (all four unless told)")
    add.add_argument("--evidence", choices=EVIDENCE, default=EVIDENCE[0], help="what it rests on (briefing)")
    add.add_argument("--from", metavar="DAY", dest="begins", help="its first day (today unless told)")
    add.add_argument("--until", metavar="DAY", help="its last day (as long as the agreement allows unless told)")
    add.add_argument("--document", metavar="FILE", help="the document it rests on, whose digest is kept")
    end = deeds.add("end", "end one before its day")
    end.add_argument("--credential", required=True, metavar="ID", help="the beginning is enough")
    end.add_argument("--reason", required=True, metavar="TEXT")
    deeds.add("list", "everybody's, with its last day", is_printing=True)
    add.set_defaults(is_for_safety=True)


def paper(verbs: "Verbs", manners: "Manners") -> None:
    """Add `doorstep paper`."""
    deeds = manners.deeds(verbs, "paper", "base: numbered sheets handed out, back, shredded")
    issue = deeds.add("issue", "hand sheets to somebody")
    back = deeds.add("return", "sheets came back")
    shred = deeds.add("shred", "sheets were shredded and given to a recycler")
    listing = deeds.add("list", "every sheet, and where it is", is_printing=True)
    for each in (issue, back, shred):
        each.add_argument("--sheet", required=True, metavar="NUMBER", nargs="+", help="as printed on them")
    issue.add_argument("--to", required=True, metavar="NAME", help="who")
    issue.add_argument("--family", metavar="REF", nargs="+", default=[], help="whose data is printed on them")
    issue.add_argument("--why", required=True, metavar="TEXT", help="why paper is needed")
    shred.add_argument("--level", required=True, choices=PAPER_LEVELS, help="how small, by DIN 66399")
    shred.add_argument("--witness", required=True, metavar="NAME", help="who watched")
    shred.add_argument("--recycler", required=True, metavar="NAME", help="who took it")
    shred.add_argument("--at", metavar="WHEN", help="when (now unless told)")
    listing.add_argument("--holder", metavar="NAME", help="only what this person had")
    for each in (issue, back, shred, listing):
        each.set_defaults(verb="sheets")
