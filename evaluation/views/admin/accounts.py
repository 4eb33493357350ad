"""Accounts: who there is, what each may be, and the links by which people come in."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for

from evaluation.actions import accounts as actions
from evaluation.actions import mail
from evaluation.core.errors import Invalid, NotFound
from evaluation.core.messages import msg
from evaluation.core.subjects import GrantRef
from evaluation.forms.accounts import AccountForm, GrantForm
from evaluation.labels import LINK_PURPOSE
from evaluation.permissions import may
from evaluation.store import accounts, editions, entries, links, refs, regions
from evaluation.views.admin.blueprint import Answer, pages
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.invitations import issued_page
from evaluation.views.language import pick, say

PER_PAGE = 50


@pages.get("/admin/accounts", endpoint="accounts")
@access("administrator")
def accounts_list() -> Answer:
    """Every account, found by name or address, 50 a page."""
    search = request.args.get("q", "").strip()
    found = accounts.page(db(), search=search, after=request.args.get("after", ""), limit=PER_PAGE + 1)
    shown = found[:PER_PAGE]
    return render_template(
        "admin/accounts.html",
        accounts=shown,
        grants=accounts.grants_by_account(db(), [one["id"] for one in shown]),
        search=search,
        after=request.args.get("after", ""),
        more=len(found) > PER_PAGE,
    )


@pages.get("/admin/accounts/new")
@access("administrator")
def new_account() -> Answer:
    """The form of a new account."""
    return new_account_page(AccountForm(formdata=None))


@pages.post("/admin/accounts/new")
@access("administrator")
def add_account() -> Answer:
    """Add an account with its first role."""
    form = AccountForm()
    if not form.validate_on_submit():
        return new_account_page(form, 422)
    try:
        account_id = actions.add_account(
            act(),
            email=form.email.data,
            name=form.name.data,
            role=form.role.data,
            edition_id=form.edition_id,
            region_code=form.region_code,
        )
    except Invalid as problem:
        form.show(problem)
        return new_account_page(form, 422)
    flash(say(msg("The account is made. Now issue its invitation and send the link.")), "success")
    return redirect(url_for("admin.account", account_id=account_id), code=303)


def new_account_page(form: AccountForm, status: int = 200) -> tuple[str, int]:
    """The form of a new account."""
    offer(form)
    return render_template("admin/new_account.html", form=form), status


def offer(form: GrantForm) -> None:
    """Give a form the editions and provinces to choose from."""
    form.offer(
        [("", say(msg("All editions"))), *((str(e["id"]), pick(e)) for e in editions.all_editions(db()))],
        [("", say(msg("None: national, or no committee"))), *_named(regions.provinces(db()))],
    )


def _named(provinces: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(one["code"], one["name"]) for one in provinces]


@pages.get("/admin/accounts/<int:account_id>")
@access("administrator")
def account(account_id: int) -> Answer:
    """One account: who it is, what it may be, and its ways in."""
    return account_page(account_id, GrantForm(formdata=None))


def account_page(account_id: int, form: GrantForm, status: int = 200) -> tuple[str, int]:
    """One account, with what may be done to it."""
    one = refs.found(accounts.described(db(), account_id))
    ref = links.invite_refs(db(), [account_id])[account_id]
    others = accounts.other_administrators(db(), account_id)
    grants = accounts.grants_of(db(), account_id)
    offer(form)
    return render_template(
        "admin/account.html",
        account=one,
        form=form,
        grants=[(g, may(actor(), "role.revoke", GrantRef(g["role"], others))) for g in grants],
        seats=accounts.seats_of(db(), account_id),
        entries=entries.of_account(db(), account_id),
        open_link=links.open_link(db(), account_id, act().at),
        invite=may(actor(), "account.invite", ref),
        reset=may(actor(), "account.reset", ref),
        disable=may(actor(), "account.disable", ref),
    ), status


@pages.post("/admin/accounts/<int:account_id>/roles")
@access("administrator")
def grant_role(account_id: int) -> Answer:
    """Grant a role."""
    form = GrantForm()
    if not form.validate_on_submit():
        return account_page(account_id, form, 422)
    try:
        new = actions.grant_role(
            act(),
            account_id,
            role=form.role.data,
            edition_id=form.edition_id,
            region_code=form.region_code,
        )
    except Invalid as problem:
        form.show(problem)
        return account_page(account_id, form, 422)
    done = msg("The role is granted.") if new else msg("The account has this role already.")
    flash(say(done), "success")
    return redirect(url_for("admin.account", account_id=account_id), code=303)


@pages.post("/admin/accounts/<int:account_id>/roles/<int:grant_id>/revoke")
@access("administrator")
def revoke_role(account_id: int, grant_id: int) -> Answer:
    """Take a role back."""
    actions.revoke_role(act(), account_id, grant_id)
    flash(say(msg("The role is taken back.")), "success")
    if account_id == actor().account_id:
        return redirect(url_for("auth.account"), code=303)
    return redirect(url_for("admin.account", account_id=account_id), code=303)


@pages.post("/admin/accounts/<int:account_id>/links/<purpose>")
@access("administrator")
def issue_link(account_id: int, purpose: str) -> Answer:
    """Issue an invitation or a reset link, and show it this once."""
    if purpose not in LINK_PURPOSE:
        raise NotFound(refs.NOT_FOUND)
    token = actions.issue_link(act(), account_id, purpose)
    return issued_page(account_id, purpose, token, url_for("admin.account", account_id=account_id))


@pages.post("/admin/accounts/<int:account_id>/links/<purpose>/mail")
@access("administrator")
def send_link(account_id: int, purpose: str) -> Answer:
    """Have an invitation or a reset link sent to the account's own address."""
    if purpose not in LINK_PURPOSE:
        raise NotFound(refs.NOT_FOUND)
    mail.send_link(act(), account_id, purpose)
    flash(say(msg("The link is on its way to the person's own address.")), "success")
    return redirect(url_for("admin.account", account_id=account_id), code=303)


@pages.post("/admin/accounts/<int:account_id>/disable")
@access("administrator")
def disable_account(account_id: int) -> Answer:
    """Close an account at once."""
    actions.disable_account(act(), account_id)
    flash(say(msg("The account is disabled and signed out everywhere.")), "success")
    return redirect(url_for("admin.account", account_id=account_id), code=303)


@pages.post("/admin/accounts/<int:account_id>/enable")
@access("administrator")
def enable_account(account_id: int) -> Answer:
    """Open a disabled account again."""
    actions.enable_account(act(), account_id)
    flash(say(msg("The account is enabled.")), "success")
    return redirect(url_for("admin.account", account_id=account_id), code=303)
