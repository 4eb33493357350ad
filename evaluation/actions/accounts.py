"""Accounts: who there is, who may be what, and the one-time links by which they get a password."""

from __future__ import annotations

import re
from datetime import timedelta

from evaluation import passwords
from evaluation.actions import events
from evaluation.actions.act import Act
from evaluation.core.errors import Invalid, NotFound
from evaluation.core.messages import msg
from evaluation.core.people import Role
from evaluation.core.subjects import GrantRef, InviteRef
from evaluation.permissions import require
from evaluation.store import accounts, editions, links, refs, regions
from evaluation.store.db import Row, stamp, write

LINK_LASTS = {"invitation": timedelta(days=14), "reset": timedelta(hours=24)}
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
LONGEST_EMAIL = 254
GRANTED = (Role.COMMITTEE, Role.ADMINISTRATOR, Role.AUDITOR)


# --- accounts and roles --------------------------------------------------------------------------


def account_for(act: Act, email: str, name: str = "") -> int:
    """The account with this address, made when there is none; a name still missing is filled in.

    Part of other actions, which have asked for the permission. Invalid for what is no address.
    """
    with write(act.db):
        known = accounts.by_email(act.db, email)
        if known is None:
            address = checked_email(email)
            account_id = accounts.add(act.db, email=address, name=name.strip(), created_at=act.at)
            act.record(events.AccountAdded(email=address))
            return account_id
        if name.strip() and not known["name"]:
            accounts.set_name(act.db, known["id"], name.strip())
            act.record(events.AccountNamed(email=known["email"], account_name=name.strip()))
        return int(known["id"])


def checked_email(email: str) -> str:
    """The address as the store keeps it. Invalid when it can't be one."""
    address = email.strip().lower()
    if len(address) > LONGEST_EMAIL or not EMAIL.fullmatch(address):
        problem = msg("Write an email address, for instance nama@instansi.go.id.")
        raise Invalid(problem, {"email": problem})
    return address


def add_account(
    act: Act, *, email: str, name: str, role: str, edition_id: int | None, region_code: str | None
) -> int:
    """Add a new account with its first role; its id. Invalid when the address has an account already."""
    with write(act.db):
        require(act.actor, "account.manage")
        if accounts.by_email(act.db, email):
            problem = msg(
                "This address has an account already: find it in the list and grant the role there."
            )
            raise Invalid(problem, {"email": problem})
        account_id = account_for(act, email, name)
        grant_role(act, account_id, role=role, edition_id=edition_id, region_code=region_code)
        return account_id


def grant_role(
    act: Act, account_id: int, *, role: str, edition_id: int | None, region_code: str | None
) -> bool:
    """Grant a role in an edition (None: all) and a province (None: the nation); False if it was held.

    Open links end: whoever was handed one was handed the account as it was before.
    """
    with write(act.db):
        require(act.actor, "account.manage")
        account = known_account(act, account_id)
        check_scope(act, role, edition_id, region_code)
        new = accounts.add_grant(
            act.db,
            account_id=account_id,
            role=role,
            edition_id=edition_id,
            region_code=region_code,
            granted_at=act.at,
        )
        if new:
            links.void(act.db, account_id=account_id, at=act.at)
            act.record(
                events.RoleGranted(
                    edition_id=edition_id, email=account["email"], role=role, region=region_code
                )
            )
        return new


def check_scope(act: Act, role: str, edition_id: int | None, region_code: str | None) -> None:
    """Refuse a role that isn't granted, and a scope that it can't have. Invalid, by field."""
    if role not in GRANTED:
        fields = {
            "role": msg("Assessors come with their panel, candidates with their entry: load or seat them.")
        }
    elif role == Role.ADMINISTRATOR and edition_id is not None:
        fields = {"edition": msg("An administrator looks after every edition: leave the edition out.")}
    elif region_code is not None and role != Role.COMMITTEE:
        fields = {"region": msg("Only a committee belongs to one province: leave the province out.")}
    elif region_code is not None and not regions.is_province(act.db, region_code):
        fields = {"region": msg("There is no province with the code %(code)s.", code=region_code)}
    elif edition_id is not None and editions.by_id(act.db, edition_id) is None:
        fields = {"edition": msg("There is no such edition.")}
    else:
        return
    raise Invalid(next(iter(fields.values())), fields)


def revoke_role(act: Act, account_id: int, grant_id: int) -> None:
    """Take a granted role back; never that of the last administrator who can sign in."""
    with write(act.db):
        account = known_account(act, account_id)
        grant = next((g for g in accounts.grants_of(act.db, account_id) if g["id"] == grant_id), None)
        if grant is None:
            raise NotFound(refs.NOT_FOUND)
        others = accounts.other_administrators(act.db, account_id)
        require(act.actor, "role.revoke", GrantRef(grant["role"], others))
        accounts.remove_grant(act.db, grant_id)
        act.record(
            events.RoleRevoked(
                edition_id=grant["edition_id"],
                email=account["email"],
                role=grant["role"],
                region=grant["region_code"],
            )
        )


def disable_account(act: Act, account_id: int) -> None:
    """Close an account: its sign-ins and links end at once. Nobody closes his own."""
    with write(act.db):
        account = known_account(act, account_id)
        require(act.actor, "account.disable", invited(act, account_id))
        if account["disabled_at"]:
            return
        accounts.set_disabled(act.db, account_id, act.at)
        accounts.end_all_sign_ins(act.db, account_id=account_id, ended_at=act.at)
        links.void(act.db, account_id=account_id, at=act.at)
        act.record(events.AccountDisabled(email=account["email"]))


def enable_account(act: Act, account_id: int) -> None:
    """Open a disabled account again; its password is as before, its sign-ins stay ended."""
    with write(act.db):
        require(act.actor, "account.manage")
        account = known_account(act, account_id)
        if account["disabled_at"]:
            accounts.set_disabled(act.db, account_id, None)
            act.record(events.AccountEnabled(email=account["email"]))


def known_account(act: Act, account_id: int) -> Row:
    """The account, or NotFound."""
    return refs.found(accounts.by_id(act.db, account_id))


def invited(act: Act, account_id: int) -> InviteRef:
    """The account as permissions see it, or NotFound."""
    ref = links.invite_refs(act.db, [account_id]).get(account_id)
    if ref is None:
        raise NotFound(refs.NOT_FOUND)
    return ref


# --- one-time links ------------------------------------------------------------------------------


def issue_link(act: Act, account_id: int, purpose: str) -> str:
    """A new one-time link's token ("invitation": 14 days, "reset": 24 hours); the older ones are void.

    The token is returned once and kept as a hash only. The page behind it is /link/TOKEN.
    """
    with write(act.db):
        rule = "account.invite" if purpose == "invitation" else "account.reset"
        require(act.actor, rule, invited(act, account_id))
        links.void(act.db, account_id=account_id, at=act.at, purpose=purpose)
        token = passwords.new_token()
        links.add(
            act.db,
            account_id=account_id,
            purpose=purpose,
            token_hash=passwords.token_hash(token),
            created_at=act.at,
            expires_at=stamp(act.now + LINK_LASTS[purpose]),
        )
        act.record(events.LinkIssued(email=known_account(act, account_id)["email"], purpose=purpose))
        return token
