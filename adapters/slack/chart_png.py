"""A chart as a PNG, for workspaces that refuse Slack's own."""

import io
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

from PIL import Image, ImageDraw, ImageFont

from adapters.slack.charts import MAX_NAME
from adapters.slack.escape import shown
from bot.messages.lengths import one_line
from bot.messages.view import Bar, Chart

#: In pixels, twice what is meant: Slack shows pictures of this width at half of it on fine screens.
_WIDTH = 1200
_MARGIN = 48
_ROW = 64
_BAR = 34
_GAP = 24
_TITLE = 36
_TEXT = 30
_LEAST_TRACK = 360  #: of the longest bar possible

_PAPER, _INK, _QUIET, _TRACK, _FULL = "#ffffff", "#1d1c1d", "#4a4d52", "#e6ebe9", "#17695a"
_NOWHERE = "\U0010fffe"  #: no font has it: it is drawn as every character is that the font does not have
_SEMIBOLD = b"SemiBold"


def png(chart: Chart) -> bytes:
    """Bars with their labels at the left and their shares at the right, on a light ground.

    The font, Noto Sans, has Latin, Greek, Cyrillic and Devanagari. For a label in another script its number stands
    there, in the order of the sheet: the message beneath which the picture stands has the label itself.
    """
    labels = [drawable(one_line(shown(bar.label), MAX_NAME), f"{i}.") for i, bar in enumerate(chart.bars, start=1)]
    notes = [drawable(shown(bar.note), "") or str(bar.value) for bar in chart.bars]
    title, bold = drawable(shown(chart.title), ""), _font(_TITLE, bold=True)
    label_room, note_room = _widest(labels, _font(_TEXT)), _widest(notes, _font(_TEXT))
    width = max(_WIDTH - 2 * _MARGIN, _widest([title], bold))
    track = max(_LEAST_TRACK, width - label_room - note_room - 2 * _GAP)
    left = _MARGIN + label_room + _GAP
    top = _MARGIN + 2 * _TITLE
    picture = Image.new(
        "RGB", (left + track + _GAP + note_room + _MARGIN, top + _ROW * len(chart.bars) + _MARGIN - _GAP), _PAPER
    )
    pen = ImageDraw.Draw(picture)
    pen.text((_MARGIN, _MARGIN + _TITLE // 2), title, _INK, bold, "lm")
    for i, (bar, label, note) in enumerate(zip(chart.bars, labels, notes, strict=True)):
        middle = top + _ROW * i + _BAR // 2
        pen.text((_MARGIN + label_room, middle), label, _INK, _font(_TEXT), "rm")
        _draw_bar(pen, bar, chart.most, (left, middle, track))
        pen.text((left + track + _GAP, middle), note, _QUIET, _font(_TEXT), "lm")
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def drawable(text: str, instead: str) -> str:
    """The text without the signs that the font does not have; `instead` where one of those is a letter or a digit."""
    composed = unicodedata.normalize("NFC", text)
    lacking = {sign for sign in composed if not _has(sign)}
    if any(unicodedata.category(sign)[0] in "LN" for sign in lacking):
        return instead
    return " ".join("".join(sign for sign in composed if sign not in lacking).split())


def _draw_bar(pen: ImageDraw.ImageDraw, bar: Bar, most: int, where: tuple[int, int, int]) -> None:
    left, middle, track = where
    top, bottom = middle - _BAR // 2, middle + _BAR // 2
    pen.rounded_rectangle((left, top, left + track, bottom), _BAR // 4, _TRACK)
    full = round(track * min(1.0, bar.value / most)) if most else 0
    if full:
        pen.rounded_rectangle((left, top, left + max(full, _BAR // 2), bottom), _BAR // 4, _FULL)


def _widest(texts: Sequence[str], font: ImageFont.FreeTypeFont) -> int:
    return round(max((font.getlength(text) for text in texts), default=0))


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    with as_file(files("fontpkg_noto_sans") / "files" / "NotoSans[wdth,wght].ttf") as file:
        font = ImageFont.truetype(io.BytesIO(file.read_bytes()), size)
    if bold:
        font.set_variation_by_name(_SEMIBOLD)
    return font


@cache
def _has(sign: str) -> bool:
    return sign.isspace() or _drawn(sign) != _drawn(_NOWHERE)


def _drawn(sign: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(_TEXT).getmask(sign)
    return mask.size, bytes(mask)
