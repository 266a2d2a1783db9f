"""What is kept: importable without Textual, opened only through this door."""

from store.errors import StoreError
from store.release import RELEASE

__all__ = ["RELEASE", "StoreError"]
