"""Between the waves: a loss, people who change their minds, linkage, and families back to their council."""

import csv
import io

from store.exchange.containers import open_container
from store.keeping.passphrases import read_passphrase
from tests.tour.stage import BASE, CHELMSFORD, SPOKEN, Stage

DEPARTMENT, COUNCIL = "DCLG", "Essex"
THEIRS = "Pewter lighthouse 62 almond"
"""The passphrase of the department's own key."""
F2 = "\x1bOQ"
LINKED = ("linkage_alone", "no_more_linkage", "stays")


def know_recipients(stage: Stage) -> None:
    """The department makes a key pair of its own, and keeps base's checkpoints; the council has none."""
    stage.telling.chapter("Whom files go to")
    stage.telling.say(
        "The department makes a key pair of its own. Base leaves its checkpoint with it at each sync, so that nobody"
        " at base can rewrite what happened."
    )
    (stage.folder / DEPARTMENT).mkdir()
    stage.run("", "recipient", "key", "--to", DEPARTMENT, lines=(THEIRS,))
    organisation = ("--name", DEPARTMENT, "--organisation", "Department for Communities and Local Government")
    purposes = ("--purpose", "linkage", "evidence", "audit", "incident")
    key = ("--key", f"{DEPARTMENT}/recipient.public")
    stage.run(BASE, "recipient", "add", *organisation, "--kind", "department", *purposes, *key)
    words = ("--name", COUNCIL, "--organisation", COUNCIL, "--kind", "council", "--purpose", "resupply")
    stage.run(BASE, "recipient", "add", *words)
    stage.run(BASE, "witness", "--name", DEPARTMENT, "--mailbox", DEPARTMENT)


def raise_an_incident(stage: Stage) -> None:
    """Somebody read a screen over a shoulder: told on the laptop by keys, followed and closed at base."""
    stage.telling.chapter("Something goes wrong")
    stage.telling.say("On a train, a passenger reads the screen. A few keys tell it, and its clocks run at once.")
    with stage.seated(CHELMSFORD, "To do") as seat:
        seat.press(F2)
        seat.see("What went wrong?").press("4")
        is_known = seat.see_either("Which device", "What happened?") == "Which device"
        if is_known:  # where the store is still busy coming in, it is of this laptop, and fewer things are asked
            seat.press("\r")
        seat.see("What happened?").press("a passenger read the screen\r")
        seat.see("Where was it?").press("on a train\r")
        seat.see("When was it noticed?").press("\r")
        if is_known:
            seat.see("come to know").press("\r")
        seat.see("Is this right?").press("\r")
        seat.see("The loss is kept. Ring now; its clocks run:")
        stage.telling.look(seat)
    stage.telling.say("Base hears of it, tells the department and the Information Commissioner, and closes it.")
    stage.sync(CHELMSFORD, BASE)
    (raised,) = stage.json(BASE, "incident", "list", "--open")
    named = ("--incident", raised["incident"][:8])
    stage.run(BASE, "incident", "follow", *named, "--told", "department", "--name", "Officer at DCLG")
    stage.run(BASE, "incident", "follow", *named, "--told", "commissioner", "--name", "Officer at the ICO")
    stage.run(BASE, "notice", "incident", "--about", raised["incident"][:8])
    cause = ("--root-cause", "the screen was not covered", "--agreed-by", "Officer at DCLG")
    stage.run(BASE, "incident", "close", *named, "--end", "contained", "--risk", "low", *cause)
    assert stage.json(BASE, "incident", "list", "--open") == []


def change_a_mind(stage: Stage) -> None:
    """A letter with a receipt code comes: somebody does not want to be contacted again."""
    stage.telling.chapter("Somebody changes their mind")
    stage.telling.say("A letter comes, with the code on the leaflet: do not contact us again.")
    stage.run(BASE, "withdraw", "--receipt", stage.codes["changes_mind"], "--what", "re-contact")


def hand_out_a_proof(stage: Stage) -> None:
    """The proof of one consent goes to the controller."""
    stage.telling.say("The department asks for the proof of one consent, and can check it with no store at all.")
    proof = ("--receipt", stage.codes["stays"], "--to", "proof.sealed", "--for", DEPARTMENT)
    stage.run(BASE, "extract", "consent", *proof)
    opened(stage, "proof.sealed", "proof.doorstep")
    assert said(stage) == [("take-part", "given"), ("linkage", "given"), ("re-contact", "given")]


def opened(stage: Stage, name: str, to: str) -> None:
    """Open a sealed file as the department does."""
    stage.run("", "recipient", "open", name, "--key", f"{DEPARTMENT}/recipient.key", "--to", to, lines=(THEIRS,))


def said(stage: Stage) -> list[tuple[str, str]]:
    """Return what the proof says, as anybody reads it."""
    records = stage.json("", "verify", "proof.doorstep")["records"]
    return [(each["purpose"], each["decision"]) for each in records]


def link(stage: Stage) -> None:
    """Everybody whose yes stands goes to the department; whoever takes it back after that is stopped."""
    stage.telling.chapter("Linkage")
    stage.telling.say("Exactly those whose yes stands go to the department, with as little as finds them.")
    (stage.folder / "letter.txt").write_text("We have it, and took out whom you named.", "utf-8")
    stage.run(BASE, "extract", "linkage", "--to", "linkage.sealed", "--for", DEPARTMENT)
    opened(stage, "linkage.sealed", "linkage.csv")
    rows = list(csv.DictReader(io.StringIO((stage.folder / "linkage.csv").read_text("utf-8"))))
    assert len(rows) == len(LINKED)
    acknowledge(stage)
    stage.telling.say("One of them takes it back: a stop-list follows, and is confirmed.")
    stage.run(BASE, "withdraw", "--receipt", stage.codes["no_more_linkage"], "--what", "linkage")
    stop = ("extract", "stop-list", "--to", "stop.sealed", "--for", DEPARTMENT)
    assert "1 person to be taken out again" in stage.run(BASE, *stop)
    acknowledge(stage)


def acknowledge(stage: Stage) -> None:
    """The department confirms what it has not confirmed yet."""
    (file,) = (each["file"] for each in stage.json(BASE, "linkage", "list") if not each["acknowledged"])
    words = ("--file", file, "--by", "Officer at DCLG", "--document", "letter.txt")
    stage.run(BASE, "linkage", "acknowledge", *words)


def send_back(stage: Stage) -> None:
    """Every family the council ever provided goes back to it, as it came."""
    stage.telling.chapter("Back to the council, whoever took part")
    stage.telling.say(
        "All 508 families go back for updating, as they came, so that the council cannot learn who took part."
    )
    words = ("--council", COUNCIL, "--to", "back.zip", "--for", COUNCIL, "--zip", "--file-passphrase-file", SPOKEN)
    stage.run(BASE, "extract", "resupply", *words)
    assert len(sent_back(stage)) == 508


def sent_back(stage: Stage) -> list[dict[str, str]]:
    """Return the rows as the council opens them."""
    spoken = (stage.folder / SPOKEN).read_bytes().splitlines()[0]
    content = open_container((stage.folder / "back.zip").read_bytes(), read_passphrase(spoken)).content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
