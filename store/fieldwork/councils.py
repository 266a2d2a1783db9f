"""Which council supplied a family.

Owns reading it of every family at once. Refuses to own taking a delivery in.
"""

from typing import Any

from store.ids import FamilyId


def councils_of(connection: Any) -> dict[FamilyId, str]:
    """Return the council that supplied each family last; a family is missing where that is not known.

    Args:
        connection: A reader's, at base.
    """
    rows = connection.execute(
        "SELECT family, council FROM supplied JOIN delivery USING (delivery) WHERE council IS NOT NULL"
    )
    return {FamilyId(family): council for family, council in rows}
