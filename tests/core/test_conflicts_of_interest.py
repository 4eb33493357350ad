"""What ties an assessor to a candidate of itself: institutions as people spell them, and home regions."""

from __future__ import annotations

import pytest

from evaluation.core.conflicts import Candidate, Person, grounds, institution_key, same_province

MOJOKERTO = Candidate(1, "Kota Mojokerto", "35.76", "Kota Mojokerto", "35", "regency")
EAST_JAVA = Candidate(2, "Jawa Timur", "35", "Jawa Timur", "35", "province")
CEMENT = Candidate(3, "PT Semen Contoh (Persero) Tbk", "35.76", "Kota Mojokerto", "35", "business")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pemerintah Kota Mojokerto", "Kota Mojokerto"),
        ("  pemkot  MOJOKERTO ", "Kota Mojokerto"),
        ("Pemerintah Daerah Kabupaten Jember", "Pemkab Jember"),
        ("Kab. Jember", "Kabupaten Jember"),
        ("PT. Semen Contoh Tbk.", "Semen Contoh"),
        ("Universitas Airlangga", "universitas airlangga"),
        ("Daerah Istimewa Yogyakarta", "daerah istimewa yogyakarta"),
    ],
)
def test_spellings_of_one_institution_are_the_same(one: str, other: str) -> None:
    assert institution_key(one) == institution_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kota Mojokerto", "Kabupaten Mojokerto"),
        ("Universitas Airlangga", "Universitas Brawijaya"),
        ("Daerah Istimewa Yogyakarta", "Yogyakarta"),
    ],
)
def test_different_institutions_stay_different(one: str, other: str) -> None:
    assert institution_key(one) != institution_key(other)


@pytest.mark.parametrize(
    ("institution", "candidate", "tied"),
    [
        ("Pemkot Mojokerto", MOJOKERTO, True),
        ("Dinas Tenaga Kerja Kota Mojokerto", MOJOKERTO, True),
        ("Pemerintah Kabupaten Mojokerto", MOJOKERTO, False),
        ("Universitas Mojokerto", MOJOKERTO, False),
        ("Pemprov Jawa Timur", EAST_JAVA, True),
        ("Dinas Kesehatan Provinsi Jawa Timur", EAST_JAVA, True),
        ("Universitas Pembangunan Jawa Timur", EAST_JAVA, False),
        ("Semen Contoh", CEMENT, True),
        ("Dana Pensiun Semen Contoh", CEMENT, False),
        ("PT", CEMENT, False),
        ("", CEMENT, False),
    ],
)
def test_an_institution_of_the_candidates_own_keeps_away(
    institution: str, candidate: Candidate, tied: bool
) -> None:
    found = grounds(Person(9, institution), candidate)
    assert found == ({"institution": institution} if tied else {})


def test_the_institution_of_the_people_who_act_for_a_candidate_is_its_own() -> None:
    candidate = Candidate(1, "PT Contoh", "35.76", "Kota Mojokerto", "35", "business", ("Konsultan Maju",))
    assert grounds(Person(9, "CV Konsultan Maju"), candidate) == {"institution": "CV Konsultan Maju"}


@pytest.mark.parametrize(
    ("home", "province", "candidate", "tied", "warned"),
    [
        ("35.76", "35", MOJOKERTO, True, False),
        ("35.76", "35", CEMENT, True, False),
        ("35.09", "35", MOJOKERTO, False, True),
        ("35", None, MOJOKERTO, False, True),
        ("35", None, EAST_JAVA, True, False),
        ("35.09", "35", EAST_JAVA, True, False),
        ("33.74", "33", MOJOKERTO, False, False),
        (None, None, MOJOKERTO, False, False),
    ],
)
def test_the_same_regency_keeps_away_and_the_same_province_warns(
    home: str | None, province: str | None, candidate: Candidate, tied: bool, warned: bool
) -> None:
    person = Person(9, "", home, province)
    assert grounds(person, candidate) == ({"region": candidate.region_name} if tied else {})
    assert same_province(person, candidate) is warned


def test_every_tie_is_told() -> None:
    candidate = Candidate(
        1, "Kota Mojokerto", "35.76", "Kota Mojokerto", "35", "regency", represented=True, kept_out="188/2"
    )
    assert grounds(Person(9, "Kota Mojokerto", "35.76", "35"), candidate) == {
        "represents": "Kota Mojokerto",
        "institution": "Kota Mojokerto",
        "region": "Kota Mojokerto",
        "substitute": "188/2",
    }
