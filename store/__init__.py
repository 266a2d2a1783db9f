"""What is kept: importable without a screen; stores are made and opened through `store.door`."""

from store.errors import StoreError
from store.release import RELEASE

__all__ = ["RELEASE", "StoreError"]
