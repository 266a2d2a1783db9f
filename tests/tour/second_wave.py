"""The second wave: updates come in, nothing is kept of who did not agree, the others are visited again."""

import csv
import io

from tests.exchange import wrapped
from tests.tour.at_the_door import interview
from tests.tour.between import COUNCIL, sent_back
from tests.tour.destroying import certify, destroy_backups
from tests.tour.first_wave import make_backup
from tests.tour.stage import BASE, COLCHESTER, LAPTOPS, Stage

RETURNED_BY = "returned.txt"
"""The file with what the council's updates are opened by."""
AGREED = ("no_more_linkage", "stays", "stays_too")
NEW_STREET = "4 Quince Row"


def take_updates(stage: Stage) -> None:
    """Every row comes back with a status; two people approve; the others are destroyed on every laptop and at base."""
    stage.telling.chapter("Updates, and nothing kept of who did not agree")
    stage.telling.say(
        "Ten months later the council returns every row with where it stands. First, base wants everything that"
        " laptops did in wave 1."
    )
    stage.run(BASE, "practice-clock", "--to", "2016-09-05")
    (stage.folder / RETURNED_BY).write_text(wrapped.SPOKEN, "utf-8")
    (stage.folder / "updates.zip").write_bytes(wrapped.zipped(returned(stage)))
    words = ("intake", "updates.zip", "--kind", "updates", "--council", COUNCIL)
    told = (*words, "--file-passphrase-file", RETURNED_BY)
    assert "Not everything of wave 1 is here yet" in stage.refused(BASE, *told)
    stage.sync(*LAPTOPS, BASE)
    stage.telling.say(
        "Two people approve. Three families agreed to be contacted again; of the 505 others no row is kept, and what"
        " is held of them is destroyed on both laptops and at base, each under a new key, each with a signed receipt."
    )
    said = stage.together(*told)
    assert "Taken in: 508 rows = 3 of wave 2 + 505 that were never kept." in said
    stage.sync(BASE, *LAPTOPS, BASE)
    stage.run(BASE, "destroy", "--go-on")
    certify(stage, "wave")
    destroy_backups(stage)
    make_backup(stage)
    stage.sync(BASE, *LAPTOPS, BASE)
    (stands,) = stage.json(BASE, "report", "wave-two")
    assert (stands["selected"], stands["moved"], stands["others_destroyed"]) == (len(AGREED), 1, True)


def returned(stage: Stage) -> bytes:
    """Return the table that went out, as the council returns it."""
    rows = sent_back(stage)
    into = io.StringIO()
    writer = csv.DictWriter(into, [*rows[0], "Programme status"])
    writer.writeheader()
    for row in rows:
        if row["family_id"] == stage.cast["stays"]:
            row["address_1"] = NEW_STREET
        writer.writerow({**row, "Programme status": "On programme"})
    return into.getvalue().encode()


def visit_again(stage: Stage) -> None:
    """Who agreed is given out, and asked again."""
    stage.telling.chapter("The second wave")
    stage.telling.say("Who agreed is visited again, one of them where the council says they live now.")
    references = [stage.cast[who] for who in AGREED]
    stage.run(BASE, "allocate", "--to", COLCHESTER, "--family", *references)
    stage.sync(BASE, COLCHESTER)
    assert {each["reference"] for each in stage.json(COLCHESTER, "contacts")} == set(references)
    with stage.seated(COLCHESTER, "To do") as seat:
        for who in AGREED:
            stage.codes[f"{who}, wave 2"] = interview(seat, stage.cast[who], (), stage.telling.look)
    stage.sync(COLCHESTER, BASE)
