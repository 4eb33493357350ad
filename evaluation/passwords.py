"""Passwords and tokens: how they are made and compared. The store keeps hashes only."""

from __future__ import annotations

import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# argon2id with the package's own parameters (RFC 9106, low memory).
HASHER = PasswordHasher()

# What an unknown account's password is compared with, so that the answer takes as long as for a known one.
_NOBODY: dict[PasswordHasher, str] = {}


def hashed(password: str) -> str:
    """The argon2id hash of a password."""
    return HASHER.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password belongs to the hash. Without a hash it takes as long, and is False."""
    try:
        return HASHER.verify(password_hash or _nobody(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(password_hash)


def new_token() -> str:
    """A random token that nobody can guess (256 bits), fit for an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """The hash under which the store knows a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _nobody() -> str:
    if HASHER not in _NOBODY:
        _NOBODY[HASHER] = HASHER.hash(secrets.token_urlsafe(16))
    return _NOBODY[HASHER]
