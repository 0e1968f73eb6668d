"""What a Chinese text has to keep to, whatever it says."""

import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*(?::[^{}]*)?\}")
# Four English words in a row are a sentence; three may be a name.
ENGLISH = re.compile(r"[A-Za-z']{2,}(?: [A-Za-z']{2,}){3,}")
HAN = "[\u4e00-\u9fff》」”）]"
HALF_WIDTH = re.compile(rf"{HAN} ?[,;:?!()]|[,;:?!()] ?{HAN}")


def clashes(catalogues: Mapping[str, Catalog]) -> Iterator[str]:
    """Yield a line for each text that packages put into different Chinese.

    Django merges the catalogues into one, so only one of them would be read.
    """
    spoken: dict[tuple[str, str | None], dict[str, list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for name, catalogue in catalogues.items():
        for message in entries(catalogue):
            heading = (forms(message.id)[0], message.context)
            spoken[heading][chinese(message)].append(name)
    for (text, context), ways in spoken.items():
        if len(ways) > 1:
            said = "; ".join(
                f"{' and '.join(names)} {way!r}" for way, names in ways.items()
            )
            yield f"{titled(text, context)} has more than one Chinese: {said}"


def flaws(catalogue: Catalog) -> Iterator[str]:
    """Yield a line for each text whose Chinese breaks a rule by itself."""
    for message in entries(catalogue):
        for flaw in flaws_of(message):
            yield f"{titled(forms(message.id)[0], message.context)} {flaw}"


def flaws_of(message: Message) -> Iterator[str]:
    """Yield what is wrong with the Chinese of one message."""
    text = chinese(message)
    # The plural names its number; the singular may say "one".
    if placeholders(text) != placeholders(forms(message.id)[-1]):
        yield f"has other placeholders in {text!r}"
    prose = PLACEHOLDER.sub("", text)
    if ENGLISH.search(prose):
        yield f"is partly English: {text!r}"
    if HALF_WIDTH.search(prose):
        yield f"has half-width punctuation: {text!r}"


def doubles_in(path: Path) -> list[str]:
    """Return msgfmt's complaints about ``path``: entries twice, broken lines.

    Babel keeps the last of two entries and says nothing.
    """
    if not path.exists():
        return []
    answer = subprocess.run(
        [shutil.which("msgfmt") or "msgfmt", "--output-file=/dev/null", str(path)],
        capture_output=True,
        check=False,
        text=True,
    )
    return answer.stderr.splitlines() if answer.returncode else []


def entries(catalogue: Catalog) -> Iterator[Message]:
    """Yield the translated messages of ``catalogue``, without its header."""
    return (one for one in catalogue if one.id and filled(one.string))


def filled(text: object) -> bool:
    """Tell whether a translation, singular or plural, has words."""
    return all(text) if isinstance(text, list | tuple) else bool(text)


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the forms of a text: one, or its singular and plural."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def chinese(message: Message) -> str:
    """Return the only Chinese form of ``message``."""
    return forms(message.string)[0]


def placeholders(text: str) -> set[str]:
    """Return what is filled into ``text`` when it is shown."""
    return set(PLACEHOLDER.findall(text))


def titled(text: str, context: str | None) -> str:
    """Return the text as the checker names it."""
    return f"{text!r} ({context})" if context else repr(text)
