"""Every fault of a campaign can be said, and every sentence is one of a fault."""

import re
from pathlib import Path
from typing import get_args

import planner
from planner.domain.campaign import CAMPAIGN_TABLES
from planner.domain.catalogue import LANGUAGES, bare
from planner.domain.fault_sentences import CATALOGUE, GAP_KINDS, mend, sentence, where
from planner.errors import Fault, FaultCode

CODES = get_args(FaultCode)


def test_every_code_says_what_is_wrong_and_what_mends_it_in_every_language() -> None:
    assert CATALOGUE.sentences.keys() == {*CODES, *(f"{code}_mend" for code in CODES)}
    assert all(said.keys() == set(LANGUAGES) and all(said.values()) for said in CATALOGUE.sentences.values())


def test_every_code_is_told_somewhere() -> None:
    home = Path(planner.__file__).parent
    rooms = ("files", "check_campaign", "domain", "config")
    source = "\n".join(path.read_text("utf-8") for room in rooms for path in (home / room).glob("*.py"))
    assert [code for code in CODES if f'"{code}"' not in source] == []


def test_a_fault_says_where_it_is() -> None:
    fault = Fault("douars.csv", 4, "lat", "north", "not_a_number")
    assert where(fault, "fr") == "douars.csv, ligne 4, lat"
    assert where(fault, "ar") == "\u2068douars.csv\u2069، السطر 4، \u2068lat\u2069"
    assert where(Fault("staff.csv", 0, "", "", "file_empty"), "en") == "staff.csv"


def test_a_long_value_is_cut_in_a_sentence() -> None:
    said = sentence(Fault("closures.csv", 2, "from", "9" * 5000, "not_a_date"), "en")
    assert len(said) < 150
    assert "…" in said


def test_braces_in_a_value_are_said_as_they_are() -> None:
    assert "{0.__class__}" in sentence(Fault("douars.csv", 2, "lat", "{0.__class__}", "not_a_number"), "en")


def test_no_sentence_has_a_latin_question_or_comma_in_arabic() -> None:
    arabic = [said["ar"] for said in CATALOGUE.sentences.values()]
    assert not [text for text in arabic if re.search(r"[ء-ي][,;?]", text)]


def test_what_mends_a_fault_names_what_to_write() -> None:
    fault = Fault("travel.csv", 2, "km", "54.523", "km_one_decimal", (("rounded", "54.5"),))
    assert "54.5" in mend(fault, "fr")


def test_what_is_quoted_in_arabic_keeps_its_own_direction() -> None:
    fault = Fault("campaign.toml", 3, "campaign.end", "30 mars 2024", "not_a_date")
    assert sentence(fault, "ar").startswith("«\u206830 mars 2024\u2069»")
    assert sentence(fault, "fr").startswith("« 30 mars 2024 »")
    assert bare(sentence(fault, "ar")).startswith("«30 mars 2024»")


def test_gaps_that_hold_names_of_columns_tables_and_words_are_known_as_such() -> None:
    named = {gap for said in CATALOGUE.sentences.values() for gap in re.findall(r"{(\w+)}", said["en"])}
    assert named >= GAP_KINDS.keys()
    assert {gap for gap in named if gap.endswith(("column", "table", "tables", "choices"))} <= GAP_KINDS.keys()


def test_no_sentence_names_a_column_or_table_by_itself() -> None:
    """But for degrees, which WKT and maps call so: a page calls it otherwise. Arabic has no words of these letters."""
    names = {name for table in CAMPAIGN_TABLES for name in (table.name, *(each.name for each in table.columns))}
    names |= {"key", "value"}
    for key, said in CATALOGUE.sentences.items():
        words = set(re.findall(r"(?<![\w{.])[a-z]+(?:_[a-z]+)*(?![\w}.])", said["ar"]))
        assert not words & (names - {"lat", "lon"}), key
