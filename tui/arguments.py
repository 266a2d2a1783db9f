"""The words of the command line: every verb, every option, what each means.

Owns the parser and what an argument may look like. Refuses to own what a verb does (printed) and the exit codes.
"""

import argparse
from typing import TYPE_CHECKING

from store.release import RELEASE
from tui import backup_arguments, destroy_arguments, duty_arguments, outside_arguments
from tui.guides import GUIDES
from tui.register_arguments import add_register

if TYPE_CHECKING:
    from collections.abc import Callable

    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]

STOP_CAUSES = ("contact_wish", "base_decision", "incident", "request", "safety")
"""Why base locks a family by phone: those `FamilyLockCause` that somebody decides on."""

REVOCATION_CAUSES = ("lost", "stolen", "replaced", "retired", "cloned")
"""Each `RevocationCause`; spelt out, because the acts take long to load."""

BACK_CHECK_RESULTS = ("confirmed", "failed", "not_reached", "settled")
"""Each `BackCheckResult`, spelt out likewise."""

DEMONSTRATIONS = ("field", "base", "exchange")
"""What can be shown: the app at the door, or a base and two laptops that trade, printed."""

SHELLS = ("bash", "zsh", "fish", "powershell")
"""Whose words can be completed."""

DELIVERY_KINDS = ("contacts", "eligibility", "refusals", "updates")
"""What a council delivers: those of `DatasetKind`."""

DELIVERY_CHANNELS = ("courier", "hand", "post", "removable_drive", "secure_email", "transfer_site")
"""By what road it comes: those of `Channel`."""

STAFF_ROLES = ("supervisor", "interviewer", "auditor", "eligibility_keeper")
"""Whom `staff add` makes; a holder of the recovery key is made by the deed that gives one."""

_Parser = argparse.ArgumentParser


class Manners:
    """Options that many verbs share."""

    def __init__(self) -> None:
        self.where = _Parser(add_help=False)
        self.where.add_argument("--store", metavar="DIR", help="the store's folder (or DOORSTEP_STORE)")
        self.where.add_argument(
            "--passphrase-stdin", action="store_true", help="read the passphrase from the first line of standard input"
        )
        self.signing_in = _Parser(add_help=False, parents=[self.where])
        self.signing_in.add_argument(
            "--clock-is-right", action="store_true", help="go on although the clock fell back; the trail says so"
        )
        self.signing_in.add_argument(
            "--attest-volume", metavar="REASON", help="supervisors: attest a volume that cannot be shown encrypted"
        )
        self.signing_in.add_argument(
            "--volume-word", metavar="FILE", help="laptop: a supervisor's word on its volume, as base wrote it"
        )
        self.printing = _Parser(add_help=False)
        self.printing.add_argument("--json", action="store_true", help="print JSON instead of text")

    def deeds(self, verbs: "Verbs", verb: str, help_: str) -> "Deeds":
        """Return a verb that does one of several things."""
        return Deeds(verbs.add_parser(verb, help=help_), verb, self)


class Deeds:
    """A verb that does one of several things."""

    def __init__(self, parser: _Parser, verb: str, manners: Manners, *, within: str = "") -> None:
        self._deeds = parser.add_subparsers(metavar="DEED", required=True)
        self._verb = verb
        self._manners = manners
        self._within = within

    def add(self, deed: str, help_: str, *, is_printing: bool = False) -> _Parser:
        """Return the parser of one of them, which signs in first."""
        manners = [self._manners.signing_in, *([self._manners.printing] if is_printing else [])]
        parser = self._deeds.add_parser(deed, parents=manners, help=help_)
        parser.set_defaults(verb=self._verb.replace("-", "_"), deed=f"{self._within}{deed}", parser=parser)
        return parser

    def within(self, name: str, help_: str) -> "Deeds":
        """Return a deed that is one of several things itself, each called `name-deed`."""
        return Deeds(self._deeds.add_parser(name, help=help_), self._verb, self._manners, within=f"{name}-")


