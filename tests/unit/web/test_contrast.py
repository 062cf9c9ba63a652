"""The page's colours, light and dark, read well: WCAG 2.2 AA, 4.5 for text and 3 for bars and the focus ring."""

import re

import pytest

from adapters.web import server

SCHEMES = [
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", block))
    for block in re.findall(r":root \{(.*?)\}", (server.STATIC / "workspace.css").read_text("utf-8"), re.DOTALL)
]
TEXT = """ink/paper ink/surface ink/side ink/side-on ink/soft ink/private quiet/paper quiet/surface quiet/side
quiet/side-on quiet/soft quiet/private accent-on/accent accent-on/accent-hover accent/surface accent/side-on accent/soft
private-ink/private danger/surface danger/paper danger-on/danger paper/ink""".split()
SHAPES = "bar/soft bar/surface focus/paper focus/surface focus/side".split()


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it, 0–1."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_known_contrast() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("colours", SCHEMES, ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (SHAPES, 3.0)], ids=["text", "shapes"])
def test_colours_stand_out_from_what_is_behind_them(colours: dict[str, str], pairs: list[str], least: float) -> None:
    found = {pair: contrast(*(colours[name] for name in pair.split("/"))) for pair in pairs}

    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least} == {}
