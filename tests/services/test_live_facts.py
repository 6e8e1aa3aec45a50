"""Free places, pause, contact and "klopt nog": at once, in bulk, all or nothing, with event and outbox rows."""

from dataclasses import replace

import pytest
from sqlmodel import select

from indexer import sync
from portal.domain.freshness import Confirmation
from portal.services import live_facts
from portal.services.context import Context
from portal.services.live_facts import LiveChange
from portal.services.refusals import Invalid, NotFound
from portal.services.werkplekken import get_public
from portal.store.outbox import OutboxRow
from portal.store.tables import PlanEvent
from tests.factories import TODAY
from tests.services import plan_world as world


@pytest.fixture
def actor(context: Context) -> world.Actor:
    return world.new_aanbieder(context)


@pytest.fixture
def live(context: Context, actor: world.Actor) -> str:
    """The id of a published werkplek of 5 places, with an empty outbox."""
    world.approved(context, actor)
    sync.rebuild(context.database, context.engine, context.catalogue, TODAY)
    [werkplek] = live_facts.live_werkplekken(context, actor)
    return werkplek.public_id


def last_event(context: Context) -> PlanEvent:
    with context.database.read() as session:
        return session.exec(select(PlanEvent).order_by(PlanEvent.id.desc())).first()  # type: ignore[union-attr,return-value]


def test_free_places_are_seen_at_once_with_their_date(context: Context, actor: world.Actor, live: str) -> None:
    live_facts.save_live(context, actor, {live: LiveChange({"op-trede-3": 2})})
    [offer] = live_facts.live_werkplekken(context, actor)[0].offers
    assert (offer.free, offer.capacity, offer.capacity_at, offer.old) == (2, 5, TODAY, False)
    with context.database.read() as session:
        assert [row.subject for row in session.exec(select(OutboxRow)).all()] == [live]
    assert last_event(context).details["wijzigingen"] == [
        {"werkplek": live, "product": "op-trede-3", "van": None, "naar": 2}
    ]


@pytest.mark.parametrize("free", [-1, 6])
def test_more_free_places_than_there_are_is_refused_and_nothing_is_kept(
    context: Context, actor: world.Actor, live: str, free: int
) -> None:
    with pytest.raises(Invalid) as caught:
        live_facts.save_live(context, actor, {live: LiveChange({"op-trede-3": free}, paused=True)})
    assert list(caught.value.errors) == [live_facts.free_field(live, "op-trede-3")]
    assert live_facts.live_werkplekken(context, actor)[0].paused is False


def test_a_werkplek_of_another_aanbieder_or_product_is_not_found(
    context: Context, actor: world.Actor, live: str
) -> None:
    other = world.new_aanbieder(context, 2)
    for who, change in ((other, LiveChange({"op-trede-3": 1})), (actor, LiveChange({"naar-trede-5": 1}))):
        with pytest.raises(NotFound):
            live_facts.save_live(context, who, {live: change})
    with pytest.raises(NotFound):
        live_facts.confirm(context, other, [live])


def test_a_pause_is_an_event_only_when_it_changes(context: Context, actor: world.Actor, live: str) -> None:
    live_facts.save_live(context, actor, {live: LiveChange(paused=True)})
    first = last_event(context)
    live_facts.save_live(context, actor, {live: LiveChange(paused=True)})
    assert first.action == "pauze"
    assert last_event(context).id == first.id


def test_one_click_confirms_all(context: Context, actor: world.Actor, live: str) -> None:
    later = world.Clock()
    later.forward(days=100)
    context = replace(context, clock=later)
    assert live_facts.live_werkplekken(context, actor)[0].confirmation is Confirmation.FLAG
    assert live_facts.confirm(context, actor) == 1
    assert live_facts.live_werkplekken(context, actor)[0].confirmation is Confirmation.FRESH
    assert last_event(context).details["werkplekken"] == [live]


def test_contact_is_changed_at_once_without_review(context: Context, actor: world.Actor, live: str) -> None:
    given = {"email": "Nieuw@voorbeeld.example", "telefoon": "026 123 45 67", "website": ""}
    live_facts.save_contact(context, actor, **given)
    page = get_public(context, live)
    assert page is not None
    assert (page.email, page.telefoon) == ("nieuw@voorbeeld.example", "026 123 45 67")
    assert last_event(context).details["velden"] == ["email", "telefoon"]


def test_a_wrong_contact_is_named_per_field(context: Context, actor: world.Actor, live: str) -> None:
    with pytest.raises(Invalid) as caught:
        live_facts.save_contact(context, actor, email="geen", telefoon="12", website="")
    assert set(caught.value.errors) == {"email", "telefoon"}


def test_the_capacity_of_a_draft_is_not_public_before_it_is_approved(
    context: Context, actor: world.Actor, live: str
) -> None:
    [werkplek] = live_facts.live_werkplekken(context, actor)
    world.plan_steps.new_version(context, actor, werkplek.plan_id)
    form = world.form(producten={"op-trede-3": 9})
    world.plan_werkplekken.change_werkplek(context, actor, werkplek.plan_id, live, form, 0)
    assert live_facts.live_werkplekken(context, actor)[0].offers[0].capacity == 5
