"""Compile every translation file that is newer than its compiled form."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Compile what changed."""
    for source in sorted(ROOT.glob("*/locale/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if (
            compiled.exists()
            and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns
        ):
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream)
        with compiled.open("wb") as stream:
            write_mo(stream, catalogue)


if __name__ == "__main__":
    main()
