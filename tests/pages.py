"""A test browser: real HTTP through the app, cookies kept, forms posted as a person would send them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import TestResponse

# A page that is refused says this, and nothing else.
REFUSED = {
    "id": "Tindakan itu tidak berhasil {why} Ke halaman pertama",
    "en": "That did not work {why} To the first page",
}
NOT_THERE = {
    "id": "Halaman ini tidak ada, atau Anda tidak berhak melihatnya.",
    "en": "There is no such page, or it is not yours to see.",
}
NO_RIGHT = {
    "id": "Akun Anda tidak berhak membuka halaman ini.",
    "en": "Your account has no right to open this page.",
}

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Form:
    """A form as the page holds it: fields with their present values, buttons apart."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    file_fields: list[str] = field(default_factory=list)
    multipart: bool = False


class Page(HTMLParser):
    """A parsed page: title, headings, text, links, forms, ids."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.title = ""
        self.lang = ""
        self.ids: list[str] = []
        self.links: dict[str, str] = {}
        self.forms: list[Form] = []
        self.labels_for: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.problems: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self._stack: list[str] = []
        self._text: list[str] = []
        self._main: list[str] = []
        self._anchor: str | None = None
        self._anchor_text: list[str] = []
        self._heading: list[str] | None = None
        self._select: str | None = None
        self._option_chosen = False
        self._first_option: str | None = None
        self._textarea: tuple[str, list[str]] | None = None
        self.feed(html)

    @property
    def text(self) -> str:
        """All visible text with single spaces."""
        return re.sub(r"\s+", " ", " ".join(self._text)).strip()

    @property
    def main(self) -> str:
        """The visible text between the site's header and its foot, with single spaces."""
        return re.sub(r"\s+", " ", " ".join(self._main)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        if tag not in VOID:
            self._stack.append(tag)
        if tag == "html":
            self.lang = have.get("lang") or ""
        if have.get("id"):
            self.ids.append(str(have["id"]))
        if "style" in have or any(name.startswith("on") for name in have):
            self.problems.append(f"inline style or script on <{tag}>")
        if tag == "style" or (tag == "script" and "src" not in have):
            self.problems.append(f"inline <{tag}>")
        if tag == "img" and "alt" not in have:
            self.problems.append("image without alt")
        if tag == "a":
            self._anchor, self._anchor_text = have.get("href"), []
        if re.fullmatch("h[1-6]", tag):
            self._heading = []
        if tag == "label" and have.get("for"):
            self.labels_for.add(str(have["for"]))
        if tag == "form":
            self.forms.append(
                Form(
                    have.get("action") or "",
                    (have.get("method") or "get").lower(),
                    multipart=have.get("enctype") == "multipart/form-data",
                )
            )
        if tag in ("input", "select", "textarea", "button"):
            self._control(tag, have)
        if tag == "option" and self._select is not None:
            value = have.get("value") or ""
            if self._first_option is None:
                self._first_option = value
            if "selected" in have:
                self.forms[-1].fields.append((self._select, value))
                self._option_chosen = True

    def _control(self, tag: str, have: dict[str, str | None]) -> None:
        kind = have.get("type") or ("submit" if tag == "button" else "text")
        if kind not in ("hidden", "submit", "button"):
            self.controls.append({**have, "tag": tag})
        name = have.get("name")
        if not self.forms or not name or "disabled" in have:
            return
        form = self.forms[-1]
        if tag == "button" or kind == "submit":
            form.buttons.append((name, have.get("value") or ""))
        elif kind == "file":
            form.file_fields.append(name)
        elif kind in ("checkbox", "radio"):
            if "checked" in have:
                form.fields.append((name, have.get("value") or "on"))
        elif tag == "select":
            self._select, self._option_chosen, self._first_option = name, False, None
        elif tag == "textarea":
            self._textarea = (name, [])
        else:
            form.fields.append((name, have.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._stack or self._stack[-1] != tag:
            self.problems.append(f"</{tag}> closes <{self._stack[-1] if self._stack else 'nothing'}>")
            while self._stack and self._stack[-1] != tag:
                self._stack.pop()
        if self._stack:
            self._stack.pop()
        if tag == "a" and self._anchor:
            self.links.setdefault(re.sub(r"\s+", " ", "".join(self._anchor_text)).strip(), self._anchor)
            self._anchor = None
        if tag == "title":
            self.title = self.title.strip()
        if re.fullmatch("h[1-6]", tag) and self._heading is not None:
            self.headings.append((int(tag[1]), re.sub(r"\s+", " ", "".join(self._heading)).strip()))
            self._heading = None
        if tag == "select" and self._select is not None:
            if not self._option_chosen and self._first_option is not None:
                self.forms[-1].fields.append((self._select, self._first_option))
            self._select = None
        if tag == "textarea" and self._textarea is not None:
            name, parts = self._textarea
            self.forms[-1].fields.append((name, "".join(parts).replace("\r\n", "\n").removeprefix("\n")))
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._stack and self._stack[-1] == "title":
            self.title += data
        elif self._textarea is not None:
            self._textarea[1].append(data)
        else:
            self._text.append(data)
            if "main" in self._stack:
                self._main.append(data)
        if self._anchor is not None:
            self._anchor_text.append(data)
        if self._heading is not None:
            self._heading.append(data)

    def lint(self) -> list[str]:
        """What no page may have: broken nesting, doubled ids, unlabelled fields, forms without CSRF."""
        problems = list(self.problems)
        if not self.title.strip(" ·"):
            problems.append("no title")
        if self.lang not in ("id", "en"):
            problems.append("no language")
        if [level for level, _ in self.headings].count(1) != 1:
            problems.append(f"not exactly one h1: {self.headings}")
        doubled = {i for i in self.ids if self.ids.count(i) > 1}
        if doubled:
            problems.append(f"doubled ids: {sorted(doubled)}")
        for control in self.controls:
            named = (
                control.get("id") in self.labels_for
                or control.get("aria-label")
                or control.get("aria-labelledby")
            )
            if control["tag"] != "button" and not named:
                problems.append(f"field without a label: {control}")
        for form in self.forms:
            if form.method == "post" and "csrf_token" not in dict(form.fields):
                problems.append(f"form without CSRF token: {form.action}")
            if form.file_fields and not form.multipart:
                problems.append(f"file form without multipart: {form.action}")
        return problems


class PageClient:
    """Fetches and posts like a browser without scripts; every HTML page is linted on the way."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http = app.test_client()
        self.page: Page | None = None
        self.url = ""

    def get(self, url: str, status: int = 200, follow: bool = True) -> Page | TestResponse:
        """Fetch a page, following redirects, and expect `status`."""
        return self._finish(self.http.get(url, follow_redirects=follow), status)

    def submit(
        self,
        values: dict[str, Any] | None = None,
        *,
        form: int | str | None = None,
        button: tuple[str, str] | None = None,
        status: int = 200,
        files: dict[str, Any] | None = None,
        follow: bool = True,
    ) -> Page | TestResponse:
        """Fill in and post a form of the present page.

        `form` is part of its action, or its number; by default the first form in the page whose fields
        include every name in `values`. `values` replace what stands in the form; None drops a field.
        `files` maps field names to (stream, filename) pairs.
        """
        assert self.page is not None
        chosen = self._form(form, {**(values or {}), **(files or {})})
        data: dict[str, list[Any]] = {}
        for name, value in chosen.fields:
            data.setdefault(name, []).append(value)
        for name, value in (values or {}).items():
            data.pop(name, None)
            if value is not None:
                data[name] = list(value) if isinstance(value, (list, tuple)) else [str(value)]
        for name, stream in (files or {}).items():
            data[name] = stream if isinstance(stream, list) else [stream]
        if button:
            data[button[0]] = [button[1]]
        action = chosen.action or self.url
        headers = {"Referer": f"http://localhost{self.url}"}
        if chosen.method == "get":
            return self._finish(self.http.get(action, query_string=data, follow_redirects=follow), status)
        response = self.http.post(
            action,
            data=data,
            headers=headers,
            follow_redirects=follow,
            content_type="multipart/form-data" if chosen.multipart else None,
        )
        return self._finish(response, status)

    def post(
        self, url: str, values: dict[str, Any] | None = None, status: int = 200, **more: Any
    ) -> Page | TestResponse:
        """Post to an address that no form of the present page has, with a valid CSRF token."""
        data = {"csrf_token": self.csrf(), **(values or {})}
        return self._finish(self.http.post(url, data=data, follow_redirects=True, **more), status)

    def finds_nothing(self, *urls: str) -> None:
        """Each address reads as one that was never there, in the reader's language, and shows nothing."""
        for url in urls:
            self.get(url, status=404)
            self.was_refused(NOT_THERE)

    def may_not_open(self, *urls: str) -> None:
        """Each address says that the account has no right to it, and shows nothing."""
        for url in urls:
            self.get(url, status=403)
            self.was_refused(NO_RIGHT)

    def posts_to_nothing(self, url: str, values: dict[str, Any] | None = None) -> None:
        """What is sent to this address meets a page that was never there, with the text that was typed."""
        self.post(url, values, status=404)
        assert self.page is not None
        lang = self.page.lang
        told = REFUSED[lang].partition("{why}")[0] + NOT_THERE[lang]
        assert self.page.main.startswith(told), f"{self.url}: {self.page.main}"

    def was_refused(self, why: dict[str, str]) -> None:
        """The present page says why, in the reader's language, and nothing else."""
        assert self.page is not None
        told = REFUSED[self.page.lang].format(why=why[self.page.lang])
        assert self.page.main == told, f"{self.url}: {self.page.main}"

    def csrf(self) -> str:
        """A CSRF token of this browser's session: the one of the present page."""
        html = self.http.get("/login").text if self.page is None else self.page.html
        found = re.search(r'name="csrf_token" value="([^"]+)"', html)
        assert found, "the page has no CSRF token"
        return found[1]

    def sign_in(self, email: str, password: str = "kata sandi uji", language: str = "") -> PageClient:
        """Sign in through the login page, in this language when one is named."""
        if language:
            self.reads(language)
        else:
            self.get("/login")
        self.submit({"email": email, "password": password})
        assert self.url != "/login", f"could not sign in as {email}"
        return self

    def reads(self, language: str) -> PageClient:
        """Choose a language, as a visitor who has no account or has not signed in yet."""
        page = self.get("/login")
        if isinstance(page, Page) and page.lang != language:
            self.submit(form="/language", button=("locale", language))
        return self

    def sign_out(self) -> None:
        """Sign out with the header's button."""
        self.submit(form="/logout")

    def click(self, text: str) -> Page | TestResponse:
        """Follow the first link with this text."""
        assert self.page is not None
        assert text in self.page.links, f"no link {text!r} among {sorted(self.page.links)}"
        return self.get(self.page.links[text])

    def _form(self, form: int | str | None, names: dict[str, Any]) -> Form:
        assert self.page is not None
        if isinstance(form, int):
            return self.page.forms[form]
        for one in self.page.forms:
            known = (
                {name for name, _ in one.fields} | set(one.file_fields) | {name for name, _ in one.buttons}
            )
            if form is None and names and set(names) <= known:
                return one
            if isinstance(form, str) and form in one.action:
                return one
        raise AssertionError(f"no form {form or sorted(names)} on {self.url}: {self.page.forms}")

    def _finish(self, response: TestResponse, status: int) -> Page | TestResponse:
        self.url = urlsplit(response.request.url).path
        html = response.text if response.mimetype == "text/html" else None
        assert response.status_code == status, (
            f"{self.url}: {response.status_code}, not {status}: {_brief(html)}"
        )
        if html is None:
            return response
        policy = response.headers.get("Content-Security-Policy", "")
        assert "unsafe-inline" not in policy
        assert "default-src 'none'" in policy
        self.page = Page(html)
        problems = self.page.lint()
        assert not problems, f"{self.url}: {problems}"
        return self.page


def _brief(html: str | None) -> str:
    return "" if html is None else Page(html).text[:600]
