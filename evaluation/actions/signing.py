"""Signing results: the committee opens a contest for it, members of its panel sign with their password."""

from __future__ import annotations

from evaluation import passwords
from evaluation.actions.accounts import known_account
from evaluation.actions.act import Act
from evaluation.actions.readiness import NotReady, lacks
from evaluation.actions.sign_ins import own_id
from evaluation.actions.signature_events import ResultSigned, SigningOpened
from evaluation.core.errors import Invalid, Refused
from evaluation.core.messages import msg
from evaluation.core.snapshot import fingerprint, to_json
from evaluation.permissions import require
from evaluation.store import contests, refs, signatures, standings
from evaluation.store.db import Row, write

WRONG_PASSWORD = msg("This is not your password. Nothing was signed.")
CHANGED = msg("The result changed since you opened this page. Look at it again before you sign.")


def open_signing(act: Act, contest_id: int) -> None:
    """Let a contest's panel sign its result. NotReady while anything but signatures lacks."""
    with write(act.db):
        require(act.actor, "signing.open", signatures.signing_ref(act.db, contest_id, act.now))
        contest = ready_contest(act, contest_id)
        signatures.open_signing(act.db, contest_id, opened_at=act.at, opened_by=act.actor.account_id)
        text = to_json(standings.result(act.db, contest_id, with_marks=True))
        act.record(
            SigningOpened(
                edition_id=contest["edition_id"], contest_id=contest_id, fingerprint=fingerprint(text)
            )
        )


def sign(act: Act, contest_id: int, seen: str, password: str) -> None:
    """Sign a contest's result, whose fingerprint the signer has `seen`, with one's password again.

    Invalid for a wrong password, Refused when the result is another one by now, NotReady while it lacks
    something.
    """
    account = known_account(act, own_id(act))
    require(act.actor, "signing.sign", signatures.signing_ref(act.db, contest_id, act.now))
    if not passwords.matches(account["password_hash"], password):
        raise Invalid(WRONG_PASSWORD, {"password": WRONG_PASSWORD})
    with write(act.db):
        # The check takes long, so it happened outside: all may have changed meanwhile.
        require(act.actor, "signing.sign", signatures.signing_ref(act.db, contest_id, act.now))
        if known_account(act, account["id"])["password_hash"] != account["password_hash"]:
            raise Invalid(WRONG_PASSWORD, {"password": WRONG_PASSWORD})
        contest = ready_contest(act, contest_id)
        text = to_json(standings.result(act.db, contest_id, with_marks=True))
        if fingerprint(text) != seen:
            raise Refused(CHANGED)
        put_under(act, contest, text, account["id"])


def put_under(act: Act, contest: Row, text: str, account_id: int) -> None:
    """Keep the text of a result and the signature of a member under it. Inside a write block."""
    member = next(one for one in signatures.signers(act.db, contest["id"]) if one["account_id"] == account_id)
    signed = fingerprint(text)
    signatures.keep_result(act.db, contest["id"], fingerprint=signed, snapshot=text, kept_at=act.at)
    signatures.sign(act.db, contest["id"], member, fingerprint=signed, signed_at=act.at)
    act.record(
        ResultSigned(
            edition_id=contest["edition_id"],
            contest_id=contest["id"],
            name=member["name"],
            position=member["position"],
            fingerprint=signed,
        )
    )


def ready_contest(act: Act, contest_id: int) -> Row:
    """A contest that lacks nothing but signatures. NotReady for any other."""
    contest = refs.found(contests.described(act.db, contest_id))
    found = [lack for lack in lacks(act.db, contest_id, act.now) if lack.blocking and not lack.signatures]
    if found:
        raise NotReady([(contest, lack) for lack in found])
    return contest
