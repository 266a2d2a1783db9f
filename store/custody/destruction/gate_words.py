"""What stands in the way of a declaration, in words. Pure.

Owns the sentences; they name devices and recipients, and count families.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from store.custody.destruction.gate import Matter, OpenPoint

CLOSED: Final[Mapping[Matter, str]] = MappingProxyType(
    {
        Matter.ACKNOWLEDGEMENT: "whatever was sent for linkage is acknowledged",
        Matter.BACKUP: "no backup is left",
        Matter.CERTIFICATE: "every destruction is certified",
        Matter.DESTRUCTION: "every destruction is done",
        Matter.ELIGIBILITY: "base keeps no file of eligibility",
        Matter.FAMILIES_AT_BASE: "base holds no family",
        Matter.HOLDING: "no laptop and no drive holds anything",
        Matter.LATER_BACKUPS: "every backup made after a copy that was put back is known",
        Matter.ORDER: "every order was carried out",
        Matter.ORIGINALS: "base keeps no delivery as it came",
        Matter.PAPER_BACK: "every sheet that is back is shredded",
        Matter.PAPER_OUT: "no numbered sheet is out",
        Matter.RESUPPLY: "the families originally provided were sent back for updating (7.2e)",
        Matter.SECRETS: "base keeps no key of what was delivered",
        Matter.SUB_CONTRACTOR: "every sub-contractor said in writing that its copy is gone",
        Matter.UNSENT: "every act of every laptop is here",
    }
)
"""What is so where nothing of a matter is open."""


def words_of(point: OpenPoint) -> str:
    """Return one point as a person reads it, without a full stop."""
    count = point.count
    families = "1 family" if count == 1 else f"{count:,} families"
    sheets = "1 numbered sheet is" if count == 1 else f"{count:,} numbered sheets are"
    match point.matter:
        case Matter.RESUPPLY:
            return "the families originally provided were not sent back for updating (7.2e)"
        case Matter.HOLDING:
            which = f" (dataset {point.dataset[:8]})" if point.dataset else ""
            return f"{point.of} holds {families}{which}"
        case Matter.BACKUP:
            return f"a backup on {point.of} holds {families} ({point.id[:8]})"
        case Matter.LATER_BACKUPS:
            return f"base was put back from a copy of {point.of}: name each backup made after it, or say that none was"
        case Matter.ORDER:
            return f"{point.of} has not carried out an order ({point.id[:8]})"
        case Matter.UNSENT:
            return f"{point.of} has {count:,} {'act' if count == 1 else 'acts'} that never reached base"
        case Matter.PAPER_OUT:
            return f"{sheets} still out"
        case Matter.PAPER_BACK:
            return f"{sheets} back and not shredded"
        case Matter.SUB_CONTRACTOR:
            return f"{point.of} has not said in writing that its copy is gone ({point.id[:8]})"
        case Matter.ACKNOWLEDGEMENT:
            return f"{point.of} has not acknowledged the {point.id.replace('_', ' ')}"
        case Matter.ORIGINALS:
            return f"base keeps {count:,} {'delivery' if count == 1 else 'deliveries'} sealed as they came"
        case Matter.ELIGIBILITY:
            return "base keeps the file of eligibility"
        case Matter.FAMILIES_AT_BASE:
            return f"base holds {families}"
        case Matter.DESTRUCTION:
            return f"a destruction of {families} is not done ({point.id[:8]})"
        case Matter.CERTIFICATE:
            return f"a destruction of {families} is done and not certified ({point.id[:8]})"
        case Matter.SECRETS:
            return f"base keeps {count:,} {'key' if count == 1 else 'keys'} of what was delivered"
