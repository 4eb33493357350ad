"""The types of files that sections may take, as edition files name them, with their media types."""

from collections.abc import Mapping
from typing import Final

OPEN_XML: Final = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."

# evaluation/media.py tells by the content which media type a file has.
MEDIA_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "pdf": ("application/pdf",),
    "image": ("image/png", "image/jpeg", "image/webp", "image/tiff"),
    "text": ("application/msword", f"{OPEN_XML}wordprocessingml.document", f"{OPEN_DOCUMENT}text"),
    "spreadsheet": (
        "application/vnd.ms-excel",
        f"{OPEN_XML}spreadsheetml.sheet",
        f"{OPEN_DOCUMENT}spreadsheet",
    ),
    "presentation": (
        "application/vnd.ms-powerpoint",
        f"{OPEN_XML}presentationml.presentation",
        f"{OPEN_DOCUMENT}presentation",
    ),
}
FILE_TYPES: Final = tuple(MEDIA_TYPES)
