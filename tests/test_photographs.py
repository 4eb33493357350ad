"""Photographs: content checked, turned upright, and nothing of the camera kept but its time."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from evaluation import photographs
from evaluation.core.errors import Refused
from evaluation.photographs import photograph

MB = 1024 * 1024


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), *, located: bool = False) -> bytes:
    """A red picture; `located`: as a phone writes it, lying on its side."""
    image, out = Image.new("RGB", size, "red"), io.BytesIO()
    exif = Image.Exif()
    if located:
        exif[0x0112] = 6
        exif[0x010F] = "Ponsel Ibu Sari"
        exif.get_ifd(0x8769)[0x9003] = "2022:01:20 09:41:07"
        exif.get_ifd(0x8825)[1] = "S"
        exif.get_ifd(0x8825)[2] = (7.0, 28.0, 12.0)
    image.save(out, kind, exif=exif)
    return out.getvalue()


def test_where_a_picture_was_taken_is_not_kept_and_when_is() -> None:
    sent = picture(located=True)
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)
    kept = photograph(io.BytesIO(sent), MB)
    image = Image.open(io.BytesIO(kept.data))
    assert (image.format, dict(image.getexif()), kept.taken_at) == ("JPEG", {}, "2022-01-20 09:41:07")
    assert b"Ponsel" not in kept.data
    # Turned upright.
    assert image.size == (40, 60)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "JPEG"])
def test_every_kind_of_picture_becomes_a_jpeg(kind: str) -> None:
    kept = photograph(io.BytesIO(picture(kind)), MB)
    assert (Image.open(io.BytesIO(kept.data)).format, kept.taken_at) == ("JPEG", None)


def test_a_large_picture_is_made_smaller() -> None:
    kept = photograph(io.BytesIO(picture(size=(5120, 2560))), 50 * MB)
    assert Image.open(io.BytesIO(kept.data)).size == (2560, 1280)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.4\n1 0 obj\n",
        b"<html>",
        picture()[:200],
        b"\xff\xd8\xff" + b"x" * 100,
        b"GIF89a" + b"\0" * 50,
    ],
)
def test_whatever_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        photograph(io.BytesIO(content), MB)


def test_a_giant_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="too large"):
        photograph(io.BytesIO(picture()), 100)
    monkeypatch.setattr(photographs, "MOST_PIXELS", 1000)
    with pytest.raises(Refused, match="no photograph"):
        photograph(io.BytesIO(picture()), MB)