def parser(asked: str | None = None) -> _Parser:
    """Return the parser of the command; what it parses names the module of the verb as `verb`.

    Args:
        asked: The first word that was given: if that is a verb, no other is described, which takes most of the time.
    """
    whole = _Parser(
        prog="doorstep",
        description="Fieldwork for survey interviewers, and a provable record of whose data lies where.",
        epilog="Without a verb the app opens: `doorstep`, or `doorstep --store DIR`.",
    )
    whole.add_argument("--version", action="version", version=f"doorstep {RELEASE}")
    verbs = whole.add_subparsers(metavar="VERB", required=True)
    manners = Manners()
    is_verb = any(asked in described for described in _VERBS)
    for described, describe in _VERBS.items():
        if asked in described or not is_verb:
            describe(verbs, manners)
    return whole


def _demo(verbs: "Verbs", _: Manners) -> None:
    demo = verbs.add_parser("demo", help="made-up families, in practice stores that are thrown away")
    demo.add_argument("of", nargs="?", choices=DEMONSTRATIONS, default="field", help="the app at the door, or at base")
    demo.add_argument("--families", metavar="N", type=_at_least_two, help="how many (60; at base 120, exchanged 12)")
    demo.set_defaults(verb="demo")


def _init(verbs: "Verbs", manners: Manners) -> None:
    roles = verbs.add_parser("init", help="make a store").add_subparsers(metavar="ROLE", required=True)
    base = roles.add_parser("base", parents=[manners.signing_in], help="a base station")
    base.add_argument("--practice", action="store_true", help="a practice store, on a training clock")
    base.add_argument("--as-if", metavar="DATE", help="the day the training clock starts on (2015-11-02)")
    base.add_argument("--agreement", metavar="FILE", help="another agreement than Essex 2015")
    base.add_argument("--name", required=True, help="what this base is called")
    base.add_argument("--staff", required=True, metavar="NAME", help="your name; you declare that you are trained")
    field = roles.add_parser("field", parents=[manners.where], help="a laptop, from a ticket of base")
    field.add_argument("--ticket", required=True, metavar="FILE", help="the ticket; the answer is left beside it")
    field.add_argument("--volume-word", metavar="FILE", help="a supervisor's word on its volume, as base wrote it")
    for role, name in ((base, "base"), (field, "field")):
        role.add_argument("--no-keyring", action="store_true", help="protect it by a longer passphrase alone")
        role.set_defaults(verb="init", role=name, parser=role)


def _enrol(verbs: "Verbs", manners: Manners) -> None:
    deeds = manners.deeds(verbs, "enrol", "base: a laptop becomes one of yours")
    ticket = deeds.add("ticket", "write the ticket a laptop is set up from")
    ticket.add_argument("--name", required=True, help="what the laptop is to be called")
    ticket.add_argument("--staff", required=True, metavar="NAME", help="the interviewer who will carry it")
    ticket.add_argument("--to", required=True, metavar="DIR", help="the folder or stick the ticket is written to")
    accept = deeds.add("accept", "take the answers of laptops")
    accept.add_argument("--from", required=True, metavar="DIR", dest="source", help="where the answers lie")
    accept.add_argument("--words", help="the six words as the interviewer reads them aloud; practice needs none")
    accept.add_argument("--name", help="the one laptop that is meant, where several answered")


def _intake(verbs: "Verbs", manners: Manners) -> None:
    intake = verbs.add_parser(
        "intake", parents=[manners.signing_in, manners.printing], help="base: take in what a council delivered"
    )
    intake.add_argument("file", metavar="FILE", help="the file as it came: zip, 7z, xlsx or OpenPGP under AES-256")
    intake.add_argument("--kind", required=True, choices=DELIVERY_KINDS, help="what it holds")
    intake.add_argument("--council", required=True, metavar="NAME", help="whose it is")
    intake.add_argument("--file-passphrase-file", metavar="F", help="a file whose first line opens it")
    intake.add_argument("--letters-sent", metavar="DATE", help="when its letters went, where no row says so")
    intake.add_argument("--collected-from", metavar="DATE", help="from when on its records were collected (7.2a)")
    intake.add_argument("--statement", metavar="FILE", help="the council's document that says so; its digest is kept")
    intake.add_argument(
        "--map", metavar="COLUMN=FIELD", action="append", help="what a column holds; as often as needed"
    )
    intake.add_argument("--preview", action="store_true", help="show what its columns would be taken for, masked")
    intake.add_argument("--by", choices=DELIVERY_CHANNELS, default="transfer_site", help="by what road it came")
    agreed = "what was agreed about a batch of no schedule, or a new council"
    intake.add_argument("--out-of-schedule", metavar="REASON", help=agreed)
    joined = "why families that another council supplied come under this name"
    intake.add_argument("--joined", metavar="REASON", help=joined)
    intake.add_argument("--gone", choices=("keep", "remove"), help="what becomes of families it no longer names")
    intake.set_defaults(verb="intake", parser=intake)


