"""Numbers and dates as they are written in sentences: the words that figures use too."""

from defcoop.figures.words import count, day, listing, number, ordinal, share, span

__all__ = ["count", "day", "listing", "number", "ordinal", "share", "span"]
