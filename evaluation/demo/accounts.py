"""The accounts that the demonstration prints and shows on its login page: one for each role."""

from __future__ import annotations

from evaluation.core.messages import Message, msg

PASSWORD = "coba-penjurian"  # noqa: S105 shown to everybody, on purpose

CANDIDATE = "kota-mojokerto@demo.example"
ASSESSOR = "province35-3@panel.example"
PROVINCE_COMMITTEE = "panitia-jatim@demo.example"
NATIONAL_COMMITTEE = "panitia-nasional@demo.example"
ADMINISTRATOR = "admin@demo.example"
AUDITOR = "auditor@demo.example"

ROLES: tuple[tuple[Message, str], ...] = (
    (msg("Candidate (Kota Mojokerto)"), CANDIDATE),
    (msg("Assessor (East Java)"), ASSESSOR),
    (msg("Committee (East Java)"), PROVINCE_COMMITTEE),
    (msg("Committee (nation)"), NATIONAL_COMMITTEE),
    (msg("Administrator"), ADMINISTRATOR),
    (msg("Auditor"), AUDITOR),
)

# Those who hand in the last sheet and sign the result of the nation's panel in the award of 2024.
PANEL: tuple[tuple[Message, str], ...] = (
    (msg("Chair of the national panel"), "national-1@panel.example"),
    (msg("Secretary of the national panel"), "national-2@panel.example"),
    (msg("Member of the national panel"), "national-3@panel.example"),
)

DEMO_ACCOUNTS = tuple(
    {"role": role, "email": email, "password": PASSWORD} for role, email in (*ROLES, *PANEL)
)
