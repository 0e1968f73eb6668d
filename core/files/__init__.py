"""Private files: stored by content, fetched by permission."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.files.policies import can_fetch_file, register_file_policy
    from core.files.services import store_upload

__all__ = ["can_fetch_file", "register_file_policy", "store_upload"]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    # The models load after this package's name is first imported.
    from core.files import policies, services  # noqa: PLC0415

    if name == "store_upload":
        return services.store_upload
    if name in __all__:
        return getattr(policies, name)
    raise AttributeError(name)
