"""The formats in which a report can be rendered."""

FORMATS = ("html", "pdf")
