"""The app-wide gate: a route without a declared access is closed, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from evaluation import assets
from evaluation.core.errors import Denied
from evaluation.core.messages import msg
from evaluation.permissions import route_allowed
from evaluation.views.context import actor
from evaluation.views.problems import problem_page, typed_texts

View = TypeVar("View", bound=Callable[..., object])

SIGNED_OUT = msg("You are not signed in any more, so this was not kept. Sign in and send it again.")


def access(*names: str) -> Callable[[View], View]:
    """Declare who may enter a view: "public", "signed-in", or role names."""

    def declare(view: View) -> View:
        view.access = frozenset(names)  # type: ignore[attr-defined]
        return view

    return declare


def declared_access(app: Flask, endpoint: str) -> frozenset[str]:
    """What the endpoint's view declares; empty (closed) when it declares nothing."""
    view = app.view_functions.get(endpoint)
    return getattr(view, "access", frozenset())


def check_access() -> Response | tuple[str, int] | None:
    """Run before every request: anonymous people go to the login, wrong roles get 403.

    Whoever typed something before the sign-in ended gets it back, to be copied.
    """
    if request.endpoint is None or request.endpoint in assets.ENDPOINTS:
        return None
    names = declared_access(current_app, request.endpoint)
    answer = route_allowed(actor(), names)
    if answer:
        return None
    if actor().account_id is None and names:
        if typed_texts():
            return problem_page(SIGNED_OUT, 401)
        target = request.full_path if request.method == "GET" else None
        return redirect(url_for("auth.login", next=target))
    raise Denied(answer.reason or msg("Your account has no right to open this page."))
