"""Find the fonts, know what they can print, and cut the small copies that a page carries.

All fonts come from installed packages and stand under the SIL Open Font License 1.1, which
permits embedding and subsetting.
"""

import base64
import functools
import hashlib
import importlib.util
import io
import os
import tempfile
from pathlib import Path
from typing import Any

#: Package and folder of each family, in the order in which a missing glyph is looked for.
PACKAGES = {
    "IBM Plex Serif": ("fontpkg_ibm_plex_serif", "files"),
    "Fira Sans": ("fontpkg_fira_sans", "files"),
    "IBM Plex Mono": ("fontpkg_ibm_plex_mono", "files"),
    "Noto Sans Devanagari": ("fontpkg_noto_sans_devanagari", "files"),
    "Noto Sans CJK JP": ("noto_cjk_sans_jp_regular", "."),
}

#: File that stands for each family when we ask which characters it can print.
REGULAR = {
    "IBM Plex Serif": "IBMPlexSerif-Regular.ttf",
    "Fira Sans": "FiraSans-Regular.ttf",
    "IBM Plex Mono": "IBMPlexMono-Regular.ttf",
    "Noto Sans Devanagari": "NotoSansDevanagari[wdth,wght].ttf",
    "Noto Sans CJK JP": "NotoSansCJKjp-Regular.otf",
}

#: The cuts that an HTML page carries: file, CSS family, weight, style.
WEB_FONTS = (
    ("IBM Plex Serif", "IBMPlexSerif-Regular.ttf", 400, "normal"),
    ("IBM Plex Serif", "IBMPlexSerif-Italic.ttf", 400, "italic"),
    ("IBM Plex Serif", "IBMPlexSerif-SemiBold.ttf", 600, "normal"),
    ("Fira Sans", "FiraSans-Regular.ttf", 400, "normal"),
    ("Fira Sans", "FiraSans-SemiBold.ttf", 600, "normal"),
    ("IBM Plex Mono", "IBMPlexMono-Regular.ttf", 400, "normal"),
)

#: Characters that a page carries its own glyphs for: Latin with accents and the macron and dot
#: letters of transliteration, punctuation, arrows, common symbols. Others use the reader's fonts.
WEB_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x2030, 0x203A),
    (0x2070, 0x209C),
    (0x20AC, 0x20AC),
    (0x2190, 0x2199),
    (0x2212, 0x2212),
    (0x2248, 0x2248),
    (0x2260, 0x2265),
)


class FontsMissingError(RuntimeError):
    """A font package that the exporters need is not installed."""


@functools.cache
def folder(family: str) -> Path:
    """Return the folder that holds the files of `family`.

    Raises
    ------
    FontsMissingError
        When its package is not installed.
    """
    package, inner = PACKAGES[family]
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        distribution = package.replace("_", "-")
        raise FontsMissingError(
            f"the font {family} is not installed; run: pip install {distribution}"
        )
    return Path(next(iter(found.submodule_search_locations))) / inner


@functools.cache
def typst_fonts() -> Any:
    """Return our families as Typst's font book, read once per process.

    System fonts are left out, so that two machines set the same page.
    """
    import typst

    paths = [str(folder(family)) for family in PACKAGES]
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=paths
    )


@functools.cache
def printable() -> frozenset[int]:
    """Return the code points for which at least one of our families has a glyph."""
    key = _key([folder(family) / REGULAR[family] for family in PACKAGES], "coverage")
    packed = _cached(f"{key}.ranges", _coverage)
    return frozenset(_unpack(packed))


def _coverage() -> bytes:
    from fontTools.ttLib import TTFont

    points: set[int] = set()
    for family in PACKAGES:
        with TTFont(folder(family) / REGULAR[family], lazy=True) as font:
            points |= set(font.getBestCmap())
    return _pack(sorted(points))


def _pack(points: list[int]) -> bytes:
    runs: list[list[int]] = []
    for point in points:
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return "\n".join(f"{first:x} {last:x}" for first, last in runs).encode()


def _unpack(packed: bytes) -> set[int]:
    points: set[int] = set()
    for line in packed.decode().splitlines():
        first, last = (int(number, 16) for number in line.split())
        points.update(range(first, last + 1))
    return points


@functools.cache
def font_faces() -> str:
    """Return the `@font-face` rules of a page, with the fonts in them as data addresses.

    The first call on a machine cuts and compresses the fonts (a few seconds) and keeps them in
    the user's cache folder; later processes read them from there, later calls from memory.
    """
    return "\n".join(_face(*face) for face in WEB_FONTS)


def _face(family: str, file: str, weight: int, style: str) -> str:
    path = folder(family) / file
    cut = _cached(f"{_key([path], repr(WEB_RANGES))}.woff2", lambda: _subset(path))
    encoded = base64.b64encode(cut).decode("ascii")
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};'
        f"font-display:swap;src:url(data:font/woff2;base64,{encoded}) format('woff2')}}"
    )


def _subset(path: Path) -> bytes:
    from fontTools import subset

    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.desubroutinize = True
    options.recalc_timestamp = False
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
    font = subset.load_font(str(path), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(
        unicodes=[point for low, high in WEB_RANGES for point in range(low, high + 1)]
    )
    subsetter.subset(font)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    return buffer.getvalue()


def _key(paths: list[Path], purpose: str) -> str:
    digest = hashlib.sha256(f"1 {purpose}".encode())
    for path in paths:
        status = path.stat()
        digest.update(f"{path.name} {status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()[:32]


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "notebook-exporters"


def _cached(name: str, make: Any) -> bytes:
    """Return the bytes kept under `name`, or make and keep them; a full disk costs only time."""
    try:
        return (_cache_folder() / name).read_bytes()
    except OSError:
        made: bytes = make()
        _keep(name, made)
        return made


def _keep(name: str, content: bytes) -> None:
    # Written beside and moved into place, so that a parallel worker never reads half a file.
    try:
        _cache_folder().mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=_cache_folder(), delete=False) as handle:
            handle.write(content)
        Path(handle.name).replace(_cache_folder() / name)
    except OSError:
        return
