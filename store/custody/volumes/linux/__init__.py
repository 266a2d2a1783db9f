"""Linux: a picture of the machine taken without root, and what it shows."""

from store.custody.volumes.linux.judging import judge
from store.custody.volumes.linux.picture import LinuxPicture
from store.custody.volumes.linux.reading import record

__all__ = ["LinuxPicture", "judge", "record"]
