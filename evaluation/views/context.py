"""What a request stands on: its database connection, its actor, the moment, the language and the zone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from flask import current_app, g, session
from flask_babel import force_locale
from flask_login import UserMixin, current_user
from sqlite_utils import Database

from evaluation.actions.act import Act
from evaluation.core.people import PUBLIC, Actor
from evaluation.files import FileRoot
from evaluation.passwords import token_hash
from evaluation.store import accounts
from evaluation.store.ready import open_ready

LOCALES = ("id", "en")


class SignedIn(UserMixin):
    """A living sign-in, as Flask-Login keeps it: the cookie holds `token`, the store only its hash."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.token = token
        self.actor = actor

    def get_id(self) -> str:
        """What the session cookie carries."""
        return self.token


def load_signed_in(token: str) -> SignedIn | None:
    """Flask-Login's loader: the sign-in behind a session cookie, while it lives."""
    account_id = accounts.signed_in_account(db(), token_hash(token))
    known = None if account_id is None else accounts.actor_of(db(), account_id)
    return None if known is None else SignedIn(token, known)


def db() -> Database:
    """This request's connection."""
    if "db" not in g:
        g.db = open_ready(current_app.config["DATABASE"], current_app.config["CLOCK"])
    return cast(Database, g.db)


def close_db(_error: BaseException | None = None) -> None:
    """Close this request's connection."""
    connection = g.pop("db", None)
    if connection is not None:
        connection.conn.close()


def actor() -> Actor:
    """Who asks: the signed-in account, or the public."""
    return current_user.actor if current_user.is_authenticated else PUBLIC


def now() -> datetime:
    """The server's clock (aware, UTC)."""
    return cast(datetime, current_app.config["CLOCK"]())


def files() -> FileRoot:
    """The owner of the upload root."""
    config = current_app.config
    return FileRoot(config["FILES"], config["MAX_FILE_BYTES"], config["CLAMD"])


def act() -> Act:
    """What an action takes first."""
    return Act(db=db(), actor=actor(), now=now(), files=files())


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Speak this language meanwhile, whatever the visitor chose: papers come in either."""
    g.paper_locale = code
    try:
        with force_locale(code):
            yield
    finally:
        del g.paper_locale


def locale() -> str:
    """The language of this visitor: Indonesian unless they chose English."""
    chosen = g.get("paper_locale") or session.get("locale", LOCALES[0])
    return chosen if chosen in LOCALES else LOCALES[0]
