"""The blueprint on which the administrator's pages hang."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

pages = Blueprint("admin", __name__)

Answer = Response | str | tuple[str, int]
