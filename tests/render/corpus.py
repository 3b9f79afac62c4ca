"""Notebooks of many kinds, one for each feature and each defect, by name."""
# ruff: noqa: E501 - outputs stand here as tools write them, each in one line

from tests.render.notebooks import (
    SVG,
    Notebook,
    code,
    cover,
    encoded,
    failure,
    figure,
    html,
    md,
    notebook,
    png,
    raw,
    record,
    references,
    report,
    rows,
    show,
    stream,
    table,
)

MULTIINDEX = """<div><style scoped>.dataframe td {color: red}</style><table border="1" class="dataframe">
<thead><tr><th></th><th></th><th colspan="2" halign="left">rain</th><th>sun</th></tr>
<tr><th></th><th></th><th>min</th><th>max</th><th>mean</th></tr>
<tr><th>country</th><th>town</th><th></th><th></th><th></th></tr></thead>
<tbody><tr><th rowspan="2" valign="top">India</th><th>Leh</th><td>0</td><td>12</td><td>7.25</td></tr>
<tr><th>Pune</th><td>1</td><td>300</td><td>6.50</td></tr>
<tr><th>Japan</th><th>Kure</th><td>40</td><td>220</td><td>5.75</td></tr></tbody></table>
<p>3 rows × 3 columns</p></div>"""

GREAT_TABLE = """<div id="gt"><style>#gt table{border:1px}</style><table class="gt_table">
<thead><tr class="gt_heading"><td colspan="3" class="gt_title">Ports of call</td></tr>
<tr class="gt_col_headings"><th rowspan="2" scope="col">Port</th>
<th colspan="2" scope="colgroup"><span class="gt_column_spanner">Calls</span></th></tr>
<tr><th scope="col">2023</th><th scope="col">2024</th></tr></thead>
<tbody><tr><th colspan="3" class="gt_group_heading">West</th></tr>
<tr><td>Mumbai</td><td style="text-align: right;">3</td><td style="text-align: right;">4</td></tr>
<tr><td>Kochi</td><td style="text-align: right;">1</td><td style="text-align: right;">2</td></tr></tbody>
<tfoot><tr><td colspan="3">Source: port diaries.</td></tr></tfoot></table></div>"""

PLOTLY = (
    '<div><script src="https://cdn.plot.ly/plotly-3.0.min.js"></script>'
    '<div id="x" class="plotly-graph-div"></div><script>Plotly.newPlot("x",[])</script></div>'
)

HOSTILE_SVG = SVG.replace(
    "</svg>",
    '<script>alert(1)</script><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">hi</p>'
    '</foreignObject><image href="https://evil.example/x.png" width="9" height="9"/>'
    '<a href="javascript:alert(2)"><rect width="9" height="9" onclick="alert(3)"/></a>'
    '<rect fill="url(https://evil.example/f.svg#p)" width="3" height="3"/>'
    "<style>@import url(https://evil.example/s.css);</style></svg>",
)

TYPST = (
    '#set page(fill: red) #read("/etc/passwd") = Not a heading *not bold* `raw` $x$ '
    '@label <label> #eval("1+1") \\u{41} // comment /* c */ #import "x"'
)


