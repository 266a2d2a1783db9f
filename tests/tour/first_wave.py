"""The first wave: base is set up, a council's files come in, families go out to two laptops, answers come back."""

import re

from tests.exchange.wrapped import DELIVERIES
from tests.tour.at_the_door import interview
from tests.tour.stage import (
    BASE,
    CHELMSFORD,
    COLCHESTER,
    DRIVE,
    KEEPERS,
    LAPTOPS,
    OF_BACKUPS,
    SPOKEN,
    SUPERVISORS,
    Stage,
)

AREAS = {COLCHESTER: ("CO", "CB"), CHELMSFORD: ("CM", "SS", "RM", "IG", "EN")}
DELIVERED, REFUSED = 508, 31


def set_up(stage: Stage) -> None:
    """A base, who works there, and two laptops."""
    stage.telling.chapter("A base, and two laptops that it trusts")
    stage.telling.say(
        "A base is set up, in practice. Two supervisors work there, since much takes two people, and two keepers of"
        " eligibility, who never see a contact."
    )
    (stage.folder / SPOKEN).write_bytes((DELIVERIES / "PASSPHRASE.txt").read_bytes())
    named = ("--name", "base", "--staff", "Supervisor One", "--practice", "--no-keyring")
    stage.run(BASE, "init", "base", *named)
    stage.run(BASE, "staff", "add", "--name", "Supervisor Two", "--role", "supervisor", lines=SUPERVISORS)
    for number, keeper in enumerate(KEEPERS, start=1):
        words = ("--name", f"Keeper {number}", "--role", "eligibility_keeper")
        stage.run(BASE, "staff", "add", *words, lines=(SUPERVISORS[0], keeper))
    stage.telling.say("Each laptop is set up from a ticket that is carried to it, and its answer is carried back.")
    for laptop in LAPTOPS:
        (stage.folder / "carried" / laptop).mkdir(parents=True)
        carried = f"carried/{laptop}"
        who = f"Interviewer in {laptop.title()}"
        stage.run(BASE, "enrol", "ticket", "--name", laptop, "--staff", who, "--to", carried)
        (ticket,) = (stage.folder / carried).glob("ticket-*")
        stage.run(laptop, "init", "field", "--ticket", f"{carried}/{ticket.name}", "--no-keyring")
        assert laptop in stage.run(BASE, "enrol", "accept", "--from", carried)


def take_everything_in(stage: Stage) -> None:
    """Contacts, eligibility by its keeper, refusals."""
    stage.telling.chapter("Three files of a council")
    stage.telling.say(
        "The council sends contacts, eligibility and refusals, each under AES-256. They are opened in memory alone;"
        " eligibility goes into a file of its own, by its keeper."
    )
    assert "508 rows = 0 refused + 0 held back + 508 supplied" in take_in(
        stage, "essex-contacts.aes256.zip", "contacts"
    )
    assert "508 supplied" in take_in(stage, "essex-eligibility.aes256.7z", "eligibility", KEEPERS[0])
    assert "31 new refusals" in take_in(stage, "essex-refusals.aes256.zip", "refusals")


def take_in(stage: Stage, name: str, kind: str, *lines: str) -> str:
    """Take a council's file in."""
    (stage.folder / name).write_bytes((DELIVERIES / name).read_bytes())
    told = ("--council", "Essex", "--file-passphrase-file", SPOKEN)
    return stage.run(BASE, "intake", name, "--kind", kind, *told, lines=lines)


def give_out(stage: Stage) -> None:
    """Each laptop gets its postcode areas."""
    stage.telling.chapter("Families go out")
    stage.telling.say("Families are given by postcode. One laptop is reached by a stick, the other by SFTP.")
    given = {}
    for laptop in LAPTOPS:
        told = [stage.run(BASE, "allocate", "--to", laptop, "--postcode", area) for area in AREAS[laptop]]
        given[laptop] = sum(int(re.findall(r"is given (\d+)", each)[0]) for each in told)
    assert sum(given.values()) == DELIVERED - REFUSED
    stage.sync(BASE, *LAPTOPS)
    for laptop, count in given.items():
        assert len(stage.json(laptop, "contacts")) == count
    stage.telling.say("The board at base adds up.")
    with stage.seated(BASE, "508 delivered = 31 refused before anybody had them + 0 ended + 477 to work.") as seat:
        stage.telling.look(seat)


ANSWERS = {
    COLCHESTER: {"stays": ("y", "y"), "changes_mind": ("n", "y"), "no_more_linkage": ("y", "y")},
    CHELMSFORD: {"linkage_alone": ("y", "n"), "stays_too": ("n", "y")},
}
"""Whom each interviewer meets: what they say to linkage and to being contacted again."""


def visit(stage: Stage) -> None:
    """Five families are interviewed and asked."""
    stage.telling.chapter("At the door")
    stage.telling.say(
        "Five families are interviewed. Whoever is asked sees the wording and nothing of the family; the receipt code"
        " finds the record again when they change their mind."
    )
    for laptop, cast in ANSWERS.items():
        listed = iter(stage.json(laptop, "contacts"))
        with stage.seated(laptop, "To do") as seat:
            for who, answers in cast.items():
                reference = next(listed)["reference"]
                stage.cast[who] = reference
                stage.codes[who] = interview(seat, reference, answers, stage.telling.look)
    stage.sync(*LAPTOPS, BASE)


def look_at_base(stage: Stage) -> None:
    """Base's figures are those of what was delivered and said."""
    stage.telling.say("All three stores prove that nothing in them was changed and nothing is missing.")
    (council,) = stage.json(BASE, "report", "progress")["by_council"]
    assert (council["whose"], council["families_count"], council["worked_count"]) == ("Essex", 477, 472)
    assert (council["complete_count"], council["attempts_count"]) == (5, 5)
    (wave,) = stage.json(BASE, "report", "rates")
    assert wave["opted_out_before_issue"] == REFUSED
    assert wave["opted_out_before_issue"] + wave["households"]["total"] == DELIVERED
    for store in (BASE, *LAPTOPS):
        assert stage.run(store, "verify", "--signatures").startswith("Proved:")


def back_up(stage: Stage) -> None:
    """Base is copied onto a drive of its own, so that laptops may let go of what base has."""
    stage.telling.chapter("A backup")
    stage.telling.say(
        "Base is copied under a key of its own onto a drive, and the copy is opened to see that it holds."
    )
    (stage.folder / DRIVE).mkdir()
    seen = ("--encrypted", "yes", "--scheme", "luks", "--evidence", "seen at setting up")
    words = ("--name", DRIVE, "--kind", "backup", "--why", "Base must not be lost.")
    stage.run(BASE, "device", "add", *words, *seen)
    make_backup(stage)


def make_backup(stage: Stage) -> None:
    """Copy base as it is now; the copy is opened and read through."""
    stage.run(BASE, "backup", "make", "--device", DRIVE, "--to", DRIVE, lines=(SUPERVISORS[0], OF_BACKUPS))
