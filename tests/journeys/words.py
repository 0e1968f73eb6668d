"""What a page says, named once and read in the reader's language.

Messages of the portal are named by their English text, as in the code. What
people typed (a title, an answer) has no translation and stays as it is.
"""

from dataclasses import dataclass

from django.utils.translation import gettext, override, pgettext


@dataclass(frozen=True, slots=True)
class InContext:
    """A message that is translated by where it stands."""

    context: str
    message: str


@dataclass(frozen=True, slots=True)
class Named:
    """A row of the data with a name in each language."""

    chinese: str
    english: str


Words = str | InContext | Named


def spoken(words: Words, language: str) -> str:
    """Return the words as a page in this language shows them.

    A message with a place to fill in is known by what stands before that place.
    """
    if isinstance(words, Named):
        return words.english if language == "en" else words.chinese
    with override(language):
        if isinstance(words, InContext):
            said = pgettext(words.context, words.message)
        else:
            said = gettext(words)
    return said.partition("%(")[0].strip()
