"""Running text: paragraphs, lists, code, links, references and formulas."""

from collections.abc import Callable
from typing import Any

from nbpress.render import highlight
from nbpress.render.tree import Node
from nbpress.render.web.tags import element, escape
from nbpress.render.web.writer import Rule, Writer


def _wrapped(tag: str, class_: str = "") -> Rule:
    def write(writer: Writer, node: Node) -> str:
        return element(tag, writer.write(node.children), class_=class_)

    return write


def _always(html: str) -> Rule:
    def write(_: Writer, __: Node) -> str:
        return html

    return write


def _text(_: Writer, node: Node) -> str:
    return escape(node.text)


def _code(_: Writer, node: Node) -> str:
    return element("code", escape(node.text))


def _heading(writer: Writer, node: Node) -> str:
    level = min(node.attributes["level"] + 1, 6)
    return element(f"h{level}", writer.write(node.children), id=node.attributes["id"])


def _list(writer: Writer, node: Node) -> str:
    start = node.attributes.get("start", 1)
    tag = "ol" if node.attributes.get("ordered") else "ul"
    return element(tag, "\n", writer.write(node.children), start=start if start != 1 else None)


def _item(writer: Writer, node: Node) -> str:
    done = node.attributes.get("done")
    words = "done: " if done else "to do: "
    mark = "" if done is None else element("span", words, class_="task")
    first, rest = node.children[:1], node.children[1:]
    if first and first[0].kind == "paragraph" and all(child.kind == "list" for child in rest):
        return element("li", mark, writer.write(first[0].children), writer.write(rest))
    return element("li", mark, writer.write(node.children))


def _codeblock(writer: Writer, node: Node) -> str:
    spans = highlight.spans(node.text, node.attributes.get("language", ""))
    inner = "".join(
        element("span", escape(text), class_=f"k-{name}") if name else escape(text)
        for name, text in spans
    )
    return writer.scroll_box(element("pre", element("code", inner)), "Code", name="code")


def _terminal(writer: Writer, node: Node) -> str:
    label = "Error" if node.kind == "error" else "Output"
    return writer.scroll_box(element("pre", escape(node.text)), label, name=node.kind)


def _link(writer: Writer, node: Node) -> str:
    return element("a", writer.write(node.children), href=node.attributes["url"])


def _place(target: str, inner: str) -> str:
    return element("a", inner, href=f"#{target}") if target else inner


def _inner_link(writer: Writer, node: Node) -> str:
    return _place(node.attributes["target"], writer.write(node.children))


def _crossref(_: Writer, node: Node) -> str:
    return _place(node.attributes["target"], escape(node.text))


def _citation(_: Writer, node: Node) -> str:
    links = [_place(item["target"], escape(item["text"])) for item in node.attributes["numbers"]]
    return element("span", f"[{', '.join(links)}]", class_="cite") if links else ""


def _footnote(writer: Writer, node: Node) -> str:
    number = node.attributes["number"]
    writer.notes.append((number, writer.write(node.children)))
    call = element(
        "a", str(number), id=f"call-{number}", href=f"#note-{number}", aria_label=f"Note {number}"
    )
    return element("sup", call, class_="noteref")


def endnotes(writer: Writer) -> str:
    """Return the notes met while `writer` wrote the text; empty when there were none."""
    if not writer.notes:
        return ""
    # A note within a note is met first but numbered later: the numbers decide.
    items = "".join(_endnote(number, inner) for number, inner in sorted(writer.notes))
    return element("section", "<hr>", element("ol", items), class_="notes", aria_label="Notes")


def _endnote(number: int, inner: str) -> str:
    label = f"Back to the text at note {number}"
    back = element("a", "↩", class_="back", href=f"#call-{number}", aria_label=label)
    return element("li", inner, back, id=f"note-{number}", value=number)


def _formula(_: Writer, node: Node) -> str:
    display = node.kind == "equation"
    tree = node.attributes.get("tree")
    if tree is None:
        source = element("code", escape(node.text))
        return element("p", source, class_="formula") if display else source
    note = element("annotation", escape(node.text), encoding="application/x-tex")
    shown = "block" if display else "inline"
    math = element("math", element("semantics", _mathml(tree), note), display=shown)
    if not display:
        return math
    return element("div", math, class_="formula", role="group", tabindex="0", aria_label="Formula")


def _mathml(tree: dict[str, Any]) -> str:
    kept = {name: value for name, value in tree["a"].items() if name != "display"}
    tag = "mrow" if tree["m"] == "math" else tree["m"]
    return element(tag, escape(tree["t"]), *map(_mathml, tree["c"]), **kept)


RULES: dict[str, Callable[[Writer, Node], str]] = {
    "text": _text,
    "code": _code,
    "break": _always("<br>"),
    "rule": _always("<hr>\n"),
    "emphasis": _wrapped("em"),
    "strong": _wrapped("strong"),
    "strike": _wrapped("s"),
    "underline": _wrapped("u"),
    "mark": _wrapped("mark"),
    "superscript": _wrapped("sup"),
    "subscript": _wrapped("sub"),
    "quote": _wrapped("blockquote"),
    "term": _wrapped("dt"),
    "definition": _wrapped("dd"),
    "definitions": _wrapped("dl"),
    "paragraph": _wrapped("p"),
    "record": _wrapped("div", "record"),
    "placeholder": _wrapped("p", "placeholder"),
    "heading": _heading,
    "list": _list,
    "item": _item,
    "codeblock": _codeblock,
    "stream": _terminal,
    "error": _terminal,
    "link": _link,
    "inner": _inner_link,
    "crossref": _crossref,
    "citation": _citation,
    "footnote": _footnote,
    "math": _formula,
    "equation": _formula,
}
