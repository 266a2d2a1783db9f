"""The end: proofs are handed over, everything is destroyed everywhere, two declarations, one audit pack."""

from tests.tour.between import DEPARTMENT, opened
from tests.tour.destroying import certify, declare, destroy_backups
from tests.tour.first_wave import make_backup
from tests.tour.stage import BASE, LAPTOPS, Stage

TERM = "2017-06-01"


def end_the_term(stage: Stage) -> None:
    """Whoever still works here is trained anew before a year is over; some months later it ends."""
    stage.telling.chapter("The end")
    stage.telling.say("Training lapses after a year, so it is recorded anew. Then the project ends.")
    for who in ("Supervisor One", "Supervisor Two"):
        stage.run(BASE, "staff", "credential", "add", "--name", who)
    stage.run(BASE, "practice-clock", "--to", TERM)


def hand_over(stage: Stage) -> None:
    """The controller keeps the proof of every consent; base sends them before it destroys its own."""
    stage.telling.say("The department is handed the proof of every consent, before base destroys its own.")
    words = ("--to", "proofs.sealed", "--document", "letter.txt", "--by", "Officer at DCLG", "--for", DEPARTMENT)
    stage.run(BASE, "destruction", "hand-over", *words)
    opened(stage, "proofs.sealed", "proofs")


def destroy_the_original(stage: Stage) -> None:
    """What councils delivered, as it came, goes first: declaration 1."""
    stage.telling.chapter("The original dataset is destroyed, and declared so")
    stage.telling.say("A checklist says what stands in the way of a declaration. Backups go too.")
    stage.run(BASE, "destruction", "gate", "original")
    stage.together("destroy", "--original", "--clause", "13.3")
    certify(stage, "original")
    destroy_backups(stage)
    declare(stage, "original")


def call_everything_back(stage: Stage) -> None:
    """What laptops still have is recalled, by keys."""
    stage.telling.chapter("Laptops give everything back")
    stage.telling.say("At base, by keys: what laptops still have is asked back.")
    with stage.seated(BASE, "3 delivered") as seat:
        stage.telling.look(seat)
        seat.press("f")
        seat.see("Families", without="3 delivered")
        seat.press("2")
        seat.see("[2 Given 3]").see("colchester")
        seat.press("r")
        seat.see("Which families come back?").press("2")
        seat.see("Why do they come back?").press("5")
        seat.see("3 families asked back from whichever laptop has them.")
        stage.telling.look(seat)
        seat.press("\r")
        seat.see("3 families asked back; the next bundle says so")
    make_backup(stage)
    stage.sync(BASE, *LAPTOPS, BASE)
    assert [each["families"] for each in stage.json(BASE, "device", "list")] == [0, 0]


def destroy_everything(stage: Stage) -> None:
    """Laptops first, by order; base last: declaration 2."""
    stage.telling.chapter("Everything is destroyed, and declared so")
    stage.telling.say("A plan names every holder. Two people decide, and nothing is left to be destroyed again.")
    stage.run(BASE, "destroy", "--all", "--plan")
    stage.together("destroy", "--all")
    stage.sync(BASE, *LAPTOPS, BASE)
    stage.run(BASE, "destroy", "--go-on")
    certify(stage, "everything")
    destroy_backups(stage)
    stage.sync(BASE, *LAPTOPS, BASE)
    declare(stage, "all-copies")


def prove(stage: Stage) -> None:
    """What is left: an audit pack, a checkpoint of a year ago, and the proofs the controller has."""
    stage.telling.chapter("What is left is proof")
    stage.telling.say("None of what follows needs a store: an auditor can check it anywhere.")
    stage.run(BASE, "extract", "audit", "--to", "audit.pack", "--clear")
    stage.run("", "verify", "audit.pack")
    stage.run("", "verify", "proof.doorstep")
    for store in (BASE, *LAPTOPS):
        assert stage.run(store, "verify", "--signatures").startswith("Proved:")
