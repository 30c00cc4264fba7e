"""A PNG is unpacked only when it is as small as it says, and says so once."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from decision_aid.clinics import logos
from tests.clinics.test_logos import _what_other_libraries_do, refusal  # noqa: F401 - a fixture for all

WIDE, HIGH = 2500, 2500


SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def head(width: int, height: int) -> bytes:
    """One bit for each pixel, so that few bytes stand for a large picture."""
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))


def rows(width: int, height: int) -> bytes:
    return chunk(b"IDAT", zlib.compress(bytes((1 + (width + 7) // 8) * height), 9))


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it has this size."""
    return SIGNATURE + head(width, height) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND")


DISHONEST = {
    "a second head": head(10, 10) + head(WIDE, HIGH),
    "words before the head": chunk(b"tEXt", struct.pack(">II", 10, 10) + b"a\0b") + head(WIDE, HIGH),
    "a head of another length": chunk(b"IHDR", struct.pack(">IIBBBBBI", 10, 10, 1, 0, 0, 0, 0, 0))
    + head(WIDE, HIGH),
}


@pytest.mark.parametrize("heads", DISHONEST.values(), ids=DISHONEST)
def test_a_png_that_says_two_sizes_is_refused_before_anything_is_unpacked(heads):
    sent = SIGNATURE + heads + rows(WIDE, HIGH) + chunk(b"IEND")
    assert len(sent) < 3_000
    assert refusal(sent) == logos.DAMAGED


def test_a_head_behind_the_pixels_changes_nothing():
    sent = SIGNATURE + head(90, 30) + rows(90, 30) + head(WIDE, HIGH) + chunk(b"IEND")
    with suppress(ValidationError), Image.open(io.BytesIO(logos.take_in(sent).picture)) as image:
        assert image.size == (90, 30)


@pytest.mark.parametrize("size", [(1001, 10), (10, 401), (50_000, 50_000), (2**31, 2**31), (0, 10)])
def test_a_png_too_large_is_refused_before_anything_is_unpacked(size):
    assert "1000 by 400" in refusal(png_of(*size))
