"""Executed notebooks as self-contained HTML pages and accessible PDF files, set by Typst.

Start here: `rendering.renderings` takes notebooks and yields one `Rendered` for each format.

What comes in
    contract         report-output.schema.json: what an output may declare; told apart from faults
    outputs          the declared parts read: cover, exhibits, sources, record
    scrub, embed     traces of the run go out, pictures beside the notebook come in
    specimen         a built-in sample, to start warm

From a notebook to a document
    cells            cells and outputs to nodes
    tree             the nodes; all text is escaped at one boundary, when they are written
    markdown, html, markup, equations, highlight, terminal, characters
                     the languages that cells are written in
    pictures         SVG and bitmaps made safe
    tables, columns  grids and the widths of their columns
    document         chapters joined, numbered, cited, referred to
    breaks           what breaks a standard of accessible files

To a page of HTML
    web              page, cover, exhibits, tables, text; writer and tags below them

To a PDF
    typeset          the document as Typst's input; floats places figures; fonts, speech, dates
    manifest         what the PDF carries, with the digest of each file; media knows their types
    pdf, verify      a finished PDF read again and held against its attachments
"""

from nbpress.render.rendering import ExportError, Rendered, render, renderings

__all__ = ["ExportError", "Rendered", "render", "renderings"]
