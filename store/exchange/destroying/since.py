"""What was destroyed since a backup was made, by what certificates say of each other. Pure.

Each certificate names every destruction that base had done by then, and the key base had: so the last one that is
brought tells which others have to be. Refuses to own what is destroyed again (replaying).

Source: agreement 7.2f, 13.5: what was destroyed stays destroyed, all of it.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from store.keeping import acts
from store.keeping.acts.terms.destruction import DestructionEnd

Said = Mapping[str, Any]


def so_far(parts: Sequence[acts.DestructionExecuted]) -> list[dict[str, object]]:
    """Return what a certificate says of base's own part in every destruction so far: its order, and base's key then.

    Args:
        parts: Base's own, oldest first.
    """
    return [
        {"order": each.order, "epoch": each.new_epoch}
        for each in parts
        if each.end is not DestructionEnd.ABANDONED and each.new_epoch is not None
    ]


def not_brought(certificates: Sequence[Said], epoch: int, done: Collection[str]) -> list[str]:
    """Return the destructions since a backup of which no certificate was brought, by id.

    Args:
        certificates: What those say that were brought.
        epoch: Base's when the backup was made.
        done: The destructions that were done by then, by id.
    """
    named = {each["order"]: int(each["epoch"]) for said in certificates for each in said.get("so_far", ())}
    brought = {said["order"] for said in certificates}
    return sorted(order for order, at in named.items() if at > epoch and order not in brought and order not in done)


def reached(certificates: Sequence[Said]) -> int:
    """Return the last of base's keys that certificates speak for; 0 for none."""
    return max((int(said.get("epoch", 0)) for said in certificates), default=0)
