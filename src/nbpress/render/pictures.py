"""Pictures: SVG cleaned to what draws, raster images checked to be what they claim.

An SVG may carry script, event handlers, links, foreign HTML and addresses that a reader's
program would fetch. Only a list of drawing elements and attributes passes, and references only
to places within the same picture. Identifiers get a prefix, so that two pictures of one
page, whose makers both said `id="clip1"`, do not take each other's clip paths.
"""

import functools
import re
import struct
from dataclasses import dataclass
from xml.etree import ElementTree

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "textPath",
        "clipPath",
        "mask",
        "marker",
        "pattern",
        "linearGradient",
        "radialGradient",
        "stop",
        "image",
        "style",
        "title",
        "desc",
        "filter",
        "feGaussianBlur",
        "feOffset",
        "feBlend",
        "feColorMatrix",
        "feComposite",
        "feFlood",
        "feMerge",
        "feMergeNode",
        "switch",
        "a",
    ]
)
_LOCAL = re.compile(r"url\(\s*(['\"]?)#([^'\")]+)\1\s*\)")
_ANY_URL = re.compile(r"url\s*\(", re.IGNORECASE)
_CSS_ACTIVE = re.compile(r"@import|expression\s*\(|javascript:|behavior\s*:|\\", re.IGNORECASE)
_DATA_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+\Z")
_ENTITY = re.compile(r"<!ENTITY|<!ATTLIST|\[\s*<!", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*>", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([\d.]+)\s*(pt|px|mm|cm|in|pc|em|)\s*\Z")
_POINTS = {
    "pt": 1.0,
    "px": 0.75,
    "": 0.75,
    "mm": 72 / 25.4,
    "cm": 72 / 2.54,
    "in": 72.0,
    "pc": 12.0,
    "em": 12.0,
}

ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", _XLINK)


class PictureError(ValueError):
    """A picture that cannot be shown, with the reason."""


@dataclass(frozen=True)
class Drawing:
    """A cleaned SVG.

    Parameters
    ----------
    svg
        The drawing as text, without XML declaration.
    width, height
        In points; 0 when the drawing states no size.
    dropped
        What was removed, in words.
    title, description
        The drawing's own, empty when it has none.
    """

    svg: str
    width: float
    height: float
    dropped: tuple[str, ...]
    title: str
    description: str


@functools.lru_cache(maxsize=128)
def clean_svg(source: str, prefix: str = "") -> Drawing:
    """Return `source` cleaned, each identifier prefixed with `prefix`.

    Raises
    ------
    PictureError
        When it is not well-formed SVG or declares entities.
    """
    root = _parse(source)
    dropped: set[str] = set()
    title, description = _own_words(root)
    _clean_children(root, dropped)
    for element in root.iter():
        _clean_attributes(element, prefix, dropped)
    width, height = _size(root)
    svg = ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
    return Drawing(svg, width, height, tuple(sorted(dropped)), title, description)


def _parse(source: str) -> ElementTree.Element:
    if _ENTITY.search(source[:100_000]):
        raise PictureError("the SVG declares entities")
    text = _DOCTYPE.sub("", source, count=1).lstrip("\ufeff \n\r\t")
    text = re.sub(r"\A<\?xml[^>]*\?>", "", text)
    try:
        # Entities, the danger of the standard parser, were refused above.
        root = ElementTree.fromstring(text)  # noqa: S314
    except (ElementTree.ParseError, ValueError, RecursionError) as error:
        raise PictureError(f"the SVG is not well formed ({error})") from error
    if _local_name(root.tag) != "svg":
        raise PictureError("the SVG has no <svg> at its root")
    return root


