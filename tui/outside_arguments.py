"""The words of the command line for those outside: recipients, how a file leaves for them, withdrawals.

Owns their deeds and options. Refuses to own the parser itself (arguments) and what a deed does (printed).
"""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.arguments import Manners, Verbs

KINDS = (
    "auditor", "council", "data_subject", "department", "evaluator", "information_commissioner", "ons", "recycler",
    "sub_contractor", "witness",
)  # fmt: skip
"""Each `RecipientKind`; spelt out here, as all below, because acts take long to load."""

PURPOSES = (
    "audit", "backup", "data_subject", "evidence", "fieldwork", "incident", "linkage", "permitted_other",
    "research_output", "resupply",
)  # fmt: skip
SHIPMENTS = (
    "audit_pack", "backup", "bundle", "consent_proof", "contacts", "eligibility", "evidence", "fieldwork_report",
    "incident_record", "linkage_extract", "notice", "opt_outs", "output", "paper", "person_pack", "resupply",
    "stop_list", "updates",
)  # fmt: skip
MATTERS = ("sub_contractor", "affiliate", "outside_eea")
WITHDRAWN = ("linkage", "re-contact", "any-contact", "whole-survey", "parental-permission")
CHANNELS = (
    "courier", "hand", "mailbox_folder", "mailbox_sftp", "post", "removable_drive", "secure_email", "transfer_site",
    "within_device",
)  # fmt: skip


def leaving(deed: argparse.ArgumentParser) -> None:
    """Add how the file of a deed leaves: sealed for somebody, or in clear."""
    whose = deed.add_mutually_exclusive_group()
    whose.add_argument("--for", metavar="RECIPIENT", dest="recipient", help="sealed for them, as the register has them")
    whose.add_argument("--clear", action="store_true", help="for anybody to read, onto an encrypted volume")
    deed.add_argument(
        "--channel",
        choices=CHANNELS,
        default="transfer_site",
        help="with --for: by what road it goes (transfer_site unless told)",
    )


def resupply(deed: argparse.ArgumentParser) -> None:
    """Add how the families of a council go back to it: never in clear."""
    deed.add_argument("--council", required=True, metavar="NAME", help="whose they are, as its deliveries came under")
    deed.add_argument("--to", required=True, metavar="FILE", help="where it is written")
    sealed_alone(deed)
    how = deed.add_mutually_exclusive_group()
    how.add_argument("--zip", action="store_true", help="an AES-256 zip under a passphrase, for a council with no key")
    how.add_argument("--openpgp", action="store_true", help="an OpenPGP message to the council's own OpenPGP key")
    deed.add_argument("--file-passphrase-file", metavar="F", help="with --zip: a file whose first line is to open it")


def sample(deed: argparse.ArgumentParser) -> None:
    """Add how the list of wave 2 leaves: never in clear."""
    deed.add_argument("--council", required=True, metavar="NAME", help="whose they are, as its deliveries came under")
    deed.add_argument("--to", required=True, metavar="FILE", help="where it is written")
    sealed_alone(deed)


def linkage_files(extract: argparse.ArgumentParser, stops: argparse.ArgumentParser) -> None:
    """Add how the files of linkage leave: never in clear."""
    for deed in (extract, stops):
        deed.add_argument("--to", required=True, metavar="FILE", help="where it is written")
        sealed_alone(deed)
    extract.add_argument("--records", metavar="NAME", help="which records, where the agreement names several")


def linkage(verbs: "Verbs", manners: "Manners") -> None:
    """Add `doorstep linkage`."""
    deeds = manners.deeds(verbs, "linkage", "base: what was sent for linkage, and whether it was confirmed")
    deeds.add("list", "every extract and stop-list, and who still has to be told of a withdrawal", is_printing=True)
    confirmed = deeds.add("acknowledge", "its recipient confirmed having one")
    confirmed.add_argument("--by", required=True, metavar="NAME", help="who said so")
    confirmed.add_argument("--channel", choices=CHANNELS, default="secure_email", help="by what road")
    confirmed.add_argument("--document", metavar="FILE", help="what they wrote; its digest is kept")
    never = deeds.add("never-left", "one that was broken off was never sent, and needs no confirming")
    never.add_argument("--reason", required=True, metavar="TEXT", help="how that is known")
    for deed in (confirmed, never):
        deed.add_argument("--file", required=True, metavar="ID", dest="named", help="as the list has it")


def sealed_alone(deed: argparse.ArgumentParser) -> None:
    """Add for whom the file of a deed is sealed, where it never leaves in clear."""
    deed.add_argument(
        "--for", required=True, metavar="RECIPIENT", dest="recipient", help="whom it is for, as the register has them"
    )
    deed.add_argument(
        "--channel", choices=CHANNELS, default="transfer_site", help="by what road it goes (transfer_site unless told)"
    )


