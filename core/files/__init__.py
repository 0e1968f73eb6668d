"""Private files: stored by content, fetched by permission."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.files.policies import can_fetch_file, register_file_policy
    from core.files.services import store_upload

__all__ = ["can_fetch_file", "register_file_policy", "store_upload"]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    # The models load after this package's name is first imported.
    if name not in __all__:
        raise AttributeError(name)
    home = "services" if name == "store_upload" else "policies"
    return getattr(import_module(f"core.files.{home}"), name)
