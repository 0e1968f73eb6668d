"""The system's Chromium."""

import os
import shutil

FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    """Return the path of a Chromium, or None where there is none."""
    found = (shutil.which(name) for name in (os.environ.get("CHROMIUM", ""), *_NAMES))
    return next((path for path in found if path), None)
