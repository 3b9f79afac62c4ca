"""Executed notebooks as self-contained HTML pages and accessible PDF files, set by Typst.

Start here: `rendering.renderings` takes notebooks and yields one `Rendered` for each format.

What comes in
    contract         report-output.schema.json: what an output may declare; told apart from faults
    outputs          the declared parts read: cover, exhibits, sources, record
    scrub, embed     traces of the run go out, pictures beside the notebook come in
    specimen         a built-in sample, to start warm

From a notebook to a document
    cells            cells and outputs to nodes
    parts            bytes of their pictures, trees of their formulas, limits of their tables
    tree             the nodes; all text is escaped at one boundary, when they are written
    markdown, markup, equations, highlight, terminal, characters
                     the languages that cells are written in
    allowed_html     tags, attributes and addresses that a cell may bring; the rest is dropped
    pictures         SVG and bitmaps made safe
    tables, columns  grids and the widths of their columns
    document         chapters joined, numbered, cited, referred to

To a page of HTML
    web              page, cover, exhibits, tables, text; writer and tags below them

To a PDF
    typst_document   the document as plain values; fonts, speech, dates
    plan             where figures and tables go; floats places figures, breaks rows of tables
    typeset          runs Typst
    manifest         what the PDF carries, with the digest of each file; media knows their types
    verify           a finished PDF read again and held against its attachments

For nbconvert
    html, pdf        the exporters behind `jupyter nbconvert --to`
"""

from nbpress.render.rendering import ExportError, Rendered, render, renderings

__all__ = ["ExportError", "Rendered", "render", "renderings"]
