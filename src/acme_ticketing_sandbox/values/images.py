"""Pictures without a picture library: JPEG files of one grey, of any size.

A baseline JPEG codes blocks of 8 by 8 pixels. When all pixels are alike, the first block says
how light it is, and every other block says "as before".
"""

from __future__ import annotations

import struct
from functools import cache

SIZES = {"TN": 80, "PV": 150, "SN": 320, "HR": 640}

# The Huffman tables. A block's mean differs from that of the block before by a number of 0 to 8
# bits: nine codes of four bits, each the number itself. What else a block has is nothing: code 0.
_MEAN_CODES = bytes([0, 0, 0, 9, *[0] * 12, *range(9)])
_OTHER_CODES = bytes([1, *[0] * 15, 0])
_AS_BEFORE = "0000" + "0"
# A block's first coefficient is eight times its mean; divided by this it is the mean.
_QUANTIZER = 8


@cache
def jpeg(side: int, lightness: int) -> bytes:
    """Return a square grey JPEG of so many pixels a side, from 0 (black) to 255 (white)."""
    segments = (
        (0xDB, bytes([0]) + bytes([_QUANTIZER]) * 64),
        (0xC0, struct.pack(">BHHBBBB", 8, side, side, 1, 1, 0x11, 0)),
        (0xC4, bytes([0x00]) + _MEAN_CODES),
        (0xC4, bytes([0x10]) + _OTHER_CODES),
        (0xDA, bytes([1, 1, 0, 0, 63, 0])),
    )
    header = b"".join(
        struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
        for marker, content in segments
    )
    blocks = ((side + 7) // 8) ** 2
    bits = _first_block(lightness - 128) + _AS_BEFORE * (blocks - 1)
    bits += "1" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")
    return b"\xff\xd8" + header + data + b"\xff\xd9"


def _first_block(mean: int) -> str:
    width = abs(mean).bit_length()
    if width == 0:
        return _AS_BEFORE
    # A negative number is written as its distance from the lowest of its width.
    magnitude = mean if mean > 0 else mean + (1 << width) - 1
    return format(width, "04b") + format(magnitude, f"0{width}b") + "0"
