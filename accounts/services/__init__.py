"""Commands on people and organisations: the only writers."""

from accounts.services.grants import grant, withdraw_grant

__all__ = ["grant", "withdraw_grant"]