def _local_name(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _own_words(root: ElementTree.Element) -> tuple[str, str]:
    words = {"title": "", "desc": ""}
    for child in root:
        name = _local_name(child.tag)
        if name in words and not words[name]:
            words[name] = " ".join("".join(child.itertext()).split())
    return words["title"], words["desc"]


def _clean_children(root: ElementTree.Element, dropped: set[str]) -> None:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        for child in list(element):
            if _is_drawing(child, dropped):
                waiting.append(child)
            else:
                element.remove(child)


def _is_drawing(element: ElementTree.Element, dropped: set[str]) -> bool:
    name = _local_name(element.tag)
    namespace = element.tag[1:].partition("}")[0] if "}" in str(element.tag) else ""
    if name in {"title", "desc"} or name == "metadata":
        # The writers put our own title and description in; metadata is for machines.
        return False
    if name not in _ELEMENTS or namespace not in {"", _SVG}:
        dropped.add(f"<{name or 'comment'}>")
        return False
    if name == "style" and _is_active_css("".join(element.itertext())):
        dropped.add("style with addresses")
        return False
    return True


def _is_active_css(css: str) -> bool:
    return bool(_CSS_ACTIVE.search(css) or _ANY_URL.search(_LOCAL.sub("", css)))


def _clean_attributes(element: ElementTree.Element, prefix: str, dropped: set[str]) -> None:
    for name, value in list(element.attrib.items()):
        cleaned = _attribute(_local_name(name).lower(), value, prefix)
        if cleaned is None:
            dropped.add(f"{_local_name(name)} attribute")
            del element.attrib[name]
        elif cleaned != value:
            element.attrib[name] = cleaned


def _attribute(name: str, value: str, prefix: str) -> str | None:
    """Return the attribute's value as it may stay; None when it must go."""
    if name.startswith("on") or name in {"base", "ping", "target"}:
        return None
    if name == "id":
        return prefix + value
    if name == "href":
        return _reference(value.strip(), prefix)
    if "(" in value or "\\" in value or "javascript:" in value.lower():
        return None if _is_active_css(value) else _LOCAL.sub(rf"url(#{prefix}\2)", value)
    return value


def _reference(value: str, prefix: str) -> str | None:
    if value.startswith("#"):
        return f"#{prefix}{value[1:]}"
    return value if _DATA_IMAGE.match(value) else None


def _size(root: ElementTree.Element) -> tuple[float, float]:
    width, height = (_points(root.get(side, "")) for side in ("width", "height"))
    box = [float(part) for part in re.findall(r"-?[\d.]+(?:e-?\d+)?", root.get("viewBox", ""))[:4]]
    if not (width and height) and len(box) == 4 and box[2] > 0 and box[3] > 0:
        width, height = box[2] * 0.75, box[3] * 0.75
    if width and height and not root.get("viewBox"):
        root.set("viewBox", f"0 0 {width / 0.75:g} {height / 0.75:g}")
    return width, height


def _points(length: str) -> float:
    match = _LENGTH.match(length)
    return float(match[1]) * _POINTS[match[2]] if match else 0.0


@dataclass(frozen=True)
class Raster:
    """A checked raster image; `width` and `height` in pixels."""

    content: bytes
    format: str
    width: int
    height: int


def check_raster(content: bytes) -> Raster:
    """Return what `content` is, from its own first bytes.

    Raises
    ------
    PictureError
        When it is no PNG, JPEG, GIF or WebP, is cut short, or unfolds to over 100 million pixels.
    """
    for format_name, read in _READERS.items():
        size = read(content)
        if size is not None:
            return _checked(content, format_name, *size)
    raise PictureError("the image is neither PNG, JPEG, GIF nor WebP")


def _checked(content: bytes, format_name: str, width: int, height: int) -> Raster:
    if not 0 < width * height <= 100_000_000:
        raise PictureError(f"the image claims {width} by {height} pixels")
    if not content.rstrip(b"\0\n").endswith(_ENDINGS[format_name]):
        raise PictureError(f"the {format_name.upper()} image is cut short")
    return Raster(content, format_name, width, height)


def _png(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or len(content) < 33:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return int(width), int(height)


def _gif(content: bytes) -> tuple[int, int] | None:
    if content[:6] not in {b"GIF87a", b"GIF89a"} or len(content) < 10:
        return None
    width, height = struct.unpack("<HH", content[6:10])
    return int(width), int(height)


def _jpeg(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"\xff\xd8\xff"):
        return None
    position = 2
    while position + 9 < len(content) and content[position] == 0xFF:
        marker, length = content[position + 1], int.from_bytes(content[position + 2 : position + 4])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return int(width), int(height)
        position += 2 + length
    return None


def _webp(content: bytes) -> tuple[int, int] | None:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or len(content) < 30:
        return None
    if content[12:16] == b"VP8X":
        width, height = (1 + int.from_bytes(content[i : i + 3], "little") for i in (24, 27))
        return width, height
    if content[12:16] == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return int(width) & 0x3FFF, int(height) & 0x3FFF
    bits = int.from_bytes(content[21:25], "little")
    return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1


_READERS = {"png": _png, "jpeg": _jpeg, "gif": _gif, "webp": _webp}
_ENDINGS: dict[str, bytes | tuple[bytes, ...]] = {
    "png": b"IEND\xaeB`\x82",
    "jpeg": b"\xff\xd9",
    "gif": b";",
    "webp": b"",
}
