"""The inwoner's pages. Each: who, form, one service call, answer."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.services.locate import locate
from portal.services.paper import plan_pdf
from portal.services.paper_rows import public_paper
from portal.services.werkplekken import get_public
from portal.web import searching
from portal.web.access import public
from portal.web.current import context, settings
from portal.web.downloads import pdf_download
from portal.web.language import page_url
from portal.web.links import search_values, with_query
from portal.web.search_form import parse

pages = Blueprint("inwoner", __name__)


def register(app: Flask) -> None:
    """Add the pages to the application."""
    app.register_blueprint(pages)


@pages.get("/")
@public
def home() -> str:
    """What this is, and where to start."""
    catalogue = context().catalogue
    return render_template(
        "inwoner/home.html",
        regelingen=catalogue.regelingen.all,
        gemeenten=catalogue.gemeente_names,
        branches=catalogue.branches.all,
    )


@pages.get("/zoeken")
@public
def zoeken() -> Response:
    """The search page."""
    return searching.results("inwoner/zoeken.html")


@pages.get("/werkplekken/<string:address>")
@public
def werkplek(address: str) -> ResponseReturnValue:
    """One werkplek. The id before the first hyphen finds it; another tail is sent to the present name."""
    here = context()
    public_id, _, tail = address.partition("-")
    parsed = parse(request.args, here.catalogue)
    reference = here.catalogue.reference
    place = locate(parsed.request.plaats, reference, here.geocoder, parsed.request.gemeente).place
    page = get_public(here, public_id, place)
    if page is None:
        return render_template("fouten/fout.html", code=404, soort="werkplek"), 404
    if tail != page.card.slug:
        return redirect(
            page_url(f"/werkplekken/{public_id}-{page.card.slug}") + with_query(search_values(parsed.request))
        )
    return render_template("inwoner/werkplek.html", page=page, form=parsed.request, today=here.today())


@pages.get("/plannen/<string:aanbieder>/<string:naam>.pdf")
@public
def plan(aanbieder: str, naam: str) -> Response:
    """The public part of an aanbieder's plan on paper, while something of it is published."""
    paper = public_paper(context(), aanbieder, naam)
    if paper is None:
        abort(404)
    return pdf_download(plan_pdf(paper), "plan-van-aanpak", paper.aanbieder)


@pages.get("/hoe-werkt-de-volgorde")
@public
def volgorde() -> str:
    """The published order of results."""
    return render_template("inwoner/volgorde.html", today=context().today())


@pages.get("/regelingen")
@public
def regelingen() -> ResponseReturnValue:
    """The list stands on the start page; this is for who takes the end off an address."""
    return redirect(page_url("/") + "#regelingen")


@pages.get("/regelingen/<string:naam>")
@public
def regeling(naam: str) -> str:
    """One regeling: what the products are, for whom, what it costs."""
    here = context()
    found = here.catalogue.regelingen.get(naam)
    if found is None:
        abort(404)
    names = {code: here.catalogue.reference.gemeente_naam(code) for code in found.gemeenten}
    return render_template("inwoner/regeling.html", regeling=found, gemeenten=names, today=here.today())


@pages.get("/toegankelijkheid")
@public
def toegankelijkheid() -> str:
    """How accessible the portal is, without a claim it cannot make."""
    return render_template("inwoner/toegankelijkheid.html")


@pages.get("/privacy")
@public
def privacy() -> str:
    """What is not stored about a visitor."""
    return render_template("inwoner/privacy.html")


@pages.get("/zwakke-plek-melden")
@public
def zwakke_plek_melden() -> str:
    """Whom to tell about a weakness, and what happens then; `security.txt` names this page."""
    return render_template("inwoner/zwakke_plek.html", adres=settings().contact_email)


@pages.get("/bronnen")
@public
def bronnen() -> str:
    """Sources of the facts and licences of what is used."""
    return render_template("inwoner/bronnen.html")
