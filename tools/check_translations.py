"""Fail when a text of the portal lacks its Chinese, or has a faulty one.

Extracts the texts of every package anew (gettext does it) and compares them
with the translation file beside the package. What the Chinese itself has to
keep to is in ``translation_rules``.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from translation_rules import clashes, doubles_in, filled, flaws

ROOT = Path(__file__).resolve().parent.parent
CHINESE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
# Extracted as English: its two plural forms are those of the texts.
ENGLISH = Path("locale/en/LC_MESSAGES/django.po")


def main() -> int:
    """Print what is missing or wrong; return 1 when something is."""
    if shutil.which("xgettext") is None:
        print("gettext is missing; 'make services' installs it.")
        return 1
    found = list(faults())
    print("\n".join(found) or "Every text has its Chinese.")
    return 1 if found else 0


def faults() -> Iterator[str]:
    """Yield a line for each gap, double, flaw and clash of the packages."""
    known = {one.name: read(one / CHINESE, "zh_Hans") for one in packages()}
    for package in packages():
        yield from doubles_in(package / CHINESE)
        yield from gaps_in(package, known[package.name])
        for flaw in flaws(known[package.name]):
            yield f"{package.name}: {flaw}"
    yield from clashes(known)


def packages() -> list[Path]:
    """Return the folders of the project's packages."""
    return sorted(path.parent for path in ROOT.glob("*/apps.py"))


def gaps_in(package: Path, known: Catalog) -> Iterator[str]:
    """Yield a line for each text of ``package`` without a translation."""
    for message in texts_in(package):
        if not message.id:
            continue
        translated = known.get(message.id, context=message.context)
        if translated is None or translated.fuzzy or not filled(translated.string):
            yield f"{package.name}: no Chinese for {message.id!r}"


def texts_in(package: Path) -> Catalog:
    """Extract the marked texts of a copy of ``package``."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / package.name
        shutil.copytree(
            package, copy, ignore=shutil.ignore_patterns("*.po", "*.mo", "*.pyc")
        )
        (copy / ENGLISH).parent.mkdir(parents=True, exist_ok=True)
        environment = dict(os.environ)
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        subprocess.run(
            # Not `python -m`: a package's selectors.py would hide Python's own.
            [
                Path(sys.executable).with_name("django-admin"),
                *("makemessages", "-l", "en"),
            ],
            cwd=copy,
            check=True,
            capture_output=True,
            env=environment,
        )
        return read(copy / ENGLISH, "en")


def read(path: Path, locale: str) -> Catalog:
    """Return the catalogue at ``path``, empty where there is none."""
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as stream:
        return read_po(stream, locale=locale)


if __name__ == "__main__":
    sys.exit(main())
