"""What our tables share: row locks and append-only triggers."""

from core.db.append_only import AppendOnly
from core.db.locking import LockedQuerySet

__all__ = ["AppendOnly", "LockedQuerySet"]
