"""The app's two icons, drawn from the shapes of the web page's icon: a staff with two notes on it."""

import math
import struct
import zlib
from collections.abc import Callable

COLOR = 192  #: pixels each way, as the app package wants them
OUTLINE = 32

_PAPER, _STAFF, _NOTES = (0x17, 0x69, 0x5A), (0xBF, 0xE3, 0xD8), (0xFF, 0xFF, 0xFF)
_MIDDLE = (32.0, 27.5)  #: of the drawing, whose unit is that of a picture 64 wide
_LINES = (20.0, 32.0, 44.0)
_HEADS = ((22.0, 44.0), (43.0, 32.0))
_STEMS = ((26.3, 14.0, 29.5, 43.0), (47.3, 9.0, 50.5, 31.0))
_TILT = math.radians(-18)

Distance = Callable[[float, float], float]


def color_icon() -> bytes:
    """PNG, 192 × 192: on a full ground, whose corners Teams rounds itself."""
    return _png(COLOR, 2.4, lambda staff, notes: (*_blend(_blend(_PAPER, _STAFF, staff), _NOTES, notes), 255))


def outline_icon() -> bytes:
    """PNG, 32 × 32: white alone, the rest is seen through."""
    return _png(OUTLINE, 0.6, lambda staff, notes: (255, 255, 255, round(255 * max(staff, notes))))


def _png(side: int, scale: float, paint: Callable[[float, float], tuple[int, ...]]) -> bytes:
    """`scale` is pixels a unit; `paint` gets how much of a pixel the staff and the notes cover."""
    rows = bytearray()
    for row in range(side):
        rows.append(0)  # no filter
        for column in range(side):
            x = (column + 0.5 - side / 2) / scale + _MIDDLE[0]
            y = (row + 0.5 - side / 2) / scale + _MIDDLE[1]
            rows += bytes(paint(_covered(_staff(x, y), scale), _covered(_notes(x, y), scale)))
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)  # 8 bits a channel, RGBA
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _covered(distance: float, scale: float) -> float:
    return min(1.0, max(0.0, 0.5 - distance * scale))


def _blend(under: tuple[int, ...], over: tuple[int, ...], share: float) -> tuple[int, ...]:
    return tuple(round(low + (high - low) * share) for low, high in zip(under, over, strict=True))


def _staff(x: float, y: float) -> float:
    """To the nearest line's edge, negative within it."""
    across = max(10.0 - x, x - 54.0, 0.0)
    return min(math.hypot(across, y - line) for line in _LINES) - 1.25


def _notes(x: float, y: float) -> float:
    return min(*(_head(x - cx, y - cy) for cx, cy in _HEADS), *(_stem(x, y, *corners) for corners in _STEMS))


def _head(x: float, y: float) -> float:
    """About the distance to an ellipse of 7 × 5.4."""
    along, over = x * math.cos(_TILT) + y * math.sin(_TILT), y * math.cos(_TILT) - x * math.sin(_TILT)
    return (math.hypot(along / 7.0, over / 5.4) - 1.0) * 5.4


def _stem(x: float, y: float, left: float, top: float, right: float, bottom: float) -> float:
    dx, dy = max(left - x, x - right), max(top - y, y - bottom)
    return math.hypot(max(dx, 0.0), max(dy, 0.0)) + min(max(dx, dy), 0.0)
