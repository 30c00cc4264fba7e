"""Colours that can be read: contrast as WCAG 2.2 measures it, and the nearest shade that has enough.

Hides the arithmetic of 1.4.3 (relative luminance). Promises that ``nearest`` keeps the hue and moves
no further than it must. The grounds are those of static/css/aid.css; a test compares them.
"""

from __future__ import annotations

import colorsys
import re
from functools import lru_cache

ENOUGH = 4.5
PAPER, WASH = "#ffffff", "#f3f6f6"
"""White, and the ground of a chosen answer."""
DARK_PAPER, DARK_WASH = "#14191a", "#1c2425"
OURS = "#1f5f6b"
"""The aid's own accent."""
HEX = re.compile(r"#[0-9a-f]{6}")


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white). Colours are written #rrggbb."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, *, on: tuple[str, ...] = (PAPER, WASH)) -> bool:
    return all(contrast(colour, ground) >= ENOUGH for ground in on)


@lru_cache(maxsize=4096)
def nearest(colour: str, *, on: tuple[str, ...] = (PAPER, WASH)) -> str:
    """The colour itself if it can be read, else the first shade of its hue that can."""
    if readable(colour, on=on):
        return colour
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(colour))
    towards_black = _luminance(on[0]) > 0.18
    end = 0.0 if towards_black else 1.0
    for step in range(1, 257):
        shade = _written(colorsys.hls_to_rgb(hue, light + (end - light) * step / 256, saturation))
        if readable(shade, on=on):
            return shade
    raise AssertionError("black or white can always be read")


def _written(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(one * 255):02x}" for one in channels)


def in_the_dark(colour: str) -> str:
    """The shade of an accent for people who read light on dark."""
    return nearest(colour, on=(DARK_PAPER, DARK_WASH))
