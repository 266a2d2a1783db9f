"""The words of the command line for destroying, certifying, declaring, and whoever keeps base's checkpoints.

Owns their deeds and options. Refuses to own the parser itself (arguments) and what a deed does (printed).
"""

from typing import TYPE_CHECKING

from tui import outside_arguments

if TYPE_CHECKING:
    from tui.arguments import Manners, Verbs


DECLARATIONS = ("original", "all-copies")
"""Each `Declaration`, as the command line calls it."""


def destroy(verbs: "Verbs", manners: "Manners") -> None:
    """Add `doorstep destroy`."""
    verb = verbs.add_parser(
        "destroy",
        parents=[manners.signing_in, manners.printing],
        help="base: destroy on every device; more than one family takes two people",
    )
    what = verb.add_mutually_exclusive_group(required=True)
    what.add_argument("--family", metavar="REF", nargs="+", help="these, by the council's reference")
    what.add_argument("--not-recontactable", action="store_true", help="every family without a live yes to wave 2")
    what.add_argument("--device", metavar="NAME", help="whatever lies on this laptop")
    what.add_argument("--original", action="store_true", help="what councils delivered, as it came, and eligibility")
    what.add_argument("--all", action="store_true", help="everything")
    what.add_argument(
        "--again", metavar="CERTIFICATE", help="what a certificate says is gone, brought back by an old copy"
    )
    what.add_argument(
        "--lost",
        action="store_true",
        help="what laptops destroyed for a base that was lost, and a backup brought back",
    )
    what.add_argument("--go-on", action="store_true", help="take what was decided as far as it goes now")
    verb.add_argument(
        "--clause", help="the clause it is done under (unless told 7.2f, and 7.2e with --not-recontactable)"
    )
    verb.add_argument("--plan", action="store_true", help="show who holds it and what would be done; nothing is done")
    verb.set_defaults(verb="destroy", parser=verb)


def destruction(verbs: "Verbs", manners: "Manners") -> None:
    """Add `doorstep destruction`."""
    deeds = manners.deeds(verbs, "destruction", "base: what was destroyed, its certificates and declarations")
    deeds.add("list", "every destruction, and who has not done their part", is_printing=True)
    certificate = deeds.add("certificate", "the certificate of one that is done, and a page of it to read")
    certificate.add_argument("--order", required=True, metavar="ID", help="the beginning is enough")
    certificate.add_argument("--to", required=True, metavar="FILE", help="where it is written")
    outside_arguments.leaving(certificate)
    gate = deeds.add("gate", "what stands in the way of a declaration, as a checklist", is_printing=True)
    declare = deeds.add("declare", "sign a declaration; two people, and nothing may be open")
    for deed in (gate, declare):
        deed.add_argument("declaration", choices=DECLARATIONS, help="of the original dataset, or of all copies")
    declare.add_argument("--to", required=True, metavar="FILE", help="where it is written")
    outside_arguments.leaving(declare)
    off = deeds.add("write-off", "something will not come back; two people, an incident and a reason")
    what = off.add_mutually_exclusive_group(required=True)
    what.add_argument("--device", metavar="NAME", help="a device, with whatever lies on it")
    what.add_argument("--journal", metavar="NAME", help="what a laptop never sent")
    what.add_argument("--backup", metavar="ID", help="a backup")
    what.add_argument("--sheets", metavar="NUMBER", nargs="+", help="sheets of paper that are out")
    off.add_argument("--incident", required=True, metavar="ID", help="the beginning is enough")
    off.add_argument("--reason", required=True, metavar="TEXT", help="prints on every declaration after")
    gone = deeds.add("gone", "a recipient said in writing that everything sent to them is destroyed")
    gone.add_argument("--recipient", required=True, metavar="NAME", dest="whose")
    gone.add_argument("--document", required=True, metavar="FILE", help="the document; its digest is kept")
    gone.add_argument("--by", required=True, metavar="NAME", help="who signed it")
    over = deeds.add(
        "hand-over", "the proofs of every consent, sealed for the controller, before base destroys its copy"
    )
    over.add_argument("--to", required=True, metavar="FILE", help="where")
    over.add_argument("--document", required=True, metavar="FILE", help="what they wrote; its digest is kept")
    over.add_argument("--by", required=True, metavar="NAME", help="who signed it")
    over.add_argument("--keep-until", metavar="DATE", help="until when they keep them, if that is agreed")
    outside_arguments.leaving(over)


def notice(verbs: "Verbs", manners: "Manners") -> None:
    """Add `doorstep notice`."""
    deeds = manners.deeds(verbs, "notice", "base: what has to be told, filled in, as text and as pages to send")
    abouts = {
        "incident": "24 hours (14.1), two working days (A10)",
        "request": "what somebody asked, to the department (10, A4)",
        "delivery": "a council's delivery cannot be read: one week (8.4)",
        "destruction": "something was destroyed (13.4, 13.7)",
    }
    for deed, help_ in abouts.items():
        parser = deeds.add(deed, help_)
        parser.add_argument("--about", required=True, metavar="ID", help="the beginning is enough")
        parser.add_argument("--to", metavar="FILE", help="where it is written, with pages beside it; printed otherwise")
        outside_arguments.leaving(parser)
        if deed == "incident":
            parser.add_argument("--whom", choices=("department", "commissioner"), default="department")


def witness(verbs: "Verbs", manners: "Manners") -> None:
    """Add `doorstep witness`."""
    verb = verbs.add_parser(
        "witness",
        parents=[manners.signing_in, manners.printing],
        help="base: who outside keeps its checkpoints; they are left one at each sync",
    )
    verb.add_argument("--name", metavar="RECIPIENT", help="as the register of recipients has them")
    verb.add_argument("--mailbox", metavar="URL", help="with --name: a folder or an sftp address of theirs")
    verb.add_argument(
        "--country", metavar="GB", type=outside_arguments.country, help="where that lies (GB unless told)"
    )
    verb.set_defaults(verb="witness", parser=verb)
