"""The reference tables: what they hold, and that a bad row stops with file, line and reason."""

import shutil
from pathlib import Path

import pytest

from portal.domain.places import Point, Woonplaats
from portal.resources import data_path
from portal.store.data_error import DataError
from portal.store.reference import load_reference


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data that a test may spoil."""
    shutil.copytree(data_path("reference"), tmp_path / "reference")
    shutil.copy(data_path("plaatsnamen.csv"), tmp_path)
    return tmp_path / "reference"


def spoil(path: Path, line: int, row: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[line - 1] = row
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_the_tables_hold_as_many_rows_as_their_readme_says() -> None:
    reference = load_reference()
    assert (len(reference.gemeenten), len(reference.postcodes), len(reference.woonplaatsen)) == (342, 4067, 2481)
    assert sum(len(near) for near in reference.borders.gemeenten.values()) == 2 * 875
    assert sum(len(near) for near in reference.borders.woonplaatsen.values()) == 2 * 5423


def test_a_row_of_each_table() -> None:
    reference = load_reference()
    assert reference.gemeenten["GM0200"].provincie == "Gelderland"
    assert reference.postcodes["7311"].woonplaats == Woonplaats("Apeldoorn", "GM0200")
    assert reference.woonplaatsen[Woonplaats("Velp", "GM0275")].lat == pytest.approx(52.0, abs=0.05)
    assert reference.borders.gemeenten_border("GM0200", "GM0213")
    assert Woonplaats("Uddel", "GM0200") in reference.woonplaatsen_of["GM0200"]


def test_the_tables_are_read_once_and_cannot_be_changed() -> None:
    reference = load_reference()
    assert load_reference() is reference
    with pytest.raises(TypeError):
        reference.gemeenten["GM0200"] = reference.gemeenten["GM0202"]  # type: ignore[index]


# file, line, what is put there, what the complaint says
SPOILT = [
    ("gemeenten.csv", 12, "GM12,X,Utrecht,5,1.0,52.1,5.1", "'GM12' is not a CBS code such as GM0200"),
    ("gemeenten.csv", 12, "GM0200,X,Utrecht,veel,1.0,52.1,5.1", "inwoners is 'veel'"),
    ("gemeenten.csv", 12, "GM9901,X,Utrecht,5,1.0,5.1,52.1", "5.1, 52.1 lies outside the Netherlands"),
    ("gemeenten.csv", 3, "GM0014,X,Utrecht,5,1.0,52.1,5.1", "GM0014 occurs twice"),
    ("gemeenten.csv", 12, "GM9901,,Utrecht,5,1.0,52.1,5.1", "naam is empty"),
    ("gemeenten.csv", 1, "kode,naam,provincie,inwoners,oppervlakte_km2,lat,lon", "the column code is missing"),
    ("gemeentegrenzen.csv", 5, "GM0014,GM9999,12", "buurgemeente_code 'GM9999' is not in gemeenten.csv"),
    ("postcodes.csv", 7, "0123,Apeldoorn,GM0200,52.1,5.9", "'0123' is not a postcode of four digits"),
    ("postcodes.csv", 7, "7311,Apeldorn,GM0200,52.1,5.9", "'Apeldorn' in GM0200 is not in woonplaatsen.csv"),
    ("postcodes.csv", 7, "7311,Apeldoorn", "2 columns, expected 5"),
    ("woonplaatsen.csv", 9, "Nergens,GM0200,52.1,oost", "could not convert string to float: 'oost'"),
    ("woonplaatsen.csv", 9, "Nergens,GM0200,nan,5.9", "nan, 5.9 lies outside the Netherlands"),
    ("woonplaatsgrenzen.csv", 9, "Uddel,GM0200,Nergens,GM0200,9", "'Nergens' in GM0200 is not in woonplaatsen.csv"),
]


@pytest.mark.parametrize(("file", "line", "row", "reason"), SPOILT)
def test_a_bad_row_stops_with_file_line_and_reason(folder: Path, file: str, line: int, row: str, reason: str) -> None:
    spoil(folder / file, line, row)
    with pytest.raises(DataError) as raised:
        load_reference(folder)
    assert raised.value.file == file
    assert reason in raised.value.reason
    # A missing column shows in the first row below the heading.
    assert str(raised.value).startswith(f"{file}, line {max(line, 2)}: ")


def test_a_missing_or_unreadable_file_says_which(folder: Path) -> None:
    (folder / "postcodes.csv").write_bytes(b"postcode4,woonplaats\n\xff\xfe,x\n")
    with pytest.raises(DataError, match=r"^postcodes.csv, file: is not a CSV file in UTF-8"):
        load_reference(folder)
    (folder / "woonplaatsen.csv").unlink()
    with pytest.raises(DataError, match=r"^woonplaatsen.csv, file: cannot be read \(No such file"):
        load_reference(folder)


def test_an_empty_table_is_refused(folder: Path) -> None:
    (folder / "gemeenten.csv").write_text("code,naam,provincie,inwoners,oppervlakte_km2,lat,lon\n", encoding="utf-8")
    with pytest.raises(DataError, match="holds no rows"):
        load_reference(folder)


# line to put in plaatsnamen.csv, what the complaint says
BAD_NAMES = [
    ("Nergenshuizen,dorp,Venlo,GM9999,,,", "gemeente_code 'GM9999' is not in gemeenten.csv"),
    ("Nergenshuizen,dorp,Venloo,GM0983,,,", "'Venloo' in GM0983 is not in woonplaatsen.csv"),
    ("Nergenshuizen,stad,Venlo,GM0983,,,", "soort is 'stad'"),
    ("Nergenshuizen,dorp,Venlo,GM0983,1099,,", "postcode4 '1099' is not in postcodes.csv"),
    ("Nergenshuizen,dorp,Venlo,GM0983,7311,,", "postcode4 7311 lies in GM0200, not in GM0983"),
    ("Nergenshuizen,dorp,Venlo,GM0983,,51.4,", "lat and lon must both be filled"),
    ("Nergenshuizen,naam,Venlo,GM0983,5911,,", "has that place's point"),
    (" ,dorp,Venlo,GM0983,,,", "naam is empty"),
    ("blerick,dorp,Venlo,GM0983,,,", "blerick in GM0983 occurs twice"),
    ("TEGELEN,dorp,Venlo,GM0983,,,", "TEGELEN in GM0983 is a woonplaats of its own"),
]


@pytest.mark.parametrize(("row", "reason"), BAD_NAMES)
def test_a_bad_everyday_name_stops_with_its_line(folder: Path, row: str, reason: str) -> None:
    path = folder.parent / "plaatsnamen.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, row]) + "\n", encoding="utf-8")
    with pytest.raises(DataError) as raised:
        load_reference(folder)
    assert (raised.value.file, raised.value.where) == ("plaatsnamen.csv", f"line {len(lines) + 1}")
    assert reason in raised.value.reason


def test_there_are_enough_everyday_names_and_their_points_are_filled_in() -> None:
    reference = load_reference()
    by_name = {name.naam: name for name in reference.everyday}
    assert len(reference.everyday) >= 150
    assert by_name["Blerick"].point == reference.postcodes["5921"].point
    assert by_name["Den Bosch"].point == reference.woonplaatsen[Woonplaats("'s-Hertogenbosch", "GM0796")]
    assert by_name["Landerd"].point == reference.gemeenten["GM1991"].point


def test_a_point_of_its_own_comes_first(folder: Path) -> None:
    path = folder.parent / "plaatsnamen.csv"
    path.write_text("naam,soort,woonplaats,gemeente_code,postcode4,lat,lon\nHier,dorp,Venlo,GM0983,5911,51.4,6.2\n")
    assert load_reference(folder).everyday[0].point == Point(51.4, 6.2)
