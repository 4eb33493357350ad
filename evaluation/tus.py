"""The words of the tus 1.0 protocol for resumable uploads: versions, headers, and what can go wrong.

It is described at https://tus.io/protocols/resumable-upload. Nothing here reads a request or a file.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

from evaluation.core.errors import UserError
from evaluation.core.messages import msg

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,checksum,expiration,termination"
ALGORITHMS: Final = ("sha1", "sha256", "md5")
CONTENT_TYPE: Final = "application/offset+octet-stream"
LONGEST_METADATA: Final = 4000
NUMBER = re.compile(r"[0-9]{1,15}")


class BadHeader(UserError):
    """A header is missing, or can't be read."""


class WrongVersion(UserError):
    """Another version of the protocol."""


class WrongOffset(UserError):
    """The sender is somewhere else than the server: it asks where to go on."""


class WrongChecksum(UserError):
    """What came is not what was sent: the sender sends it again."""


class TooLarge(UserError):
    """More than may be sent, or than was announced."""


class Gone(UserError):
    """The upload's time is over."""


class Busy(UserError):
    """Another request is writing to this upload right now."""


class LineBroke(UserError):
    """The request ended early; what came until then is kept."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """What one request's bytes must add up to."""

    algorithm: str
    digest: bytes


def whole_number(header: str | None, name: str) -> int:
    """A header that is a whole number from 0 on. BadHeader, naming it, when it isn't."""
    if header is None or not NUMBER.fullmatch(header):
        raise BadHeader(msg("The header %(name)s must be a whole number.", name=name))
    return int(header)


def metadata(header: str | None) -> dict[str, str]:
    """Upload-Metadata: keys with base64 values, parted by commas. BadHeader when it can't be read."""
    found: dict[str, str] = {}
    if header is not None and len(header) > LONGEST_METADATA:
        raise BadHeader(msg("The header %(name)s is too long.", name="Upload-Metadata"))
    for pair in (header or "").split(","):
        key, _, value = pair.strip().partition(" ")
        if not key and not value:
            continue
        try:
            found[key] = base64.b64decode(value.strip(), validate=True).decode()
        except (binascii.Error, ValueError) as error:
            raise BadHeader(msg("The header %(name)s can't be read.", name="Upload-Metadata")) from error
    return found


def checksum(header: str | None) -> Checksum | None:
    """Upload-Checksum: an algorithm and a base64 digest. BadHeader for another algorithm or no digest."""
    if header is None:
        return None
    algorithm, _, value = header.strip().partition(" ")
    if algorithm not in ALGORITHMS:
        raise BadHeader(msg("The checksum must be one of %(algorithms)s.", algorithms=", ".join(ALGORITHMS)))
    try:
        return Checksum(algorithm, base64.b64decode(value.strip(), validate=True))
    except (binascii.Error, ValueError) as error:
        raise BadHeader(msg("The header %(name)s can't be read.", name="Upload-Checksum")) from error
