"""Settings, read from the environment once at start."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from evaluation.demo.accounts import DEMO_ACCOUNTS
from evaluation.smtp import MailServer, server_of

ROOT = Path(__file__).parent.parent
MEGABYTE = 1024 * 1024


def settings(environ: dict[str, str] | None = None) -> dict[str, Any]:
    """The settings for `create_app`.

    PENJURIAN_DATABASE, PENJURIAN_FILES: where data and uploads rest (default under instance/).
    PENJURIAN_SECRET_KEY: signs cookies; made on first run in instance/secret.key (mode 0600) when unset.
    PENJURIAN_MAX_FILE_MB: largest upload, in megabytes (default 50). PENJURIAN_HTTPS=1 behind a TLS proxy.
    PENJURIAN_UNFINISHED_MB: what the uploads of an entry that no form has used yet may take together.
    PENJURIAN_SMTP_URL, PENJURIAN_MAIL_FROM: the mail server and the sender; without them no mail is sent.
    PENJURIAN_URL: the address of these pages in links that people get.
    PENJURIAN_DEMO=1 shows the demonstration accounts on the login page.
    """
    env = os.environ if environ is None else environ
    instance = ROOT / "instance"
    max_file = int(env.get("PENJURIAN_MAX_FILE_MB", "50")) * MEGABYTE
    demo = env.get("PENJURIAN_DEMO", "") == "1"
    https = env.get("PENJURIAN_HTTPS", "") == "1"
    return {
        "DATABASE": Path(env.get("PENJURIAN_DATABASE") or instance / "penjurian.db"),
        "FILES": Path(env.get("PENJURIAN_FILES") or instance / "files"),
        "SECRET_KEY": env.get("PENJURIAN_SECRET_KEY") or secret_key(instance / "secret.key"),
        "MAX_FILE_BYTES": max_file,
        # One form may carry a file and its fields.
        "MAX_CONTENT_LENGTH": max_file + 2 * MEGABYTE,
        "UPLOAD_GRACE": timedelta(minutes=int(env.get("PENJURIAN_UPLOAD_GRACE_MINUTES", "15"))),
        "UNFINISHED_BYTES": unfinished(env, max_file),
        "CLAMD": scanner_address(env.get("PENJURIAN_CLAMD", "")),
        "MAX_FORM_MEMORY_SIZE": 6 * MEGABYTE,
        # The people of a demonstration are made up: nobody writes to them.
        "SMTP": None if demo else mail_server(env),
        "URL": env.get("PENJURIAN_URL") or "http://127.0.0.1:8000",
        "DEMO": demo,
        "DEMO_ACCOUNTS": DEMO_ACCOUNTS if demo else (),
        "HTTPS": https,
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "penjurian",
        "WTF_CSRF_TIME_LIMIT": None,
        "BOOTSTRAP_SERVE_LOCAL": True,
        "BABEL_DEFAULT_LOCALE": "id",
        "BABEL_TRANSLATION_DIRECTORIES": str(Path(__file__).parent / "translations"),
        "RATELIMIT_STORAGE_URI": "memory://",
        "RATELIMIT_ENABLED": True,
        "CLOCK": lambda: datetime.now(UTC),
    }


def unfinished(env: Mapping[str, str], max_file: int) -> int:
    """PENJURIAN_UNFINISHED_MB in bytes: room for twenty of the largest files when unset, for one at least."""
    text = env.get("PENJURIAN_UNFINISHED_MB", "")
    return max(int(text) * MEGABYTE, max_file) if text else 20 * max_file


def mail_server(env: Mapping[str, str]) -> MailServer | None:
    """The mail server that is set, if any. A setting that can't be used ends the program, with the reason."""
    try:
        return server_of(env.get("PENJURIAN_SMTP_URL", ""), env.get("PENJURIAN_MAIL_FROM", ""))
    except ValueError as problem:
        raise SystemExit(str(problem)) from problem


def scanner_address(text: str) -> str:
    """PENJURIAN_CLAMD as it was written. ValueError when it is neither empty, unix:/path nor host:port."""
    host, _, port = text.rpartition(":")
    if not text or text.startswith("unix:/") or (host and port.isdecimal()):
        return text
    raise ValueError(f"PENJURIAN_CLAMD must be unix:/path or host:port, not {text!r}")


def secret_key(path: Path) -> str:
    """The key that signs cookies: read from `path`, made on the first run, for its owner's eyes only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(handle, "w", encoding="ascii") as key:
            key.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()
