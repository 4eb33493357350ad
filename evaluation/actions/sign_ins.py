"""Passwords and sign-ins: how people come in by password or by link, and go out again."""

from __future__ import annotations

from dataclasses import replace

from evaluation import passwords
from evaluation.actions import events
from evaluation.actions.accounts import known_account
from evaluation.actions.act import Act
from evaluation.core.errors import Invalid, NotFound, Refused
from evaluation.core.messages import Message, msg
from evaluation.store import accounts, links, refs
from evaluation.store.db import Row, write

PASSWORD_LENGTH = (10, 200)

NOT_SIGNED_IN = msg("The email or the password is not right. Check both and try again.")
LINK_IS_GONE = msg("This link was used, has expired or was replaced by a newer one. Ask for a new one.")


def link_of(act: Act, token: str) -> Row:
    """The living link behind a token, with its account's address. Refused when it is gone."""
    link = links.living(act.db, token_hash=passwords.token_hash(token), at=act.at)
    if link is None:
        raise Refused(LINK_IS_GONE)
    return link


def use_link(act: Act, token: str, password: str) -> str:
    """Set the password of a link's account, end its sign-ins and links, sign it in; the sign-in's token."""
    link = link_of(act, token)
    check_password(password, link["email"], "new")
    password_hash = passwords.hashed(password)
    with write(act.db):
        # Hashing takes long, so it happened outside: somebody may have used the link meanwhile.
        link = link_of(act, token)
        owner = acting_as(act, link["account_id"])
        links.use(act.db, link["id"], act.at)
        return set_password(owner, link["email"], password_hash, by_link=True)


def sign_in(act: Act, email: str, password: str) -> str:
    """Check a password and start a sign-in; its token. Invalid, in the same words, whatever was wrong."""
    account = accounts.by_email(act.db, email)
    known_hash = account["password_hash"] if account else None
    right = passwords.matches(known_hash, password)
    if account is None or known_hash is None or not right or account["disabled_at"]:
        raise Invalid(NOT_SIGNED_IN)
    fresh_hash = passwords.hashed(password) if passwords.outdated(known_hash) else None
    with write(act.db):
        # The check takes long, so it happened outside: the account may have changed meanwhile.
        now = known_account(act, account["id"])
        if now["disabled_at"] or now["password_hash"] != known_hash:
            raise Invalid(NOT_SIGNED_IN)
        if fresh_hash:
            accounts.set_password(act.db, account["id"], fresh_hash)
        return start_sign_in(acting_as(act, account["id"]), account["email"])


def start_sign_in(act: Act, email: str) -> str:
    """A new sign-in of the actor; its token, of which the store keeps the hash."""
    assert act.actor.account_id is not None
    token = passwords.new_token()
    accounts.start_sign_in(
        act.db,
        account_id=act.actor.account_id,
        token_hash=passwords.token_hash(token),
        started_at=act.at,
    )
    act.record(events.SignedIn(email=email))
    return token


def sign_out(act: Act, token: str) -> None:
    """End this browser's sign-in: its cookie is worth nothing any more, wherever it was copied to."""
    with write(act.db):
        if accounts.end_sign_in(act.db, token_hash=passwords.token_hash(token), ended_at=act.at):
            act.record(events.SignedOut(email=act.actor.email))


def sign_out_everywhere(act: Act) -> None:
    """End every sign-in of the actor, on every device."""
    with write(act.db):
        account_id = own_id(act)
        accounts.end_all_sign_ins(act.db, account_id=account_id, ended_at=act.at)
        act.record(events.SignedOutEverywhere(email=act.actor.email))


def change_password(act: Act, old: str, new: str) -> str:
    """Change one's own password, end all one's sign-ins, and start a new one; its token."""
    account = known_account(act, own_id(act))
    if not passwords.matches(account["password_hash"], old):
        problem = msg("This is not your present password.")
        raise Invalid(problem, {"old": problem})
    check_password(new, account["email"], "new")
    password_hash = passwords.hashed(new)
    with write(act.db):
        if known_account(act, account["id"])["password_hash"] != account["password_hash"]:
            raise Refused(msg("Your password was changed elsewhere meanwhile. Sign in again."))
        return set_password(act, account["email"], password_hash, by_link=False)


def set_password(act: Act, email: str, password_hash: str, *, by_link: bool) -> str:
    """The actor's new password: every sign-in and link from before ends, and a new sign-in starts."""
    account_id = own_id(act)
    accounts.set_password(act.db, account_id, password_hash)
    accounts.end_all_sign_ins(act.db, account_id=account_id, ended_at=act.at)
    links.void(act.db, account_id=account_id, at=act.at)
    act.record(events.PasswordSet(email=email, by_link=by_link))
    return start_sign_in(act, email)


def check_password(password: str, email: str, field: str) -> None:
    """Refuse a password that is too short, too long or the address itself. Invalid, at `field`."""
    problem = password_problem(password, email)
    if problem is not None:
        raise Invalid(problem, {field: problem})


def password_problem(password: str, email: str) -> Message | None:
    """What is wrong with a new password, if anything."""
    shortest, longest = PASSWORD_LENGTH
    if len(password) < shortest:
        return msg(
            "A password has at least %(least)s characters. Three or four words do well.", least=shortest
        )
    if len(password) > longest:
        return msg("A password has at most %(most)s characters.", most=longest)
    if password.strip().lower() in (email, email.partition("@")[0]):
        return msg("Your email address is too easy to guess as a password. Choose another one.")
    return None


def own_id(act: Act) -> int:
    """The actor's account; NotFound for the public and the command line, which have none."""
    if act.actor.account_id is None:
        raise NotFound(refs.NOT_FOUND)
    return act.actor.account_id


def acting_as(act: Act, account_id: int) -> Act:
    """The same act by the account that has just proved itself."""
    actor = accounts.actor_of(act.db, account_id)
    if actor is None:
        raise Invalid(NOT_SIGNED_IN)
    return replace(act, actor=actor)
