"""Signing in and out, the language, one's own account, and the links by which people set a password."""

from __future__ import annotations

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, session, url_for
from flask_limiter import RateLimitExceeded
from flask_login import current_user, login_user
from werkzeug.wrappers import Response

from evaluation.actions import mail, sign_ins
from evaluation.core.errors import Invalid, Refused
from evaluation.core.messages import msg
from evaluation.core.people import Role
from evaluation.forms.accounts import ChangePasswordForm, LoginForm, NewPasswordForm, WayInForm
from evaluation.passwords import token_hash
from evaluation.store import accounts, entries
from evaluation.views.context import LOCALES, act, actor, db, load_signed_in
from evaluation.views.gate import access
from evaluation.views.invitations import never_kept
from evaluation.views.language import say
from evaluation.views.limits import (
    LINK_PER_ACCOUNT,
    LINK_PER_ADDRESS,
    LOGIN_PER_ACCOUNT,
    LOGIN_PER_ADDRESS,
    limiter,
    signed_in_account,
    typed_email,
)
from evaluation.views.own_path import own_path
from evaluation.views.problems import HTTP_WORDS, problem_page

pages = Blueprint("auth", __name__)

# Whoever has several roles begins with the first of these.
WORK = {
    Role.COMMITTEE: "committee.overview",
    Role.ASSESSOR: "assessor.desk",
    Role.CANDIDATE: "candidate.entries",
    Role.ADMINISTRATOR: "admin.editions",
    Role.AUDITOR: "auditor.overview",
}

Answer = Response | str | tuple[str, int]


def failed(response: Response) -> bool:
    """Whether a try is to be counted: one that worked redirects."""
    return response.status_code != 303


# --- in and out ----------------------------------------------------------------------------------


@pages.get("/login")
@access("public")
def login() -> Answer:
    """The login form; who is signed in already goes on."""
    if actor().account_id is not None:
        return redirect(own_path(request.args.get("next")) or first_page())
    form = LoginForm(formdata=None, next=own_path(request.args.get("next")) or "")
    return login_page(form)


@pages.post("/login")
@access("public")
@limiter.limit(LOGIN_PER_ADDRESS)
@limiter.limit(LOGIN_PER_ACCOUNT, key_func=typed_email, deduct_when=failed)
def log_in() -> Answer:
    """Sign in; tries are throttled by address and by account."""
    form = LoginForm()
    if not form.validate_on_submit():
        return login_page(form, 422)
    try:
        token = sign_ins.sign_in(act(), form.email.data, form.password.data)
    except Invalid as problem:
        form.show(problem)
        return login_page(form, 422)
    begin_session(token)
    return redirect(own_path(form.next.data) or first_page(), code=303)


@pages.errorhandler(RateLimitExceeded)
def throttled(_error: RateLimitExceeded) -> Answer:
    """Too many tries: what was typed stays, but for the password."""
    pages_of = {"auth.log_in": (LoginForm, login_page), "auth.ask_way_in": (WayInForm, forgot_page)}
    if request.endpoint not in pages_of:
        return problem_page(HTTP_WORDS[429], 429)
    kind, page = pages_of[request.endpoint]
    form = kind()
    form.form_errors = [HTTP_WORDS[429]]
    return page(form, 429)


def login_page(form: LoginForm, status: int = 200) -> tuple[str, int]:
    """The login page."""
    return render_template("auth/login.html", form=form), status


def begin_session(token: str) -> None:
    """Let this browser hold the sign-in, and end the one that it held before, whoever's that was."""
    if actor().account_id is not None:
        sign_ins.sign_out(act(), current_user.token)
    forget_session()
    login_user(load_signed_in(token))


def forget_session() -> None:
    """Empty this browser's session, but for the language."""
    chosen = session.get("locale")
    session.clear()
    if chosen in LOCALES:
        session["locale"] = chosen


def first_page() -> str:
    """The page of the visitor's own work; one's account for whoever has none yet."""
    mine = [endpoint for role, endpoint in WORK.items() if role in actor().roles]
    return url_for(mine[0] if mine else "auth.account")


@pages.post("/logout")
@access("signed-in")
def logout() -> Answer:
    """End this browser's sign-in."""
    sign_ins.sign_out(act(), current_user.token)
    forget_session()
    flash(say(msg("You are signed out.")), "success")
    return redirect(url_for("auth.login"), code=303)


