"""Where the texts of a figure stand, read from its SVG with the metrics of the font itself."""

import itertools
import math
import re
from dataclasses import dataclass
from xml.etree import ElementTree

from defcoop.figures.text_width import width_of

SVG = "{http://www.w3.org/2000/svg}"
POINTS = 72.0
# Of the height of Fira Sans: above the base line, below it.
RISE, FALL = 0.72, 0.2
# Touching is not overlapping: what two boxes may share before a reader would see it, in points.
TOUCH = 0.9
ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True)
class Box:
    """A text and the four corners of what it covers, in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Whether two texts cover each other visibly."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > TOUCH and high > TOUCH


def size(svg: str) -> tuple[float, float]:
    """Return width and height of a figure in points."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own figure
    width, height = (float(root.attrib[name].removesuffix("pt")) for name in ("width", "height"))
    return width, height


def boxes(svg: str) -> list[Box]:
    """Return the boxes of all texts of a figure drawn by matplotlib."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own figure
    return [box for element in root.iter(f"{SVG}text") if (box := box_of(element)) is not None]


def box_of(element: ElementTree.Element) -> Box | None:
    """Return the box of one text; None for an empty one."""
    text = "".join(element.itertext()).strip()
    style = element.attrib.get("style", "")
    if not text:
        return None
    points = float(re.search(r"font-size: ([\d.]+)px", style).group(1))  # type: ignore[union-attr]
    heavy = "semibold" if "font-weight: 600" in style else "normal"
    anchor = re.search(r"text-anchor: (\w+)", style)
    share = ANCHORS[anchor.group(1)] if anchor else 0.0
    x, y, turn = place(element)
    wide = width_of(text, points, heavy) * POINTS
    corners = [
        (
            x + along * math.cos(turn) - up * math.sin(turn),
            y + along * math.sin(turn) + up * math.cos(turn),
        )
        for along in (-share * wide, (1 - share) * wide)
        for up in (-RISE * points, FALL * points)
    ]
    xs, ys = zip(*corners, strict=True)
    return Box(text, min(xs), min(ys), max(xs), max(ys))


def place(element: ElementTree.Element) -> tuple[float, float, float]:
    """Return where a text is anchored and by how much it is turned."""
    transform = element.attrib.get("transform", "")
    moved = re.search(r"translate\(([-\d.e]+)[ ,]+([-\d.e]+)\)", transform)
    turned = re.search(r"rotate\(([-\d.e]+)", transform)
    angle = math.radians(float(turned.group(1))) if turned else 0.0
    if "x" in element.attrib:
        return float(element.attrib["x"]), float(element.attrib["y"]), angle
    if moved:
        return float(moved.group(1)), float(moved.group(2)), angle
    return 0.0, 0.0, angle


def clipped(svg: str) -> list[str]:
    """Return the texts that leave the figure."""
    width, height = size(svg)
    return [
        box.text
        for box in boxes(svg)
        if box.left < -TOUCH
        or box.top < -TOUCH
        or box.right > width + TOUCH
        or box.bottom > height + TOUCH
    ]


def overlapping(svg: str) -> list[tuple[str, str]]:
    """Return the pairs of texts that cover each other."""
    return [
        (one.text, other.text)
        for one, other in itertools.combinations(boxes(svg), 2)
        if one.overlaps(other)
    ]
