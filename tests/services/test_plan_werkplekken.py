"""A werkplek as it is typed: found by its postcode, checked field by field, and changed by one editor at a time."""

from dataclasses import replace

import pytest

from portal.services import plan_werkplekken, plannen
from portal.services.context import Context
from portal.services.refusals import EditConflict, Invalid, NotFound
from portal.services.werkplek_form import find_address
from tests.services import plan_world as world


@pytest.fixture
def actor(context: Context) -> world.Actor:
    return world.new_aanbieder(context)


@pytest.fixture
def plan(context: Context, actor: world.Actor) -> int:
    return plannen.open_draft(context, actor, world.APELDOORN)


def test_an_address_is_found_by_postcode_and_said_to_be_approximate(context: Context) -> None:
    address = find_address(context, "7311kz", "12", "Voorbeeldweg")
    assert (address.postcode, address.woonplaats, address.gemeente_code) == ("7311 KZ", "Apeldoorn", "GM0200")
    assert address.approximate
    assert "7311" in address.note


def test_a_postcode_area_may_lie_in_another_woonplaats_too(context: Context) -> None:
    assert find_address(context, "7311 KZ", "12", woonplaats="ugchelen").woonplaats == "Ugchelen"
    with pytest.raises(Invalid) as caught:
        find_address(context, "7311 KZ", "12", woonplaats="Maastricht")
    assert list(caught.value.errors) == ["woonplaats"]


@pytest.mark.parametrize("postcode", ["", "7311", "0000 AA", "9999999", "731१ KZ", "Apeldoorn"])
def test_an_unknown_postcode_says_what_to_do(context: Context, postcode: str) -> None:
    with pytest.raises(Invalid) as caught:
        find_address(context, postcode, "1")
    assert list(caught.value.errors) == ["postcode"]


def test_what_is_typed_is_what_is_kept_and_comes_back_in_the_form(
    context: Context, actor: world.Actor, plan: int
) -> None:
    public_id = plan_werkplekken.add_werkplek(context, actor, plan, world.form(groep_min=2, groep_max=6))
    found = plan_werkplekken.werkplek_for_edit(context, actor, plan, public_id)
    assert (found.text.naam, found.text.capaciteit, found.text.gemeente_code) == (
        "Tuin De Es",
        {"op-trede-3": 5},
        "GM0200",
    )
    assert plan_werkplekken.change_werkplek(context, actor, plan, public_id, found.form, found.lock) == found.lock


def test_a_werkgebied_needs_no_address(context: Context, actor: world.Actor, plan: int) -> None:
    roaming = world.form(straat="", huisnummer="", postcode="", werkgebied=("GM0200", "GM0232"))
    public_id = plan_werkplekken.add_werkplek(context, actor, plan, roaming)
    text = plan_werkplekken.werkplek_for_edit(context, actor, plan, public_id).text
    assert (text.werkgebied, text.gemeente_code, text.lat) == (("GM0200", "GM0232"), None, None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"naam": " "}, "naam"),
        ({"naam": "x" * 201}, "naam"),
        ({"huisnummer": ""}, "huisnummer"),
        ({"postcode": "7311"}, "postcode"),
        ({"werkgebied": ("GM0200",)}, "werkgebied"),
        ({"branches": ("toveren",)}, "branches"),
        ({"producten": {"collectief": 3}}, "producten"),
        ({"producten": {"op-trede-3": 0}}, "producten"),
        ({"dagdelen": ("ma-nacht",)}, "dagdelen"),
        ({"begeleiding": ("soms",)}, "begeleiding"),
        ({"talen": ("klingon",)}, "talen"),
        ({"taken": ("x" * 121,)}, "taken"),
        ({"groep_min": 0}, "groep_min"),
        ({"groep_min": 6, "groep_max": 5}, "groep_max"),
        ({"omschrijving": "x" * 4001}, "omschrijving"),
    ],
)
def test_bad_input_is_named_by_its_field(
    context: Context, actor: world.Actor, plan: int, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        plan_werkplekken.add_werkplek(context, actor, plan, world.form(**change))
    assert list(caught.value.errors) == [field]
    assert plannen.view(context, actor, plan).content.werkplekken == {}


def test_a_stale_change_gives_both_texts_and_writes_nothing(context: Context, actor: world.Actor, plan: int) -> None:
    public_id = plan_werkplekken.add_werkplek(context, actor, plan, world.form())
    plan_werkplekken.change_werkplek(context, actor, plan, public_id, world.form(naam="Van de een"), 0)
    with pytest.raises(EditConflict) as caught:
        plan_werkplekken.change_werkplek(context, actor, plan, public_id, world.form(naam="Van de ander"), 0)
    [conflict] = caught.value.conflicts
    assert (conflict.field, conflict.mine, conflict.theirs) == ("naam", "Van de ander", "Van de een")
    plan_werkplekken.change_werkplek(context, actor, plan, public_id, world.form(naam="Samen"), caught.value.lock)


def test_a_werkplek_of_another_plan_is_not_found(context: Context, actor: world.Actor, plan: int) -> None:
    public_id = plan_werkplekken.add_werkplek(context, actor, plan, world.form())
    other = world.new_aanbieder(context, 2)
    theirs = plannen.open_draft(context, other, world.APELDOORN)
    for who, where in ((other, plan), (other, theirs), (replace(other, aanbieder_id=None), plan)):
        with pytest.raises(NotFound):
            plan_werkplekken.change_werkplek(context, who, where, public_id, world.form(naam="Weg"), 0)
        with pytest.raises(NotFound):
            plan_werkplekken.remove_werkplek(context, who, where, public_id)


def test_a_removed_werkplek_is_gone_from_the_draft(context: Context, actor: world.Actor, plan: int) -> None:
    public_id = plan_werkplekken.add_werkplek(context, actor, plan, world.form())
    plan_werkplekken.remove_werkplek(context, actor, plan, public_id)
    assert plannen.view(context, actor, plan).content.werkplekken == {}