def person(deed: argparse.ArgumentParser) -> None:
    """Add how a pack of one person is drafted, reviewed and left."""
    deed.add_argument("--family", required=True, metavar="REF", help="the council's reference")
    deed.add_argument("--person", metavar="NAME", help="who, by name or number; without it the family is listed")
    deed.add_argument("--draft", action="store_true", help="show it, numbered, to be read for what it tells of others")
    deed.add_argument("--request", metavar="ID", help="the request it answers; the beginning is enough")
    deed.add_argument("--leave-out", metavar="N", type=int, nargs="+", default=[], help="items that stay out")
    deed.add_argument("--to", metavar="FILE", help="where it is written")
    leaving(deed)


def recipient(verbs: "Verbs", manners: "Manners") -> None:
    """Add `doorstep recipient`."""
    deeds = manners.deeds(verbs, "recipient", "who may be sent files, sealed for them")
    deeds.add("list", "base: the register, and what was allowed in writing", is_printing=True)
    add = deeds.add("add", "base: put somebody on the register")
    add.add_argument("--name", required=True, help="what they are called in --for")
    add.add_argument("--organisation", required=True, metavar="NAME")
    add.add_argument("--kind", required=True, choices=KINDS)
    add.add_argument("--country", metavar="GB", default="GB", type=country, help="where they are (GB unless told)")
    add.add_argument("--purpose", required=True, nargs="+", choices=PURPOSES, help="what they may be sent files for")
    add.add_argument("--key", metavar="FILE", help="the public half that `doorstep recipient key` wrote for them")
    add.add_argument("--openpgp-key", metavar="FILE", help="of a council: its OpenPGP key, the public half")
    grant = deeds.add("grant", "base: record what the department allowed in writing")
    grant.add_argument("--name", required=True, help="whom it is about")
    grant.add_argument("--document", required=True, metavar="FILE", help="the document; its digest is kept")
    grant.add_argument("--granted-by", required=True, metavar="NAME", help="who signed it")
    grant.add_argument("--shipment", required=True, nargs="+", choices=SHIPMENTS, help="for which kinds of file")
    grant.add_argument("--matter", choices=MATTERS, default=MATTERS[0], help=f"{MATTERS[0]} unless told")
    grant.add_argument("--from", metavar="DATE", dest="from_on", help="its first day (today unless told)")
    grant.add_argument("--until", metavar="DATE", dest="until_on", help="its last day, if it has one")
    disclose = deeds.add("disclose", "base: record that the department or a law has something go to them (9.1f, A5)")
    disclose.add_argument("--name", required=True, help="whom")
    disclose.add_argument("--authority", required=True, choices=("direction", "statute", "court_order"))
    disclose.add_argument("--citation", required=True, metavar="TEXT", help="where it stands")
    disclose.add_argument("--shipment", required=True, nargs="+", choices=SHIPMENTS, help="which kinds of file")
    disclose.add_argument("--document", metavar="FILE", help="the department's document; its digest is kept")
    disclose.add_argument("--by", metavar="NAME", help="with --document: who signed it")
    deeds.add("disclosures", "base: what was disclosed on whose word", is_printing=True)
    deeds.add("in-writing", "base: instructions, grants and disclosures, the newest first", is_printing=True)
    over = deeds.add("grant-over", "base: what was allowed in writing is allowed no longer")
    over.add_argument("--grant", required=True, metavar="ID", help="as `recipient in-writing` has it; its beginning")
    over.add_argument("--document", metavar="FILE", help="what says so; its digest is kept")
    end = deeds.add("end", "base: nothing goes to them any more")
    end.add_argument("--name", required=True)
    end.add_argument("--reason", required=True, metavar="TEXT")
    key = deeds.add("key", "a recipient, with no store: make a key pair")
    key.add_argument("--to", required=True, metavar="DIR", help="where both halves are written")
    opening = deeds.add("open", "a recipient, with no store: open a file that was sealed for them")
    opening.add_argument("file", metavar="FILE")
    opening.add_argument("--key", required=True, metavar="FILE", help="the private half")
    opening.add_argument("--to", required=True, metavar="FILE", help="where what is in it is written, in clear")


def withdraw(verbs: "Verbs", manners: "Manners") -> None:
    """Add `doorstep withdraw`."""
    verb = verbs.add_parser(
        "withdraw", parents=[manners.signing_in], help="somebody takes back what they agreed to, by the code they have"
    )
    verb.add_argument("--receipt", required=True, metavar="CODE", help="the receipt code on their leaflet")
    verb.add_argument("--what", required=True, choices=WITHDRAWN, help="what they take back; ask, nothing is inferred")
    verb.add_argument("--linkage", choices=("yes", "no"), help="of the whole survey: whether linkage as well")
    verb.add_argument("--delete", choices=("yes", "no"), help="of the whole survey: whether the answers are deleted")
    verb.add_argument("--parent", metavar="NAME", help="of a parent's permission: the parent who says so")
    verb.add_argument("--sheet", metavar="NUMBER", help="the number on the paper it was written on")
    verb.set_defaults(verb="withdraw", parser=verb)


def country(text: str) -> str:
    """Return a country as it is kept; whether anything may lie there is the store's to say."""
    if len(text) != 2 or not text.isascii() or not text.isalpha():
        raise argparse.ArgumentTypeError("two letters, such as GB")
    return text.upper()
