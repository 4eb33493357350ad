"""Photographs as they are kept: looked into, turned upright, and without what the camera adds.

A phone writes into its pictures where it is, and whose it is. Of that only the time stays (docs/adr/0043).
"""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from typing import BinaryIO, Final

from PIL import Image, ImageOps

from evaluation.core.errors import Refused
from evaluation.core.messages import msg
from evaluation.media import recognise

MOST_PIXELS: Final = 100_000_000
LONGEST_SIDE: Final = 2560
QUALITY: Final = 85
# Where EXIF keeps the moment of the exposure.
EXIF_BLOCK, TAKEN = 0x8769, 0x9003
NO_PHOTOGRAPH = msg("This is no photograph that can be read: send PNG, JPEG, WebP or TIFF.")


@dataclass(frozen=True, slots=True)
class Photograph:
    """A JPEG without metadata, and when the camera says that it was taken ("2022-01-20 09:41:00")."""

    data: bytes
    taken_at: str | None


def photograph(stream: BinaryIO, most_bytes: int) -> Photograph:
    """Read a photograph. Refused for anything else by its content, for a broken one, and for a giant."""
    data = stream.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise Refused(msg("The photograph is too large: send a smaller one."))
    if not data or not recognise(io.BytesIO(data)).media_type.startswith("image/"):
        raise Refused(NO_PHOTOGRAPH)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _read(data)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as unreadable:
        raise Refused(NO_PHOTOGRAPH) from unreadable


def _read(data: bytes) -> Photograph:
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP", "TIFF")) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        taken = _taken(opened)
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new picture with the same pixels carries nothing else.
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    kept = io.BytesIO()
    plain.save(kept, "JPEG", quality=QUALITY)
    return Photograph(kept.getvalue(), taken)


def _taken(opened: Image.Image) -> str | None:
    text = str(opened.getexif().get_ifd(EXIF_BLOCK).get(TAKEN) or "")
    found = re.fullmatch(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)", text.strip("\0 "))
    return f"{found[1]}-{found[2]}-{found[3]} {found[4]}" if found else None
