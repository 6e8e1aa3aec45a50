"""A regeling with a fault stops the start: file, key and reason. Each case breaks the shipped file in one place."""

import pytest

from portal.resources import data_path
from portal.store.data_error import DataError
from portal.store.reference import load_reference
from portal.store.regelingen import load_regeling

KNOWN = load_reference().gemeenten
GOOD = data_path("regelingen", "werkt-mee-apeldoorn.toml").read_text(encoding="utf-8")
ARNHEM = data_path("regelingen", "activerend-werk-arnhem.toml").read_text(encoding="utf-8")

TARIFF = '[[product.tariff]]\namount = "9.00"\nunit = "uur"\nstart = 2021-01-01\n'
LATER = TARIFF.replace("2021", "2025") + 'source = "x"\n'
SIGNPOST = 'doelen = [1, 2]\nurl = "https://www.ontmoetelkaarinapeldoorn.nl"\nsource = "S3 par. 1.2"\n'

# (what to replace, by what, key path, part of the reason); the first place where it stands is replaced.
BREAKS = [
    ('id = "werkt-mee-apeldoorn"', 'id = "Werkt Mee"', "id", "must be lower-case letters"),
    ('naam = "Werkt mee"', 'naam = "Werkt mee"\nkleur = "rood"', "kleur", "not known"),
    ('naam = "Werkt mee"\n', "", "naam", "is missing"),
    ('naam = "Werkt mee"', "naam = 3", "naam", "must be a text"),
    ('naam = "Werkt mee"', 'naam = " "', "naam", "is empty"),
    ('gemeenten = ["GM0200"]', 'gemeenten = ["GM9999"]', "gemeenten", "'GM9999' is not the code"),
    ('gemeenten = ["GM0200"]', 'gemeenten = ["GM0200", "GM0200"]', "gemeenten", "2 times"),
    ('gemeenten = ["GM0200"]', 'gemeenten = "GM0200"', "gemeenten", "must be a list of codes"),
    ('token = "op-trede-3"', 'token = "op-trede-9"', "product[0].token", "'op-trede-9' is not one of"),
    ('token = "op-trede-4"', 'token = "op-trede-3"', "product", "'op-trede-3' stands there 2 times"),
    ("start_treden = [3]", "start_treden = [2, 3]", "product[0].start_treden", "must start on trede 3"),
    ("doel_treden = [3]", "doel_treden = [4]", "product[0].start_treden", "must start on trede 3"),
    ("start_treden = [2, 3]\n", "start_treden = [2, 4]\n", "product[3].start_treden", "starts on trede 4"),
    ("doel_treden = [5, 6]", "doel_treden = [4, 5]", "product[4].doel_treden", "5 as its lowest end"),
    ("start_treden = [3]", "start_treden = []", "product[0].start_treden", "names no trede"),
    ("start_treden = [3]", "start_treden = [7]", "product[0].start_treden", "does not exist"),
    ('kind = "stabiel"', 'kind = "ontwikkel"', "product[0].kind", "of the kind stabiel"),
    ('kind = "stabiel"', 'kind = "vast"', "product[0].kind", "'vast' is not one of orientatie"),
    (
        'locality = "gemeente_of_aangrenzende_woonplaats"',
        'locality = "cirkel"',
        "product[0].locality",
        "'cirkel' is not one of gemeente_of",
    ),
    (TARIFF, TARIFF + 'source = "x"\n' + TARIFF, "product[0].tariff[1].start", "overlaps"),
    (TARIFF, LATER + TARIFF, "product[0].tariff[1].start", "overlaps the tariff per uur from 2025-01-01"),
    ('amount = "9.00"', "amount = 9.0", "product[0].tariff[0].amount", "amount in quotes"),
    ('amount = "9.00"', 'amount = "9,00"', "product[0].tariff[0].amount", "is not an amount"),
    ('unit = "uur"', 'unit = "dag"', "product[0].tariff[0].unit", "'dag' is not one of uur"),
    ("start = 2021-01-01", 'start = "2021-01-01"', "product[0].tariff[0].start", "must be a date"),
    (SIGNPOST, SIGNPOST.replace('source = "S3 par. 1.2"\n', ""), "signpost[0].source", "is missing"),
    (SIGNPOST, SIGNPOST.replace("https:", "http:"), "signpost[0].url", "must start with https"),
    ('id = "taken"', 'id = "aanbod"', "plan.question", "'aanbod' stands there 2 times"),
    ('kinds = ["stabiel"]', 'kinds = ["vast"]', "plan.question[2].kinds", "'vast' is not one of"),
    ("confirm_flag = 90", "confirm_flag = 120", "thresholds", "must each be more"),
    ("capacity_call_first = 30", "capacity_call_first = 91", "thresholds.capacity_call_first", "not be more"),
    ("min = 18", "min = true", "age.min", "must be a whole number"),
    ("min = 18", "min = 68", "age.pension_years", "must be above"),
    ('signpost = "ontmoeten"', 'signpost = "elders"', "delimitation[0].signpost", "'elders' is not a signpost"),
    ("[pairs]", '[borders]\nadd = [["GM0200", "GM0000"]]\n\n[pairs]', "borders.add", "'GM0000' is not the code"),
    ("[pairs]", '[borders]\ndrop = [["GM0200", "GM0200"]]\n\n[pairs]', "borders.drop", "cannot border itself"),
    ("[pairs]", '[borders]\ndrop = [["GM0200"]]\n\n[pairs]', "borders.drop", "must hold pairs"),
    ('id = "voortgang-stabiel"', 'id = "voortgang-ontwikkel"', "term", "stands there 2 times"),
    ("[age]", "[age", "the file", "is not TOML"),
]


def fault(tmp_path, text):
    path = tmp_path / "proef.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_regeling(path, KNOWN)
    assert str(caught.value).startswith("proef.toml, ")
    return caught.value


@pytest.mark.parametrize(("old", "new", "where", "reason"), BREAKS)
def test_a_fault_is_told_with_its_key_and_reason(tmp_path, old, new, where, reason):
    assert GOOD.count(old), "the shipped file no longer holds what this case replaces"
    found = fault(tmp_path, GOOD.replace(old, new, 1))
    assert found.where == where
    assert reason in found.reason


def test_an_override_for_another_gemeente_is_refused(tmp_path):
    found = fault(tmp_path, ARNHEM.replace("{ GM0202 =", "{ GM0200 =", 1))
    assert found.where == "product[0].locality_per_gemeente.GM0200"


def test_a_file_that_is_not_utf8_is_refused(tmp_path):
    path = tmp_path / "proef.toml"
    path.write_bytes(b'naam = "caf\xe9"\n')
    with pytest.raises(DataError, match="is not TOML in UTF-8"):
        load_regeling(path, KNOWN)
