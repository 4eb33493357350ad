"""Committees invite their own people, and nobody gains a right by a link."""

from __future__ import annotations

import re

import pytest

from evaluation.actions.accounts import issue_link
from evaluation.core.errors import Denied, NotFound, Refused
from evaluation.store import accounts, entries
from evaluation.store.db import change, insert, row, rows, write
from tests.pages import PageClient

NEW = "kuda laut tiga ekor"


@pytest.fixture
def edition(award):
    return award.edition()


@pytest.fixture
def act(award, act_as, edition):
    """What East Java's committee does."""
    award.grant("jatim@uji.example", "committee", edition, "35")
    return act_as(award.actor("jatim@uji.example"))


def representative(award, db, edition, code="35.76", email="wakil@uji.example"):
    """Somebody without a password who represents an entry."""
    entry = award.entry(edition, code, f"Daerah {code}")
    with write(db):
        known = accounts.by_email(db, email)
        account = known["id"] if known else accounts.add(db, email=email, name="", created_at=award.at)
        entries.add_representative(db, entry, account)
    return account


def member(award, db, edition, stage="province", region="35", email="juri@uji.example"):
    """Somebody without a password who sits on a panel."""
    with write(db):
        known = accounts.by_email(db, email)
        account = known["id"] if known else accounts.add(db, email=email, name="", created_at=award.at)
        panel = insert(db, "panel", edition_id=edition, stage=stage, region_code=region)
        insert(
            db,
            "panel_member",
            panel_id=panel,
            account_id=account,
            name="Juri",
            position="chair",
            seated_at=award.at,
        )
    return account


def grant(db, award, account, role, edition=None):
    with write(db):
        accounts.add_grant(
            db, account_id=account, role=role, edition_id=edition, region_code=None, granted_at=award.at
        )


def test_a_committee_invites_its_candidate_who_then_comes_in(app, award, db, edition):
    account = representative(award, db, edition)
    award.grant("jatim@uji.example", "committee", edition, "35")
    committee = PageClient(app).sign_in("jatim@uji.example")
    committee.get("/account")
    page = committee.post(f"/committee/invitations/{account}")
    link = re.search(r"http://localhost(/link/[\w-]+)", page.html)[1]
    candidate = PageClient(app)
    candidate.get(link)
    candidate.submit({"new": NEW, "again": NEW})
    assert candidate.url == "/entries"
    issued = row(db, "SELECT * FROM audit_event WHERE name = 'LinkIssued'")
    assert issued["account_id"] == accounts.by_email(db, "jatim@uji.example")["id"]


def test_a_committee_invites_its_panel_members(award, db, edition, act):
    assert issue_link(act, member(award, db, edition), "invitation")


def test_a_committee_does_not_know_of_other_peoples_accounts(award, db, edition, act):
    strangers = [
        representative(award, db, edition, "33.72", "jateng@uji.example"),
        member(award, db, edition, "national", None, "pusat@uji.example"),
        award.account("lain@uji.example"),
        9999,
    ]
    for account in strangers:
        with pytest.raises(NotFound):
            issue_link(act, account, "invitation")


def test_a_committee_of_another_edition_invites_nobody_here(award, db, edition, act_as):
    from tests.award import EDITION

    other = award.edition(EDITION.replace("uji-2021", "uji-2022"))
    award.grant("lama@uji.example", "committee", other, "35")
    account = representative(award, db, edition)
    with pytest.raises(NotFound):
        issue_link(act_as(award.actor("lama@uji.example")), account, "invitation")


@pytest.mark.parametrize("role", ["administrator", "auditor", "committee"])
def test_no_link_for_an_account_with_a_granted_role(award, db, edition, act, role):
    account = representative(award, db, edition)
    grant(db, award, account, role)
    with pytest.raises(Denied, match="rights beyond your committee"):
        issue_link(act, account, "invitation")


def test_no_link_for_somebody_who_is_also_somebody_elses(award, db, edition, act):
    account = representative(award, db, edition)
    representative(award, db, edition, "33.72")
    with pytest.raises(Denied, match="rights beyond your committee"):
        issue_link(act, account, "invitation")


def test_no_link_for_a_member_who_also_sits_on_the_national_panel(award, db, edition, act):
    account = member(award, db, edition)
    member(award, db, edition, "national", None)
    with pytest.raises(Denied, match="rights beyond your committee"):
        issue_link(act, account, "invitation")


def test_no_link_once_there_is_a_password(award, db, edition, act):
    account = representative(award, db, edition)
    award.account("wakil@uji.example")
    with pytest.raises(Refused, match="has a password already"):
        issue_link(act, account, "invitation")


def test_a_committee_never_resets_a_password(award, db, edition, act):
    account = representative(award, db, edition)
    with pytest.raises(Denied):
        issue_link(act, account, "reset")
    assert rows(db, "SELECT * FROM one_time_link") == []


def test_a_member_who_left_is_no_longer_invited(award, db, edition, act):
    account = member(award, db, edition)
    with write(db):
        change(db, "UPDATE panel_member SET left_at = :at", at=award.at)
    with pytest.raises(NotFound):
        issue_link(act, account, "invitation")


@pytest.mark.parametrize("role", ["administrator", "auditor", "candidate", "assessor"])
def test_only_committees_use_the_committees_way(client, award, db, edition, role):
    account = representative(award, db, edition)
    award.entry(edition, "35.09", "Kabupaten Jember", email="candidate@uji.example")
    award.panel(edition, "province", "35", 1)
    if role in ("administrator", "auditor"):
        award.grant(f"{role}@uji.example", role)
    client.sign_in("juri1-35@uji.example" if role == "assessor" else f"{role}@uji.example")
    client.get("/account")
    client.post(f"/committee/invitations/{account}", status=403)
    assert rows(db, "SELECT * FROM one_time_link") == []


def test_the_ways_of_refusal_read_right_on_the_page(client, award, db, edition):
    award.grant("jatim@uji.example", "committee", edition, "35")
    stranger = award.account("lain@uji.example")
    privileged = representative(award, db, edition)
    grant(db, award, privileged, "auditor")
    client.sign_in("jatim@uji.example")
    client.posts_to_nothing(f"/committee/invitations/{stranger}")
    client.post(f"/committee/invitations/{privileged}", status=403)
    client.was_refused(
        {"id": "Akun ini memiliki hak di luar panitia Anda. Mintalah tautannya kepada administrator."}
    )
    client.get(f"/committee/invitations/{privileged}", status=405)
    client.was_refused(
        {"id": "Halaman ini tidak dapat dipakai dengan cara itu. Kembali dan gunakan tombol-tombolnya."}
    )
    assert rows(db, "SELECT * FROM one_time_link") == []