def _eligibility(verbs: "Verbs", manners: Manners) -> None:
    deeds = manners.deeds(verbs, "eligibility", "base: the file that two of its keepers open, and nobody else")
    deeds.add("status", "whether it is there, who can open it, who did and what for", is_printing=True)
    opening = deeds.add("open", "print what councils said of each family; takes another keeper", is_printing=True)
    opening.add_argument("--reason", required=True, metavar="TEXT", help="what for; it stands in the trail first")


def _councils(verbs: "Verbs", manners: Manners) -> None:
    deeds = manners.deeds(verbs, "councils", "base: which councils count as one, and taking that back")
    deeds.add("joined", "which do, and who is locked for what was said of another council's families")
    part = deeds.add("part", "take back that two councils are one; nobody is opened by it")
    part.add_argument("--council", required=True, metavar="NAME", help="one of them")
    part.add_argument("--other", required=True, metavar="NAME", help="the other one")
    part.add_argument("--reason", required=True, metavar="TEXT", help="why; it stands in the trail")


def _intake_key(verbs: "Verbs", manners: Manners) -> None:
    key = verbs.add_parser(
        "intake-key", parents=[manners.signing_in], help="base: write the OpenPGP key councils encrypt to"
    )
    key.add_argument("--to", required=True, metavar="FILE", help="where")
    key.set_defaults(verb="intake_key", parser=key)


def _allocate(verbs: "Verbs", manners: Manners) -> None:
    allocate = verbs.add_parser("allocate", parents=[manners.signing_in], help="base: give families to a laptop")
    allocate.add_argument("--to", required=True, metavar="DEVICE", help="the laptop's name")
    allocate.add_argument("--postcode", metavar="CM1", help="only of this area, district, sector or postcode")
    allocate.add_argument("--count", metavar="N", type=_count, help="this many at most")
    allocate.add_argument("--family", metavar="REF", nargs="+", help="these, by the council's reference")
    allocate.set_defaults(verb="allocate", parser=allocate)


def _sync(verbs: "Verbs", manners: Manners) -> None:
    sync = verbs.add_parser(
        "sync", parents=[manners.signing_in, manners.printing], help="take in and leave bundles in the mailbox"
    )
    sync.add_argument("--mailbox", metavar="URL", help="a folder, or sftp://account@server/folder; remembered")
    sync.add_argument("--country", metavar="GB", type=_country, help="where that mailbox lies (GB unless told)")
    sync.set_defaults(verb="sync", parser=sync, is_for_safety=True)


