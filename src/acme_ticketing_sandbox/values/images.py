"""Pictures without a picture library: JPEG files of one grey, of any size.

A baseline JPEG codes blocks of 8 by 8 pixels. Here each block says of its mean, and of what else it
has, "as before": the shortest code, one bit. What is before the first block is the middle grey.
"""

from __future__ import annotations

import math
import struct
from functools import cache

SIZES = {"TN": 80, "PV": 150, "SN": 320, "HR": 640}

# A Huffman table with one code, of one bit.
_AS_BEFORE = bytes([1, *[0] * 15, 0])


@cache
def jpeg(side: int) -> bytes:
    """Return a square grey JPEG of so many pixels a side."""
    segments = (
        (0xDB, bytes([0, *[1] * 64])),
        (0xC0, struct.pack(">BHHBBBB", 8, side, side, 1, 1, 0x11, 0)),
        (0xC4, bytes([0x00]) + _AS_BEFORE),
        (0xC4, bytes([0x10]) + _AS_BEFORE),
        (0xDA, bytes([1, 1, 0, 0, 63, 0])),
    )
    header = b"".join(
        struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
        for marker, content in segments
    )
    blocks = ((side + 7) // 8) ** 2
    return b"\xff\xd8" + header + bytes(math.ceil(blocks * 2 / 8)) + b"\xff\xd9"
