"""Rate limits: the whole app's limiter, and the limits that several pages share."""

from __future__ import annotations

from flask import request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from evaluation.views.context import actor

limiter = Limiter(get_remote_address)

LOGIN_PER_ADDRESS = "30 per minute"
LOGIN_PER_ACCOUNT = "5 per minute; 30 per hour"
CHECKS_PER_ADDRESS = "30 per minute"
INVITATIONS_PER_ACCOUNT = "30 per hour"

# Whoever asks for links by mail, for others perhaps.
LINK_PER_ADDRESS = "20 per hour"
LINK_PER_ACCOUNT = "3 per hour"


def typed_email() -> str:
    """The account that a login form names: throttled whatever machine the tries come from."""
    return "email:" + request.form.get("email", "").strip().lower()


def signed_in_account() -> str:
    """The signed-in account: throttled whatever browser the tries come from."""
    return f"account:{actor().account_id}"
