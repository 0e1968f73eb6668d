"""Fail when a text of the portal lacks its Chinese.

Extracts the texts of every package anew (gettext does it) and compares them
with the translation file beside the package.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = Path("locale/zh_Hans/LC_MESSAGES/django.po")


def main() -> int:
    """Print every package's gaps; return 1 when there is one."""
    if shutil.which("xgettext") is None:
        print("gettext is missing; 'make services' installs it.")
        return 1
    gaps = [gap for package in packages() for gap in gaps_of(package)]
    print("\n".join(gaps) or "Every text has its Chinese.")
    return 1 if gaps else 0


def packages() -> list[Path]:
    """Return the folders of the project's packages."""
    return sorted(path.parent for path in ROOT.glob("*/apps.py"))


def gaps_of(package: Path) -> list[str]:
    """Return a line for each text of ``package`` without a translation."""
    wanted = texts_in(package)
    known = read(package / LOCALE)
    lines = []
    for message in wanted:
        if not message.id:
            continue
        translated = known.get(message.id, context=message.context)
        if translated is None or translated.fuzzy or not filled(translated.string):
            lines.append(f"{package.name}: no Chinese for {message.id!r}")
    return lines


def filled(text: object) -> bool:
    """Tell whether a translation, singular or plural, has words."""
    return all(text) if isinstance(text, list | tuple) else bool(text)


def texts_in(package: Path) -> Catalog:
    """Extract the marked texts of a copy of ``package``."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / package.name
        shutil.copytree(
            package, copy, ignore=shutil.ignore_patterns("*.po", "*.mo", "*.pyc")
        )
        (copy / LOCALE).parent.mkdir(parents=True, exist_ok=True)
        environment = dict(os.environ)
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        subprocess.run(
            # Not `python -m`: a package's selectors.py would hide Python's own.
            [
                Path(sys.executable).with_name("django-admin"),
                *("makemessages", "-l", "zh_Hans"),
            ],
            cwd=copy,
            check=True,
            capture_output=True,
            env=environment,
        )
        return read(copy / LOCALE)


def read(path: Path) -> Catalog:
    """Return the catalogue at ``path``, empty where there is none."""
    if not path.exists():
        return Catalog(locale="zh_Hans")
    with path.open("rb") as stream:
        return read_po(stream, locale="zh_Hans")


if __name__ == "__main__":
    sys.exit(main())