def _markdown() -> dict[str, Notebook]:
    return {
        "empty": notebook(),
        "one-word": notebook("word"),
        "headings": notebook("# Title\n\n## One\n\ntext\n\n### Deep\n\ntext\n\n## Two\n\ntext"),
        "headings-skipped": notebook(
            "# Title\n\n### Three\n\ntext\n\n###### Six\n\ntext\n\n## Two\n\nx"
        ),
        "many-titles": notebook("# One\n\na\n\n# Two\n\nb"),
        "lists": notebook("- a\n  - b\n    1. c\n\n7. seven\n8. eight\n\n- [x] done\n- [ ] open"),
        "loose-list": notebook(
            "1. first\n\n   second paragraph\n\n2. next\n\n   ```python\n   x = 1\n   ```"
        ),
        "definition-list": notebook("Term\n: what it means\n\nOther\n: another"),
        "quote": notebook("> said\n>\n> > and again"),
        "links": notebook(
            "[site](https://example.org/a?b=c&d=e), <mailto:a@example.org>, [in](#Two)\n\n## Two"
        ),
        "footnotes": notebook(
            "One[^a] and two[^b] and one again[^a].\n\n[^a]: First *note*.\n[^b]: Second[^c].\n[^c]: Deep."
        ),
        "footnote-of-itself": notebook("Loop[^a].\n\n[^a]: See[^a]."),
        "emphasis": notebook(
            "*em* **strong** ~~gone~~ `code` H<sub>2</sub>O m<sup>2</sup> <u>under</u> <mark>hit</mark>"
        ),
        "markdown-table": notebook(
            "| a | b | c |\n|:--|--:|:-:|\n| 1 | 2 | 3 |\n| *x* | `y` | [z](https://z.org) |"
        ),
        "math": notebook(
            r"Inline $\alpha_i^2 \le \frac{1}{2}$ and $$\sum_{i=1}^n \sqrt{x_i} = \begin{pmatrix}1&2\\3&4\end{pmatrix}$$"
        ),
        "math-environments": notebook(
            "\\begin{align}\na &= b \\\\\nc &= \\hat{d} + \\vec{e}\n\\end{align}\n\n$$f(x)=\\begin{cases}1 & x>0\\\\0 & x\\le 0\\end{cases}$$"
        ),
        "math-unknown-command": notebook(r"Before $\nosuchcommand{x}$ after"),
        "dollars": notebook("It cost $5 and then $7 more."),
        "code-fence": notebook(
            "```python\ndef f(x):\n    return x + 1  # add\n```\n\n    indented\n\n```nosuchlanguage\n???\n```"
        ),
        "html-in-markdown": notebook(
            '<div align="center"><b>bold</b> <i>it</i><br>line</div>\n\n<details><summary>More</summary>\n\ninside\n\n</details>'
        ),
        "rule-and-break": notebook("above  \nbelow\n\n---\n\nafter"),
        "raw-cell": notebook(raw("\\section{LaTeX} <b>not bold</b>")),
        "languages": notebook("日本と भारत की नौसेना क्षत्रिय, Kṛṣṇa, Łódź, Ὀδυσσεύς, кот"),
        "picture-attachment": notebook(
            md(
                "![A grey square](attachment:p.png)",
                attachments={"p.png": {"image/png": encoded(png())}},
            )
        ),
        "picture-data-url": notebook(f"![grey](data:image/png;base64,{encoded(png())})"),
        "picture-remote": notebook("![far away](https://example.org/x.png)"),
        "picture-without-alt": notebook(f"![](data:image/png;base64,{encoded(png())})"),
    }