def _device(verbs: "Verbs", manners: Manners) -> None:
    deeds = manners.deeds(verbs, "device", "the register: laptops, drives and whatever else may hold data")
    listed = deeds.add("list", "the laptops of a base, the base of a laptop", is_printing=True)
    listed.add_argument("--all", action="store_true", help="the whole register, and what each device holds")
    add_register(deeds)
    revoke = deeds.add("revoke", "base: believe nothing more of a laptop")
    revoke.add_argument("--name", required=True, help="the laptop")
    revoke.add_argument("--cause", required=True, choices=REVOCATION_CAUSES)
    renew = deeds.add("renew-keys", "base: have a laptop go over to new keys at its next sync")
    renew.add_argument("--name", required=True, help="the laptop")
    code = deeds.add("stop-code", "base: a code to read out by phone that locks a family on a laptop")
    code.add_argument("--name", required=True, metavar="LAPTOP", help="the laptop that has the family")
    code.add_argument("--family", required=True, metavar="REF", help="the council's reference")
    code.add_argument("--cause", choices=STOP_CAUSES, default=STOP_CAUSES[0], help="contact_wish unless told")
    word = deeds.add("attestation", "a supervisor's word on a volume that cannot be shown encrypted, and until when")
    word.add_argument("--end", metavar="REASON", help="supervisors: take it back")
    word.add_argument("--name", metavar="LAPTOP", help="base, with --end: the word on this laptop's disk")
    vouch = deeds.add("vouch", "base: write a word on a laptop's volume that cannot be shown encrypted, for 30 days")
    vouch.add_argument("--name", required=True, metavar="LAPTOP", help="its name, also as on a ticket that still runs")
    vouch.add_argument("--reason", required=True, metavar="TEXT", help="what you saw that shows it")
    vouch.add_argument("--to", required=True, metavar="DIR", help="the folder or stick that goes to the laptop")
    stop = deeds.add("stop", "laptop: lock the family that a code read out by phone is for")
    stop.add_argument("code", nargs="+", metavar="CODE", help="eight letters and digits")
    stop.set_defaults(is_for_safety=True)


def _recover(verbs: "Verbs", manners: Manners) -> None:
    deeds = manners.deeds(verbs, "recover", "a way on for a frozen store, or after a forgotten passphrase")
    request = deeds.add("request", "laptop: ask base, in a file")
    request.add_argument("--to", metavar="DIR", default=".", help="where the request is written (here unless told)")
    request.add_argument("--forgotten", action="store_true", help="the passphrase was forgotten: choose a new one")
    request.add_argument("--staff", metavar="ID", help="with --forgotten: whose it was, where several sign in")
    answer = deeds.add("answer", "base: answer a request; a forgotten passphrase takes two people")
    answer.add_argument("--request", required=True, metavar="FILE")
    answer.add_argument("--to", required=True, metavar="DIR", help="where the answer is written")
    answer.add_argument("--reason", metavar="TEXT", help="why a frozen laptop may go on")
    answer.add_argument("--words", help="the six words that the laptop shows; practice needs none")
    applying = deeds.add("apply", "laptop: go on as base's answer allows")
    applying.add_argument("--answer", required=True, metavar="FILE")
    succeed = deeds.add("succeed", "base: go on from a copy that was put back; takes two people")
    backup_arguments.who_left(succeed)
    for each in (request, answer, applying, succeed):
        each.set_defaults(is_for_safety=True)


def _reading(verbs: "Verbs", manners: Manners) -> None:
    reading = [manners.signing_in, manners.printing]
    status = verbs.add_parser("status", parents=reading, help="how this store stands")
    status.add_argument("--agreement", action="store_true", help="the agreement's terms and its own faults instead")
    status.set_defaults(verb="status", is_for_safety=True)

    contacts = verbs.add_parser("contacts", parents=reading, help="the families here, a line each")
    contacts.add_argument("--search", metavar="TEXT", help="only those that match, as the app finds them")
    contacts.set_defaults(verb="contacts")

    trail = verbs.add_parser("trail", parents=reading, help="what happened, newest first")
    trail.add_argument("--as-of", metavar="WHEN", help="only what had happened by the end of that day, or by then")
    trail.add_argument("--family", metavar="REF", help="only what is about one family, by the council's reference")
    trail.add_argument("--device", metavar="NAME", help="only what is about one device, by its name or id")
    trail.set_defaults(verb="trail")

    verify = verbs.add_parser("verify", parents=reading, help="whether everything that is kept holds")
    verify.add_argument("file", nargs="?", metavar="FILE", help="an exported proof, checked with no store at all")
    verify.add_argument("--signatures", action="store_true", help="check every person's signature too")
    verify.add_argument(
        "--checkpoint", metavar="TEXT", help="a checkpoint somebody kept, or its file: was it rewritten?"
    )
    verify.set_defaults(verb="verify", is_for_safety=True)


