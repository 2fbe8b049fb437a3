"""Facts of Morocco: what the tables carry fits together, and fits the census."""

from __future__ import annotations

from importlib.resources import files

from geodata.morocco import (
    MOUNTAIN_M,
    age_shares,
    communes,
    localities,
    mountain_provinces,
    provinces,
    regions,
    seasons,
)


def test_the_operation_has_31_provinces_of_8_regions_that_the_census_knows() -> None:
    parents = {provinces()[code].parent for code in mountain_provinces()}
    assert (len(mountain_provinces()), len(parents)) == (31, 8)
    assert parents <= regions().keys()


def test_names_are_there_in_both_scripts() -> None:
    named = [*regions().values(), *(provinces()[code] for code in mountain_provinces())]
    assert all(division.name_fr and division.name_ar for division in named)
    assert (provinces()["05.081"].name_fr, provinces()["05.081"].name_ar) == ("Azilal", "أزيلال")


def test_each_province_of_the_operation_has_localities_within_morocco() -> None:
    assert localities().keys() == mountain_provinces().keys()
    places = [place for there in localities().values() for place in there]
    assert all(27.6 < place.lat < 36 and -13.2 < place.lon < -0.9 for place in places)
    assert all(place.province == code for code, there in localities().items() for place in there)


def test_a_locality_is_no_higher_than_its_province_and_the_mountain_ones_are_no_more_than_are_known() -> None:
    for code, there in localities().items():
        province = mountain_provinces()[code]
        assert max(place.altitude_m for place in there) <= province.highest_m
        assert sum(place.altitude_m > MOUNTAIN_M for place in there) <= province.mountain_localities
        assert province.mountain_localities <= province.localities


def test_a_seat_is_of_one_commune_of_its_own_province_and_each_province_has_one() -> None:
    seats = [place for there in localities().values() for place in there if place.seat_of]
    assert len({place.seat_of for place in seats}) == len(seats)
    assert all(communes()[place.seat_of].parent == place.province for place in seats)
    assert {place.province for place in seats} == mountain_provinces().keys()


def test_age_shares_of_a_seat_s_commune_are_shares() -> None:
    for place in (place for there in localities().values() for place in there if place.seat_of):
        young, old = age_shares()[place.seat_of]
        assert 0 < old < 0.5 and 0 < young < 0.5


def test_the_season_2023_24_is_as_it_was_published() -> None:
    season = seasons()["2023-24"]
    assert (season.regions, season.provinces, season.douars, season.persons) == (8, 31, 1146, 1_000_000)
    assert (season.centres, season.visits, season.caravans, season.ambulances) == (745, 3766, 175, 376)
    assert season.money_mad == 12_700_000
    assert all(each.source for each in seasons().values())


def test_every_table_of_facts_is_accounted_for_and_small() -> None:
    tables = [path for path in files("geodata.facts").iterdir() if path.name.endswith(".csv")]
    readme = files("geodata.facts").joinpath("README.md").read_text("utf-8")
    assert tables and all(f"`{table.name}`" in readme for table in tables)
    assert all(len(table.read_bytes()) < 400_000 for table in tables)