@pages.post("/language")
@access("public")
def language() -> Answer:
    """Choose the language, and stay on the page."""
    chosen = request.form.get("locale")
    if chosen in LOCALES:
        session["locale"] = chosen
    return redirect(own_path(request.form.get("next")) or url_for("public.results"), code=303)


# --- one's own account ---------------------------------------------------------------------------


@pages.get("/account")
@access("signed-in")
def account() -> Answer:
    """One's own account."""
    return account_page(ChangePasswordForm(formdata=None))


def account_page(form: ChangePasswordForm, status: int = 200) -> tuple[str, int]:
    """Who one is, what one may, and the password form."""
    account_id = actor().account_id
    assert account_id is not None
    return render_template(
        "auth/account.html",
        form=form,
        grants=accounts.grants_of(db(), account_id),
        seats=accounts.seats_of(db(), account_id),
        entries=entries.of_account(db(), account_id),
        sign_ins=accounts.living_sign_ins(db(), account_id),
        this_one=token_hash(current_user.token),
    ), status


@pages.post("/account/password")
@access("signed-in")
@limiter.limit(LOGIN_PER_ACCOUNT, key_func=signed_in_account, deduct_when=failed)
def change_password() -> Answer:
    """Change the password; every other device is signed out."""
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return account_page(form, 422)
    try:
        token = sign_ins.change_password(act(), form.old.data, form.new.data)
    except Invalid as problem:
        form.show(problem)
        return account_page(form, 422)
    begin_session(token)
    flash(say(msg("Your password is changed. Every other device is signed out.")), "success")
    return redirect(url_for("auth.account"), code=303)


@pages.post("/account/sign-out-everywhere")
@access("signed-in")
def sign_out_everywhere() -> Answer:
    """End every sign-in, this one too."""
    sign_ins.sign_out_everywhere(act())
    forget_session()
    flash(say(msg("You are signed out on every device.")), "success")
    return redirect(url_for("auth.login"), code=303)


# --- links and forgotten passwords ---------------------------------------------------------------


@pages.get("/link/<token>")
@access("public")
def link(token: str) -> Answer:
    """The form behind a one-time link."""
    return link_page(token, NewPasswordForm(formdata=None))


@pages.post("/link/<token>")
@access("public")
def use_link(token: str) -> Answer:
    """Set the password through a one-time link, and sign in."""
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return link_page(token, form, 422)
    try:
        sign_in = sign_ins.use_link(act(), token, form.new.data)
    except Invalid as problem:
        form.show(problem)
        return link_page(token, form, 422)
    except Refused as gone:
        return gone_page(gone)
    begin_session(sign_in)
    flash(say(msg("Your password is set, and you are signed in.")), "success")
    return redirect(first_page(), code=303)


def link_page(token: str, form: NewPasswordForm, status: int = 200) -> Answer:
    """The form behind a link; looking at it does not use the link up."""
    try:
        found = sign_ins.link_of(act(), token)
    except Refused as gone:
        return gone_page(gone)
    return never_kept(render_template("auth/link.html", form=form, link=found), status)


def gone_page(gone: Refused) -> tuple[str, int]:
    """Used, expired, replaced and unknown links read the same."""
    return render_template("auth/gone.html", message=gone.message), 410


@pages.get("/forgot")
@access("public")
def forgot() -> Answer:
    """What to do without a password: a form where mail can be sent, else who can help."""
    return forgot_page(WayInForm(formdata=None))


@pages.post("/forgot")
@access("public")
@limiter.limit(LINK_PER_ADDRESS)
@limiter.limit(LINK_PER_ACCOUNT, key_func=typed_email)
def ask_way_in() -> Answer:
    """Have a link sent; the answer is the same for known and for unknown addresses."""
    form = WayInForm()
    if current_app.config["SMTP"] is None:
        return forgot_page(form, 409)
    if not form.validate_on_submit():
        return forgot_page(form, 422)
    try:
        mail.ask_way_in(act(), form.email.data)
    except Invalid as problem:
        form.show(problem)
        return forgot_page(form, 422)
    flash(say(msg("If this address has an account, a link is on its way to it.")), "success")
    return redirect(url_for("auth.login"), code=303)


def forgot_page(form: WayInForm, status: int = 200) -> tuple[str, int]:
    """The form, or without a mail server what to do instead."""
    shown = form if current_app.config["SMTP"] else None
    return render_template("auth/forgot.html", form=shown), status


def register(app: Flask) -> None:
    """Attach these pages."""
    app.register_blueprint(pages)
