"""A base, a laptop and a mailbox between them, as the words of commands name them. Every name is made up."""

from dataclasses import dataclass
from pathlib import Path

from store.keeping.acts import FamilyDelivered
from tests.exchange.enrolled import FORGOTTEN, enrolled
from tests.made import families, opened
from tests.tui.running import Run


@dataclass(frozen=True)
class Pair:
    """What commands are told.

    Attributes:
        base, laptop: The words that name each store, and say where the passphrase comes from.
        name, device: What base calls the laptop, and its id.
        passphrase: The interviewer's line.
        mailbox: A folder.
        carried: A folder for what is carried by hand.
    """

    base: tuple[str, ...]
    laptop: tuple[str, ...]
    name: str
    device: str
    passphrase: tuple[str, ...]
    mailbox: Path
    carried: Path

    @property
    def laptop_folder(self) -> Path:
        return Path(self.laptop[1])

    @property
    def base_folder(self) -> Path:
        return Path(self.base[1])

    def deliver(self, count: int) -> list[FamilyDelivered]:
        """Have a council deliver families to base."""
        delivered = families(count)
        with opened(self.base_folder) as store:
            store.record(*delivered)
        return delivered

    def sync_all(self, run: Run, times: int = 1) -> None:
        """Sync base, then the laptop."""
        for _ in range(times):
            assert run("sync", *self.base, "--mailbox", str(self.mailbox)).code == 0
            ended = run("sync", *self.laptop, "--mailbox", str(self.mailbox), lines=self.passphrase)
            assert ended.code == 0


def made_pair(folder: Path) -> Pair:
    """Return a pair below a folder."""
    made = enrolled(folder)
    for name in ("mailbox", "carried"):
        (folder / name).mkdir()
    return Pair(
        base=("--store", str(made.base), "--passphrase-stdin"),
        laptop=("--store", str(made.laptop), "--passphrase-stdin"),
        name=made.laptop.name,
        device=made.device,
        passphrase=(FORGOTTEN,),
        mailbox=folder / "mailbox",
        carried=folder / "carried",
    )
