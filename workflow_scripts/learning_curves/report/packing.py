"""Figures and tables packed into the page, and unpacked when a reader opens them."""

import base64
import gzip
import html
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

from learning_curves.columns import read_table
from learning_curves.figures.saving import LEFT_OUT
from learning_curves.vocabulary import Vocabulary

MOST_ROWS = 1000
RASTER = re.compile(rb'data:image/png;base64,([^"]*)')
# Facts about an SVG, as Matplotlib writes them.
FACTS = re.compile(r"<(title|dc:description)>(.*?)</", re.DOTALL)
# A PNG is shown this many times smaller than it is.
DOTS_A_PIXEL = 2
# Limit for all packed figures together; the largest ones beyond it stay next to the page.
MOST_BYTES = 4_000_000


class PackedTable(NamedTuple):
    """A table as packed CSV, its number of rows, and how many of them are packed."""

    packed: str
    rows: int
    shown: int


class FigureWords(NamedTuple):
    """What a figure shows, or the reason why it is left out; the other one is empty."""

    shows: str
    reason: str


def pack(content: bytes) -> str:
    """Compress bytes into text without markup."""
    return base64.b64encode(gzip.compress(content, mtime=0)).decode()


def pack_table(path: str | Path, vocabulary: Vocabulary) -> PackedTable:
    """Pack the first rows of a table, with numbers rounded to six digits."""
    table = read_table(path, vocabulary)
    shown = table.head(MOST_ROWS).rename(columns=vocabulary.names)
    text = shown.to_csv(index=False, float_format="{:.6g}".format)
    return PackedTable(pack(text.encode()), len(table), len(shown))


def describe_figure(path: Path) -> FigureWords:
    """Read what an SVG or PNG says about itself: what it shows, or why it shows nothing."""
    if path.suffix == ".png":
        with Image.open(path) as image:
            said = {str(name).lower(): str(text) for name, text in image.info.items()}
    else:
        found = FACTS.findall(path.read_text("utf-8"))
        said = {name.removeprefix("dc:"): html.unescape(text) for name, text in found}
    words = said.get("description", "")
    if said.get("title") == LEFT_OUT:
        return FigureWords("", words)
    return FigureWords(words or path.stem.replace("_", " "), "")


def pack_figures(paths: Iterable[Path]) -> dict[Path, str]:
    """Pack figures, the smallest first, while they fit into the page."""
    packed = {path: pack(RASTER.sub(_without_loss, _read_svg(path))) for path in paths}
    kept, size = {}, 0
    for path, content in sorted(packed.items(), key=lambda item: len(item[1])):
        size += len(content)
        if size > MOST_BYTES:
            break
        kept[path] = content
    return kept


def _read_svg(path: Path) -> bytes:
    """Read an SVG, or a PNG as the only image of one."""
    content = path.read_bytes()
    if path.suffix == ".svg":
        return content
    width, height = (side / DOTS_A_PIXEL for side in Image.open(path).size)
    address = f"data:image/png;base64,{base64.b64encode(content).decode()}"
    size = f'width="{width}" height="{height}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{address}"/></svg>'
    return svg.encode()


def _without_loss(raster: re.Match[bytes]) -> bytes:
    """Store an image inside a figure as WebP, pixel for pixel: half as large as PNG."""
    image, stored = Image.open(io.BytesIO(base64.b64decode(raster[1]))), io.BytesIO()
    image.save(stored, "WEBP", lossless=True, exact=True, quality=100)
    return b"data:image/webp;base64," + base64.b64encode(stored.getvalue())


def script_json(data: Any) -> str:
    """Return JSON that cannot end a script element, whatever names are in it."""
    return json.dumps(data, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