def _outputs() -> dict[str, Notebook]:
    return {
        "code-shown": notebook(code(stream("hello\n"), source="print('hello')  # greet")),
        "other-language": notebook(code(source="SELECT 1 -- x"), language_info={"name": "sql"}),
        "hidden-by-tags": notebook(
            code(stream("gone"), source="secret_source", tags=("remove-input",)),
            code(stream("unseen output"), source="kept", tags=("remove-output",)),
            code(stream("nothing"), source="neither", tags=("remove-cell",)),
        ),
        "stream-colours": notebook(code(stream("\x1b[31mred\x1b[0m 10%\r20%\nab\x08c"))),
        "stream-long": notebook(code(stream("line\n" * 9_000))),
        "error": notebook(
            code(failure("ValueError", "no such town", "\x1b[0;31mValueError\x1b[0m: no such town"))
        ),
        "error-without-traceback": notebook(code(failure("KeyboardInterrupt", ""))),
        "frame": notebook(html(rows(["", "a", "b"], ["0", "1", "x"], ["1", "2", "y"]))),
        "frame-multiindex": notebook(html(MULTIINDEX)),
        "great-table": notebook(html(GREAT_TABLE)),
        "table-long": notebook(
            html(rows(["n", "square"], *[[str(n), str(n * n)] for n in range(160)]))
        ),
        "table-wide": notebook(
            html(
                rows(
                    [f"column {n}" for n in range(14)], *[[f"{n * 1.5:.2f}" for n in range(14)]] * 4
                )
            )
        ),
        "table-very-wide": notebook(
            html(rows([f"measure {n}" for n in range(60)], *[[str(n) for n in range(60)]] * 3))
        ),
        "table-broken": notebook(
            html("<table><tr><td colspan=99 rowspan=99>a<td>b<tr><td>c</table><table></table>")
        ),
        "table-nested": notebook(
            html(
                "<table><tr><td><ul><li>x</li></ul><p>y</p></td><td><table><tr><td>in</td></tr></table></td></tr></table>"
            )
        ),
        "svg-output": notebook(code(show({"image/svg+xml": SVG}, alt="A dot."))),
        "svg-without-alt": notebook(code(show({"image/svg+xml": SVG, "text/plain": "<Figure>"}))),
        "svg-broken": notebook(code(show({"image/svg+xml": "<svg><g></svg>"}))),
        "png-output": notebook(
            code(
                show(
                    {"image/png": encoded(png(40, 30))},
                    **{"image/png": {"alt": "Grey.", "width": 20}},
                )
            )
        ),
        "png-with-options": notebook(
            code(
                show({"image/png": encoded(png())}),
                source='#| label: fig-grey\n#| fig-cap: "A grey field"\n#| fig-alt: Grey all over.\nplot()',
            )
        ),
        "png-cut-short": notebook(code(show({"image/png": encoded(png()[:40])}))),
        "latex-output": notebook(
            code(show({"text/latex": r"$\displaystyle \int_0^1 x\,dx$", "text/plain": "1/2"}))
        ),
        "latex-not-maths": notebook(
            code(show({"text/latex": "\\begin{tabular}{l}a\\\\\\end{tabular}"}))
        ),
        "json-output": notebook(code(show({"application/json": {"b": 1, "a": [None, True]}}))),
        "markdown-output": notebook(code(show({"text/markdown": "**from** a cell"}))),
        "plotly": notebook(
            code(show({"application/vnd.plotly.v1+json": {"data": []}, "text/html": PLOTLY}))
        ),
        "widget": notebook(
            code(
                show(
                    {
                        "application/vnd.jupyter.widget-view+json": {"model_id": "x"},
                        "text/plain": "IntSlider(value=3)",
                    }
                )
            )
        ),
        "javascript-output": notebook(code(show({"application/javascript": "alert(1)"}))),
        "html-with-svg": notebook(
            html(f"<div><p>Before</p>{SVG[SVG.index('<svg') :]}<p>After</p></div>")
        ),
        "lines-as-lists": notebook(
            {"cell_type": "markdown", "metadata": {}, "source": ["# Li", "sted\n", "text"]},
            code({"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]}),
        ),
    }


def _reports() -> dict[str, Notebook]:
    two = references(
        ("s1", "First source", "https://example.org/1"),
        ("s2", "Second source", "https://example.org/2"),
        ("s3", "Never cited", "https://example.org/3"),
    )
    return {
        "report": report(
            "## Rain\n\nIt rained [@s2], see [](#fig:rain) and [](#tbl:towns) [@s1; @s2].",
            figure(sources=["s1"]),
            table(sources=["s2"]),
            "## Sources",
            two,
        ),
        "report-without-sources": report("Plain.", "## Sources", two),
        "report-contents": report(
            *[f"## Part {n}\n\ntext\n\n### Detail {n}\n\ntext" for n in range(4)]
        ),
        "report-interactive": report(
            figure(
                "net",
                interactive={
                    "nodes": [
                        {
                            "id": "a",
                            "label": "A </script>",
                            "layer": "one",
                            "x": 0,
                            "y": 0,
                            "sources": ["s1"],
                        },
                        {"id": "b", "label": "B", "layer": "two", "x": 1, "y": 1},
                    ],
                    "edges": [
                        {
                            "source": "a",
                            "target": "b",
                            "kind": "ties",
                            "first": "2019",
                            "last": "2021",
                            "sources": ["s1"],
                        }
                    ],
                },
            )
        ),
        "report-no-alt": report(figure(alt="")),
        "report-unknown-source": report("Says who [@nobody]?"),
        "report-unknown-figure": report("See [](#fig:nowhere)."),
        "report-two-same-names": report(
            figure("a", data={"name": "x.csv", "csv": "a\n1\n"}),
            figure("b", data={"name": "x.csv", "csv": "a\n2\n"}),
        ),
        "report-metadata-nonsense": notebook(
            code(
                show(
                    {"text/plain": "x"},
                    report={
                        "kind": "cover",
                        "title": None,
                        "authors": 3,
                        "parameters": "no",
                        "as_of": "soon",
                    },
                )
            ),
            code(
                show(
                    {"image/svg+xml": 5},
                    report={"kind": "figure", "label": {}, "sources": 7, "data": []},
                )
            ),
            code(show({}, report={"kind": "table"})),
            code(show({"text/plain": "odd"}, report="figure")),
        ),
        "report-japanese": report("## 概要\n\n日印防衛協力。", title="日印防衛協力", language="ja"),
        "report-long-title": report(
            "x",
            title="A title that is very long indeed and goes on over several lines of the first page without an end in sight or any mercy",
        ),
    }


def _hostile() -> dict[str, Notebook]:
    return {
        "hostile-html": notebook(
            html(
                '<script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:alert(3)">click</a><iframe src="https://evil.example"></iframe><form action="https://evil.example"><input></form><p style="background:url(https://evil.example/b.png)">kept</p><svg onload=alert(4)></svg>'
            )
        ),
        "hostile-markdown": notebook(
            '<script>alert(1)</script>\n\n[x](javascript:alert(2)) <a href="data:text/html,hi">y</a> ![z](javascript:alert(3))'
        ),
        "hostile-svg": notebook(code(show({"image/svg+xml": HOSTILE_SVG}, alt="A dot."))),
        "hostile-svg-entities": notebook(
            code(
                show(
                    {
                        "image/svg+xml": '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>'
                    }
                )
            )
        ),
        "hostile-typst": report(
            TYPST,
            code(stream(TYPST)),
            html(rows([TYPST], [TYPST])),
            figure(title=TYPST, caption=TYPST, alt=TYPST),
            title=TYPST,
        ),
        "hostile-latex": notebook(
            r"$\input{/etc/passwd}$ $\def\x{\x\x}\x$ $\frac{\frac{\frac{1}{2}}{3}}{4}$"
        ),
        "hostile-controls": notebook(
            "bell \x07 null \x00 escape \x1b[0m override \u202egnp.exe\u202c private \ue000 tag \U000e0041"
        ),
        "hostile-unprintable": notebook(
            "emoji 🎉🎉 Tamil தமிழ் Arabic سلام family 👩\u200d👩\u200d👧"
        ),
        "hostile-surrogate": notebook("lone \ud800 surrogate"),
        "hostile-big-cell": notebook(html(rows(["a"], ["x" * 1_000_000]))),
        "hostile-big-table": notebook(html(rows(["a", "b"], *[["1", "2"]] * 40_000))),
        "hostile-deep": notebook(
            html("<div>" * 3_000 + "deep" + "</div>" * 3_000),
            "> " * 300 + "quoted",
            "- " * 200 + "listed",
        ),
        "hostile-formula-csv": report(
            table(
                source=rows(["Town"], ["=HYPERLINK(&quot;https://evil.example&quot;)"]),
                data={"name": "../../x.csv", "csv": "town\n=1+1\n"},
            )
        ),
        "hostile-long-word": notebook("w" * 5_000, code(stream("s" * 3_000), source="x" * 2_000)),
        "hostile-metadata": report(
            "x",
            title="<script>alert(1)</script>",
            authors=["<b>a</b>"],
            keywords=['" onload="x'],
            language='en"><script>',
        ),
        "hostile-names": report(
            figure('"><script>alert(1)</script>'), "[](#fig:rain) [@</a><script>x]"
        ),
    }


CORPUS: dict[str, Notebook] = {**_markdown(), **_outputs(), **_reports(), **_hostile()}

#: Notebooks that lack what PDF/UA-1 asks for: they get a PDF that claims less, and say why.
LACKING = {
    "picture-without-alt",
    "svg-without-alt",
    "html-with-svg",
    "report-no-alt",
    "report-unknown-source",
    "report-unknown-figure",
}

__all__ = ["CORPUS", "LACKING", "cover", "record"]
