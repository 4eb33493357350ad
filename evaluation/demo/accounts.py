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
NATIONAL_CANDIDATE = "kabupaten-demak@demo.example"

ROLES: tuple[tuple[Message, str], ...] = (
    (msg("Candidate (Kota Mojokerto)"), CANDIDATE),
    (msg("Assessor (East Java)"), ASSESSOR),
    (msg("Committee (East Java)"), PROVINCE_COMMITTEE),
    (msg("Committee (nation)"), NATIONAL_COMMITTEE),
    (msg("Administrator"), ADMINISTRATOR),
    (msg("Auditor"), AUDITOR),
)

# Those who hand in the last sheet, deliberate on and sign the result of the nation's panel in the award of
# 2024, and the candidate who reads it and may object.
PANEL: tuple[tuple[Message, str], ...] = (
    (msg("Chair of the national panel"), "national-1@panel.example"),
    (msg("Secretary of the national panel"), "national-2@panel.example"),
    (msg("Member of the national panel"), "national-3@panel.example"),
    (msg("Candidate (Kabupaten Demak)"), NATIONAL_CANDIDATE),
)

DEMO_ACCOUNTS = tuple(
    {"role": role, "email": email, "password": PASSWORD} for role, email in (*ROLES, *PANEL)
)
