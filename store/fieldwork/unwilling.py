"""Who said no in another way than by an attempt: by a wish, a council's list, or an answer to a question.

Owns reading that of every family at once. Refuses to own which wishes stand (keeping.merging) and what a no comes to
(every_case).
"""

from collections import defaultdict
from typing import Any

from store.agreement.purposes import Purpose
from store.fieldwork.results import REFUSED_AT_INTRODUCTION, REFUSED_BY_PROXY
from store.fieldwork.standing import HOUSEHOLD
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.acts.terms.families import WishDecision, WishReach
from store.keeping.merging.wishes import Wished, standing_wishes


def unwilling(connection: Any) -> defaultdict[str, set[str]]:
    """Return who wants no contact any more, by family; the whole of it by `HOUSEHOLD`.

    Args:
        connection: A reader's. Families of whom nothing was supplied are among them.
    """
    wishes: defaultdict[str, list[tuple[Wished, str]]] = defaultdict(list)
    for family, wish, follows, decision, counts, reach, person in connection.execute(
        "SELECT family, wish, follows, decision, counts, reach, person FROM wish"
    ):
        whose = HOUSEHOLD if reach == WishReach.FAMILY else person or HOUSEHOLD
        wishes[family].append((Wished(wish, follows, WishDecision(decision), bool(counts)), whose))
    found: defaultdict[str, set[str]] = defaultdict(set)
    for family, told in wishes.items():
        standing = standing_wishes(wish for wish, _ in told)
        found[family] = {
            whose for wish, whose in told if wish.wish in standing and wish.decision is WishDecision.NO_CONTACT
        }
    return found


def refusing(connection: Any) -> defaultdict[tuple[str, str], dict[str, int]]:
    """Return who said no to being interviewed, or whose parent did, and the outcome that is; by family and wave."""
    found: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for family, person, wave, purpose in connection.execute(
        "SELECT family, person, wave, purpose FROM consent WHERE state = ? AND purpose IN (?, ?, ?)",
        (ConsentDecision.REFUSED, Purpose.PARENTAL_PERMISSION, Purpose.TAKE_PART, Purpose.YOUNG_PERSONS_ASSENT),
    ):
        is_proxy = purpose == Purpose.PARENTAL_PERMISSION
        found[family, wave][person] = REFUSED_BY_PROXY if is_proxy else REFUSED_AT_INTRODUCTION
    return found


def opted_out_count(connection: Any) -> int:
    """Return how many families refused of whom no council ever supplied anything that was taken in.

    Source:
        Agreement 7.2a: a refuser found in a delivery is held back, and counted once however often it is delivered.
    """
    supplied = {family for (family,) in connection.execute("SELECT family FROM family")}
    return sum(HOUSEHOLD in found and family not in supplied for family, found in unwilling(connection).items())
