"""Whole numbers out of a request, which anybody may have typed."""

# Longer ones fit no column, and very long ones not even an int().
_MOST_DIGITS = 15


def whole_number(text: str) -> int:
    """Return the number written in ``text``; 0, which no row has, where it is none."""
    if not text.isascii() or not text.isdecimal() or len(text) > _MOST_DIGITS:
        return 0
    return int(text)