def _extract(verbs: "Verbs", manners: Manners) -> None:
    deeds = manners.deeds(verbs, "extract", "base: a file for somebody outside, told before it leaves")
    consent = deeds.add("consent", "the proof of somebody's consents, and a page of it to read")
    consent.add_argument("--receipt", required=True, metavar="CODE", help="the receipt code on their leaflet")
    consent.add_argument("--device", metavar="NAME", help="the drive of the register it is written onto")
    resupply = deeds.add("resupply", "every family of a council as it came, back to it for updating")
    outside_arguments.resupply(resupply)
    sample = deeds.add("wave-two", "who is of wave 2 of a council, for whoever plans its fieldwork")
    outside_arguments.sample(sample)
    linkage = deeds.add("linkage", "everybody whose yes to linkage stands, sealed for whoever links them")
    stops = deeds.add("stop-list", "whom a recipient has to take out again of what it was sent for linkage")
    outside_arguments.linkage_files(linkage, stops)
    audit = deeds.add("audit", "the audit pack of a period: it names no family, and checks itself anywhere")
    audit.add_argument("--from", metavar="DATE", dest="from_on", help="its first day (the first there is)")
    audit.add_argument("--until", metavar="DATE", dest="until_on", help="its last day (today)")
    person = deeds.add("person", "everything held about one person, once it was read for what it tells of others")
    outside_arguments.person(person)
    for deed in (consent, audit):
        deed.add_argument("--to", required=True, metavar="FILE", help="where it is written")
        outside_arguments.leaving(deed)


def _report(verbs: "Verbs", manners: Manners) -> None:
    deeds = manners.deeds(verbs, "report", "base: how the work stands, for the team; and the report that is released")
    deeds.add(
        "back-checks", "which interviews and consents somebody else checks, and what came of it", is_printing=True
    )
    running = deeds.add("clocks", "every clock that runs, the soonest first; on a laptop too", is_printing=True)
    running.set_defaults(is_for_safety=True)
    fieldwork = deeds.add(
        "fieldwork", "outcomes and rates for release: nothing about a few cases, let out by two people"
    )
    fieldwork.add_argument("--to", required=True, metavar="FILE", help="where it is written")
    outside_arguments.leaving(fieldwork)
    custody = deeds.add("custody", "which device holds how much, and who has seen whom", is_printing=True)
    custody.add_argument("--as-of", metavar="WHEN", help="as it was at the end of that day, or then")
    custody.add_argument("--family", metavar="REF", help="which devices hold this family, and who has seen it")
    custody.add_argument("--device", metavar="NAME", help="which families this device holds, by their ids")
    deeds.add("progress", "how far the work got, by wave, council and interviewer", is_printing=True)
    deeds.add("wave-two", "how far each council's second wave is, gate by gate", is_printing=True)
    deeds.add("rates", "response, co-operation, refusal and contact rates, as AAPOR defines them", is_printing=True)


def _back_check(verbs: "Verbs", manners: Manners) -> None:
    deeds = manners.deeds(verbs, "back-check", "base: have interviews and consents checked by somebody else")
    deeds.add("draw", "draw the agreement's share of everybody's work")
    record = deeds.add("record", "what one check found")
    record.add_argument("--check", required=True, metavar="ID", help="as the report names it; its beginning is enough")
    record.add_argument("--result", required=True, choices=BACK_CHECK_RESULTS)
    record.add_argument("--finding", metavar="TEXT", help="in words; needed for a failure and for its settling")


def _wording(verbs: "Verbs", manners: Manners) -> None:
    deeds = manners.deeds(verbs, "wording", "the texts that are read to people")
    deeds.add("list", "each, and which are in use", is_printing=True)
    issue = deeds.add("issue", "base: put new ones to use, on every laptop")
    issue.add_argument("file", metavar="FILE", help="[[wordings]] tables, as in an agreement file")
    issue.add_argument("--from", metavar="DATE", dest="from_on", help="the first day they are read (today)")


