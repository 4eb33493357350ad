"""Penjurian: a jury evaluation workflow system for award assessors. This file only wires the parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_login import LoginManager
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from evaluation import assets, cli, views
from evaluation.config import ROOT, settings
from evaluation.views import context, gate, language, navigation, problems
from evaluation.views.body import PageRequest
from evaluation.views.limits import limiter

CONTENT_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    # Bootstrap's stylesheet draws its arrows and ticks as data: images.
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """The application, with the environment's settings and, over them, `overrides`."""
    app = Flask(__name__, template_folder=str(ROOT / "templates"), instance_path=str(ROOT / "instance"))
    app.request_class = PageRequest
    app.config.update(settings())
    app.config.update(overrides or {})
    if app.config["HTTPS"]:
        # One proxy stands before us and speaks TLS: believe what it says of address and scheme.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    extensions(app)
    app.before_request(gate.check_access)
    app.teardown_appcontext(context.close_db)
    language.register(app)
    navigation.register(app)
    problems.register(app)
    views.register(app)
    cli.register(app)
    return app


def extensions(app: Flask) -> None:
    """Start the packages that the app stands on."""
    assets.register(app)
    Bootstrap5(app)
    CSRFProtect(app)
    Babel(app, locale_selector=context.locale)
    limiter.init_app(app)
    Talisman(
        app,
        force_https=app.config["HTTPS"],
        session_cookie_secure=app.config["HTTPS"],
        strict_transport_security=app.config["HTTPS"],
        content_security_policy=CONTENT_POLICY,
        referrer_policy="same-origin",
        permissions_policy={"camera": "()", "microphone": "()", "geolocation": "()"},
    )
    login = LoginManager(app)
    login.session_protection = None
    login.user_loader(context.load_signed_in)
