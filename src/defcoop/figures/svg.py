"""From a figure to SVG in one pass: laid out, measured and drawn once.

``Figure.savefig`` draws a figure twice, the first time only for its layout, and each pass measures
every text anew. Here the layout runs within the one drawing, and a text that was measured before
keeps its size, which depends on nothing but the text and its font.
"""

import functools
import io
from typing import Any

from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

DPI = 72
TEXTS = 10_000
"""How many sizes of texts are kept; a report has a few hundred."""


@functools.lru_cache(maxsize=TEXTS)
def size_of(text: str, font: FontProperties, math: bool) -> tuple[float, float, float]:
    """Return width, height and descent of a text in points; the font must not change later."""
    width, height, descent = TextToPath().get_text_width_height_descent(text, font, math)
    return float(width), float(height), float(descent)


class Drawing(RendererSVG):
    """The renderer of matplotlib, but for texts that are measured once."""

    def get_text_width_height_descent(
        self,
        s: str,
        prop: FontProperties,
        ismath: Any,  # noqa: ANN401 - True, False or "TeX"
    ) -> tuple[float, float, float]:
        """Return width, height and descent of a text in points."""
        return size_of(s, prop.copy(), bool(ismath))


class Canvas(FigureCanvasSVG):
    """A canvas whose layout measures with the renderer that draws."""

    renderer: MixedModeRenderer

    def get_renderer(self) -> MixedModeRenderer:
        """Return the renderer, as matplotlib asks for it when it lays a figure out."""
        return self.renderer

    def svg(self) -> str:
        """Draw the figure and return it as SVG, without date and creator."""
        buffer = io.StringIO()
        width, height = self.figure.get_size_inches()
        self.figure.dpi = DPI
        drawing = Drawing(  # type: ignore[no-untyped-call]
            width * DPI,
            height * DPI,
            buffer,
            image_dpi=DPI,
            metadata={"Date": None, "Creator": None},
        )
        self.renderer = MixedModeRenderer(  # type: ignore[no-untyped-call]
            self.figure, width, height, DPI, drawing
        )
        self.figure.draw(self.renderer)  # type: ignore[arg-type]
        self.renderer.finalize()
        return buffer.getvalue()


def svg_text(figure: Figure) -> str:
    """Return a figure as SVG, under the settings in force.

    Parameters
    ----------
    figure
        Any figure; its resolution becomes 72 dots an inch, one to a point.
    """
    return Canvas(figure).svg()