def _term(verbs: "Verbs", manners: Manners) -> None:
    deeds = manners.deeds(verbs, "term", "how long the agreement runs, and how it ends")
    deeds.add("show", "how it stands, and everything that was recorded about its end", is_printing=True)
    extend = deeds.add("extend", "base: it was extended in writing")
    extend.add_argument("--to", required=True, metavar="DATE", help="its new last day")
    extend.add_argument("--document", required=True, metavar="FILE", help="the document; its digest is kept")
    extend.add_argument("--agreed", metavar="DATE", help="the day it was agreed; after the end, with a second person")
    notice = deeds.add("notice", "base: notice was given that ends it")
    ends = notice.add_mutually_exclusive_group()
    ends.add_argument("--immediate", action="store_true", help="it ends at once")
    ends.add_argument("--until", metavar="DATE", help="its last day (the first that the notice can mean)")
    notice.add_argument("--given", metavar="DATE", help="the day it was given (today)")
    notice.add_argument("--document", required=True, metavar="FILE", help="the notice; its digest is kept")
    deeds.add("ran-out", "base: its last day is over; from then on no clock opens it again")


def _practice_clock(verbs: "Verbs", manners: Manners) -> None:
    clock = verbs.add_parser(
        "practice-clock", parents=[manners.signing_in], help="move a practice store's clock forward"
    )
    clock.add_argument("--to", required=True, metavar="DATE", help="a day or an instant")
    clock.set_defaults(verb="practice_clock", is_for_safety=True)


def _staff(verbs: "Verbs", manners: Manners) -> None:
    deeds = manners.deeds(verbs, "staff", "who may sign in, and with what training")
    deeds.add("list", "the register", is_printing=True)
    add = deeds.add("add", "add a person, whom you vouch to be briefed; their passphrase is the second line")
    add.add_argument("--name", required=True)
    add.add_argument("--role", choices=STAFF_ROLES, required=True)
    leave = deeds.add("leave", "a person leaves: their passphrase opens nothing more")
    leave.add_argument("--name", required=True)
    deeds.add("passphrase", "change your own; the new one is the second line")
    duty_arguments.credential(deeds)


def _telling(verbs: "Verbs", _: Manners) -> None:
    helping = verbs.add_parser("help", help="a page for the interviewer, the supervisor, the auditor, the installer")
    helping.add_argument("guide", nargs="?", choices=GUIDES, help="which one (which there are)")
    helping.set_defaults(verb="help")
    completion = verbs.add_parser("completion", help="print what lets your shell complete these words")
    completion.add_argument("shell", choices=SHELLS, help="which shell")
    completion.set_defaults(verb="completion")


def _count(text: str, least: int = 1) -> int:
    if not text.isdecimal() or not least <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"a number from {least} to 10000")
    return int(text)


def _at_least_two(text: str) -> int:
    return _count(text, least=2)


def _country(text: str) -> str:
    from store.agreement.clauses import UK_AND_EEA

    if text.upper() not in UK_AND_EEA:
        raise argparse.ArgumentTypeError("two letters, for the United Kingdom (GB) or a country of the EEA")
    return text.upper()


_VERBS: dict[tuple[str, ...], "Callable[[Verbs, Manners], None]"] = {
    ("demo",): _demo,
    ("init",): _init,
    ("enrol",): _enrol,
    ("intake",): _intake,
    ("intake-key",): _intake_key,
    ("councils",): _councils,
    ("eligibility",): _eligibility,
    ("allocate",): _allocate,
    ("sync",): _sync,
    ("device",): _device,
    ("recover",): _recover,
    ("status", "contacts", "trail", "verify"): _reading,
    ("extract",): _extract,
    ("report",): _report,
    ("back-check",): _back_check,
    ("incident",): duty_arguments.incident,
    ("request",): duty_arguments.request,
    ("paper",): duty_arguments.paper,
    ("council-told",): duty_arguments.council_told,
    ("wording",): _wording,
    ("term",): _term,
    ("recipient",): outside_arguments.recipient,
    ("withdraw",): outside_arguments.withdraw,
    ("linkage",): outside_arguments.linkage,
    ("destroy",): destroy_arguments.destroy,
    ("destruction",): destroy_arguments.destruction,
    ("notice",): destroy_arguments.notice,
    ("witness",): destroy_arguments.witness,
    ("backup",): backup_arguments.backup,
    ("practice-clock",): _practice_clock,
    ("staff",): _staff,
    ("help", "completion"): _telling,
}
"""What describes which verbs, in the order of `doorstep --help`."""
