"""Everything that must survive a crash."""

from storage.opening import migrate, open_storage

__all__ = ["migrate", "open_storage"]
