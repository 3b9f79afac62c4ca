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
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

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


#: Cuts that the cache folder keeps, of a few kilobytes each.
MOST_KEPT = 200


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
def typst_fonts() -> "typst.Fonts":
    """Return our families as Typst's font book, read once per process.

    System fonts are left out, so that two machines set the same page.
    """
    import typst

    paths = [str(folder(family)) for family in PACKAGES]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=paths)


@functools.cache
def printable() -> frozenset[int]:
    """Return the code points for which at least one of our families has a glyph."""
    return frozenset().union(*(coverage(family) for family in PACKAGES))


@functools.cache
def coverage(family: str) -> frozenset[int]:
    """Return the code points for which `family` has a glyph."""
    path = folder(family) / REGULAR[family]
    return frozenset(_unpack(_cached(f"{_key([path], 'coverage')}.ranges", lambda: _cover(path))))


def _cover(path: Path) -> bytes:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return _pack(sorted(font.getBestCmap()))


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


def extra_faces(text: str) -> str:
    """Return `@font-face` rules for the characters of `text` beyond `WEB_RANGES`.

    Japanese, Devanagari, Greek and symbols: only the glyphs that `text` uses are cut, and the
    cut is kept like the others. They join the family "Fira Sans", so that labels within
    drawings find them too. Empty for n = 0 such characters.
    """
    wanted = {ord(character) for character in set(text)} & _beyond_web()
    return "\n".join(_extra_face(family, points) for family, points in _share(wanted))


@functools.cache
def _beyond_web() -> frozenset[int]:
    return printable() - _web_points()


@functools.cache
def _web_points() -> frozenset[int]:
    return frozenset(point for low, high in WEB_RANGES for point in range(low, high + 1))


def _share(wanted: set[int]) -> list[tuple[str, tuple[int, ...]]]:
    """Return which family gives which of the `wanted` characters."""
    shares: list[tuple[str, tuple[int, ...]]] = []
    for family in ("Fira Sans", "Noto Sans Devanagari", "Noto Sans CJK JP"):
        if not wanted:
            break
        share = wanted & coverage(family)
        wanted = wanted - share
        if share:
            shares.append((family, tuple(sorted(share))))
    return shares


@functools.lru_cache(maxsize=64)
def _extra_face(family: str, points: tuple[int, ...]) -> str:
    covered = ",".join(f"U+{point:X}" for point in points)
    file = REGULAR[family]
    rule = _face(family, file, 400, "normal", points)
    return (
        rule.replace(f'"{family}"', '"Fira Sans"').removesuffix("}") + f";unicode-range:{covered}}}"
    )


def _face(
    family: str, file: str, weight: int, style: str, points: tuple[int, ...] | None = None
) -> str:
    path = folder(family) / file
    chosen = points or tuple(sorted(_web_points()))
    cut = _cached(f"{_key([path], repr(chosen))}.woff2", lambda: _subset(path, chosen))
    encoded = base64.b64encode(cut).decode("ascii")
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};'
        f"font-display:swap;src:url(data:font/woff2;base64,{encoded}) format('woff2')}}"
    )


def _subset(path: Path, points: tuple[int, ...]) -> bytes:
    from fontTools import subset

    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.desubroutinize = True
    options.recalc_timestamp = False
    # Devanagari cannot be read without its shaping rules; Latin needs few of its own.
    latin = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
    options.layout_features = ["*"] if "Devanagari" in path.name else latin
    options.drop_tables += ["meta"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    buffer = io.BytesIO()
    with subset.load_font(str(path), options, lazy=True) as font:
        subsetter.subset(font)
        subset.save_font(font, buffer, options)
    return buffer.getvalue()


def _key(paths: list[Path], purpose: str) -> str:
    digest = hashlib.sha256(f"2 {purpose}".encode())
    for path in paths:
        status = path.stat()
        digest.update(f"{path.name} {status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()[:32]


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "notebook-exporters"


def _cached(name: str, make: Callable[[], bytes]) -> bytes:
    """Return the bytes kept under `name`, or make and keep them; a full disk costs only time."""
    try:
        return (_cache_folder() / name).read_bytes()
    except OSError:
        made = make()
        _keep(name, made)
        return made


def _keep(name: str, content: bytes) -> None:
    # Written beside and moved into place, so that a parallel worker never reads half a file.
    try:
        _cache_folder().mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=_cache_folder(), delete=False) as handle:
            handle.write(content)
        Path(handle.name).replace(_cache_folder() / name)
        _forget_oldest()
    except OSError:
        return


def _forget_oldest() -> None:
    """Keep the cache small: reports with ever other characters each leave a cut."""
    kept = sorted(_cache_folder().iterdir(), key=lambda path: path.stat().st_mtime)
    for path in kept[:-MOST_KEPT]:
        path.unlink(missing_ok=True)
