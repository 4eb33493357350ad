"""The plainest upload there is, for comparison: a Flask handler that writes the request to a file."""

from __future__ import annotations

import os

from flask import Flask, request

app = Flask(__name__)
CHUNK = 1024 * 1024


@app.get("/")
def here() -> str:
    """Say that the server is up."""
    return "up"


@app.post("/")
def upload() -> tuple[str, int]:
    """Write the body to a file."""
    with open(os.environ["PLAIN_FILE"], "wb") as target:
        while chunk := request.stream.read(CHUNK):
            target.write(chunk)
    return "", 204
