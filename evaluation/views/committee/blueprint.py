"""The committee's blueprint: the modules beside this one hang their pages on it."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("committee", __name__)
