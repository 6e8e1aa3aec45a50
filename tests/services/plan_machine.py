"""A machine that does with one plan whatever aanbieder and gemeente can do, and looks at what the public sees.

It looks after each step, except when nothing can have come of it: no commit, the same day, and the same expectation.
"""

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import col, func, select

from indexer import sync
from portal.domain.review import PlanState
from portal.services import live_facts, plan_steps, plan_werkplekken, plannen, review, review_steps, suspension
from portal.services.context import Context
from portal.services.expiry import expire
from portal.services.find import find
from portal.services.live_facts import LiveChange
from portal.services.refusals import Invalid, NotFound, Refused
from portal.services.search import SearchRequest
from portal.services.werkplekken import get_public
from portal.store.tables import PlanEvent, PlanVersion
from tests.services import plan_world as world
from tests.services.plan_model import Model, Text

PAIRS = (("GM0200", "op-trede-3"), ("GM0200", "op-trede-4"))
PUBLIC, NOT_PUBLIC = "steps with something public", "steps with nothing public"
_marks = itertools.count(1)


class PlanMachine(RuleBasedStateMachine):
    """One plan of one aanbieder; two reviewers; time passes."""

    make: Callable[[], tuple[Context, world.Clock]]

    reached: ClassVar[Counter[str]] = Counter()  # over all runs: what a machine that stands still would not show

    def __init__(self) -> None:
        super().__init__()
        self.reckless = False
        self.state = PlanState.CONCEPT  # as the last step left it, so that each precondition need not ask again
        self.context, self.clock = self.make()
        self.commits = world.commits_of(self.context.database)
        self.looked_at: tuple[object, ...] = ()
        sync.rebuild(self.context.database, self.context.engine, self.context.catalogue, self.today)
        self.actor = world.new_aanbieder(self.context, next(_marks))
        self.plan = world.draft(self.context, self.actor, products=("op-trede-3", "op-trede-4"))
        newest = select(PlanVersion.state).where(PlanVersion.plan_id == self.plan)
        self.newest_state = newest.order_by(col(PlanVersion.number).desc()).limit(1)
        self.model = Model(events=1)
        [first] = self.view.content.werkplekken
        self.model.draft.werkplekken[first] = "Tuin De Es"
        self.model.draft.answer = "Antwoord aanbod"

    @property
    def view(self) -> plannen.PlanView:
        return plannen.view(self.context, self.actor, self.plan)

    @property
    def today(self) -> date:
        return self.context.today()

    def present_state(self) -> PlanState:
        """Of the newest version."""
        with self.context.database.read() as session:
            return session.exec(self.newest_state).one()

    def lock(self) -> int:
        return world.lock_of(self.context, self.plan)

    def tried(self, allowed: bool, step: Callable[..., Any], *given: Any, **named: Any) -> bool:
        """The step is taken exactly when it is allowed; a refused one leaves no event."""
        try:
            step(self.context, *given, **named)
        except (Refused, NotFound, Invalid):
            assert not allowed, step
            return False
        assert allowed, step
        self.model.events += 1
        self.reached[step.__name__] += 1
        return True

    def sensible(self, *states: PlanState) -> bool:
        """Whether a step fits the state; a reckless run tries everything everywhere, most of it in vain."""
        return self.reckless or self.state in states

    @initialize(published=st.booleans(), suspended=st.integers(0, 3), reckless=st.integers(0, 3))
    def begin(self, published: bool, suspended: int, reckless: int) -> None:
        """Most runs of a few steps would never see a published plan: half of them begin with one, some suspended."""
        if published:
            self.submit()
            self.take_and_start(world.REVIEWER)
            self.approve(None, 300)
            if suspended == 0:
                self.suspend_or_resume(whole=True, to=True)
        self.reckless = reckless == 0

    @precondition(lambda self: self.sensible(PlanState.CONCEPT, PlanState.AANVULLING_GEVRAAGD))
    @rule()
    def write_answer(self) -> None:
        text = f"antwoord{next(_marks)}"
        view = self.view
        try:
            plannen.save_answers(self.context, self.actor, self.plan, {"aanbod": text}, view.lock)
        except Refused:
            assert not view.may_change("vraag.aanbod")
        else:
            self.model.draft.answer = text

    @precondition(lambda self: self.sensible(PlanState.CONCEPT, PlanState.AANVULLING_GEVRAAGD))
    @rule(data=st.data())
    def rename_werkplek(self, data: st.DataObject) -> None:
        name = f"plek{next(_marks)}"
        view = self.view
        assume(view.content.werkplekken)
        public_id = data.draw(st.sampled_from(sorted(view.content.werkplekken)))
        found = plan_werkplekken.werkplek_for_edit(self.context, self.actor, self.plan, public_id)
        form = replace(found.form, naam=name)
        try:
            plan_werkplekken.change_werkplek(self.context, self.actor, self.plan, public_id, form, found.lock)
        except Refused:
            assert not view.may_change(f"werkplek.{public_id}")
        else:
            self.model.draft.werkplekken[public_id] = name

    @precondition(lambda self: len(self.model.draft.werkplekken) < 3 and self.sensible(PlanState.CONCEPT))
    @rule()
    def add_werkplek(self) -> None:
        name = f"plek{next(_marks)}"
        form = world.form(naam=name, producten={"op-trede-3": 4, "op-trede-4": 2})
        try:
            public_id = plan_werkplekken.add_werkplek(self.context, self.actor, self.plan, form)
        except Refused:
            return
        self.model.draft.werkplekken[public_id] = name
        self.model.confirmed[public_id] = self.today

    @precondition(lambda self: len(self.model.draft.werkplekken) > 1 and self.sensible(PlanState.CONCEPT))
    @rule(data=st.data())
    def remove_werkplek(self, data: st.DataObject) -> None:
        public_id = data.draw(st.sampled_from(sorted(self.model.draft.werkplekken)))
        try:
            plan_werkplekken.remove_werkplek(self.context, self.actor, self.plan, public_id)
        except (Refused, NotFound):
            return
        del self.model.draft.werkplekken[public_id]

    @precondition(lambda self: self.sensible(PlanState.CONCEPT, PlanState.AANVULLING_GEVRAAGD))
    @rule()
    def submit(self) -> None:
        before = self.present_state()
        try:
            world.submit(self.context, self.actor, self.plan)
        except Refused:
            assert self.present_state() is before
            return
        self.model.submitted = self.today
        self.model.events += 1

    @rule()
    def hurry(self) -> None:
        """One step further on the way to an approval, so that the states behind it are reached often."""
        if self.state in (PlanState.CONCEPT, PlanState.AANVULLING_GEVRAAGD):
            self.write_answer()
            self.submit()
        elif self.state is PlanState.INGEDIEND:
            self.take_and_start(world.REVIEWER)
        elif self.state is not PlanState.IN_BEOORDELING:
            self.new_version()

    @precondition(lambda self: self.sensible(PlanState.INGEDIEND))
    @rule()
    def take_back(self) -> None:
        self.tried(self.state is PlanState.INGEDIEND, plan_steps.take_back, self.actor, self.plan)

    @precondition(lambda self: self.sensible(PlanState.INGEDIEND))
    @rule(reviewer=st.sampled_from([world.REVIEWER, world.COLLEAGUE]))
    def take_and_start(self, reviewer: world.Actor) -> None:
        state = self.present_state()
        if self.tried(state in (PlanState.INGEDIEND, PlanState.IN_BEOORDELING), review_steps.take, reviewer, self.plan):
            lock = self.lock()
            self.tried(state is PlanState.INGEDIEND, review_steps.start, reviewer, self.plan, lock)

    def decider(self) -> world.Actor:
        """Who has the plan."""
        holder = review.open_review(self.context, world.REVIEWER, self.plan).reviewer_id
        return world.COLLEAGUE if holder == world.COLLEAGUE.account_id else world.REVIEWER

    @precondition(lambda self: self.state is PlanState.IN_BEOORDELING)
    @rule(part=st.sampled_from(["vraag.aanbod", "werkplekken"]))
    def give_back(self, part: str) -> None:
        reasons = {part: "Graag meer."}
        self.tried(True, review_steps.return_with_reasons, self.decider(), self.plan, self.lock(), reasons)

    @precondition(lambda self: self.state is PlanState.IN_BEOORDELING)
    @rule(pairs=st.sampled_from([None, PAIRS[:1], PAIRS]), days=st.integers(1, 400))
    def approve(self, pairs: tuple[tuple[str, str], ...] | None, days: int) -> None:
        eind = self.today + timedelta(days=days)
        given = {"pairs": pairs, "eind": eind, "reason": "Omdat."}
        self.tried(True, review_steps.approve, self.decider(), self.plan, self.lock(), **given)
        model, kept = self.model, self.model.pairs
        model.live = Text(model.draft.answer, dict(model.draft.werkplekken))
        model.pairs = {pair: kept.get(pair, False) for pair in pairs or PAIRS}
        model.eind, model.withdrawn = eind, False
        for public_id in model.live.werkplekken:
            model.confirmed[public_id] = max(model.confirmed.get(public_id, date.min), model.submitted)

    @precondition(lambda self: self.state is PlanState.IN_BEOORDELING)
    @rule()
    def reject(self) -> None:
        self.tried(True, review_steps.reject, self.decider(), self.plan, self.lock(), "Niet goed.")

    @precondition(lambda self: self.sensible(PlanState.GOEDGEKEURD, PlanState.AFGEWEZEN))
    @rule()
    def new_version(self) -> None:
        allowed = self.state in (PlanState.GOEDGEKEURD, PlanState.AFGEWEZEN)
        self.tried(allowed, plan_steps.new_version, self.actor, self.plan)

    @precondition(lambda self: self.model.live is not None)
    @rule()
    def withdraw(self) -> None:
        if self.tried(self.model.in_force(self.today), plan_steps.withdraw, self.actor, self.plan):
            self.model.withdrawn = True

    @precondition(lambda self: self.model.live is not None)
    @rule(whole=st.booleans(), to=st.booleans())
    def suspend_or_resume(self, whole: bool, to: bool) -> None:
        [pair, *_] = self.model.pairs
        now = self.model.suspended if whole else self.model.pairs[pair]
        named: dict[str, Any] = {"reason": "Klacht.", "pairs": None if whole else [pair]}
        step = suspension.suspend if to else suspension.resume
        if self.tried(self.model.in_force(self.today) and now is not to, step, world.REVIEWER, self.plan, **named):
            if whole:
                self.model.suspended = to
            else:
                self.model.pairs[pair] = to

    @precondition(lambda self: self.model.live is not None and self.model.suspended)
    @rule()
    def resume_whole(self) -> None:
        """Apart as well: so a suspended plan comes back in most runs, not by chance alone."""
        if self.tried(self.model.in_force(self.today), suspension.resume, world.REVIEWER, self.plan, reason="Klaar."):
            self.model.suspended = False

    @rule(free=st.integers(0, 2), paused=st.booleans())
    def change_live_facts(self, free: int, paused: bool) -> None:
        for werkplek in live_facts.live_werkplekken(self.context, self.actor)[:1]:
            change = LiveChange({offer.token: free for offer in werkplek.offers}, paused)
            live_facts.save_live(self.context, self.actor, {werkplek.public_id: change})
            self.model.events += 1 + (paused is not werkplek.paused)

    @rule()
    def confirm_all(self) -> None:
        werkplekken = live_facts.live_werkplekken(self.context, self.actor)
        live_facts.confirm(self.context, self.actor)
        self.model.confirmed |= {w.public_id: self.today for w in werkplekken}
        self.model.events += bool(werkplekken)

    @rule(days=st.sampled_from([1, 20, 100, 400]))
    def time_passes(self, days: int) -> None:
        self.clock.forward(days)
        ended = expire(self.context)
        self.reached["expire"] += ended
        self.model.events += ended

    @invariant()
    def nothing_else_is_public(self) -> None:
        wanted = self.model.shown(self.today)
        self.reached[PUBLIC if wanted else NOT_PUBLIC] += 1
        if self.looked_at == (self.commits.total(), self.today, repr(self.model)):
            return
        world.renew(self.context)
        page = find(self.context, SearchRequest(plaats="Apeldoorn", per_pagina=50))
        assert {card.id: card.naam for card in page.cards} == wanted
        tokens = {p for (_, p), off in self.model.pairs.items() if not off}
        for public_id in {*self.model.draft.werkplekken, *wanted}:
            public = get_public(self.context, public_id)
            assert (public is not None) is (public_id in wanted)
            if public is not None and self.model.live is not None:
                assert (public.card.naam, public.antwoorden[0][1]) == (wanted[public_id], self.model.live.answer)
                assert {p.token for p in public.producten} <= tokens
        assert self.context.engine.ids() == set(wanted)
        self.looked_at = (self.commits.total(), self.today, repr(self.model))

    @invariant()
    def each_step_is_one_event(self) -> None:
        with self.context.database.read() as session:
            counted = session.exec(select(func.count()).select_from(PlanEvent)).one()
            self.state = session.exec(self.newest_state).one()
        assert counted == self.model.events

    def teardown(self) -> None:
        self.context.close()
