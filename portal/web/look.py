"""What every page needs from the application: language, static files and the Jinja globals of the templates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from portal.web import access, csrf, labels, language, links, navigation, static_files, texts, wishes


@dataclass(frozen=True, slots=True)
class Site:
    """What the header and the footer say. `theme` names `static/css/thema-<theme>.css`; `demo` shows the banner."""

    name: str = "Werkplekvinder"
    theme: str = "standaard"
    demo: bool = False


def register(app: Flask, static_folder: Path, site: Site | None = None) -> None:
    """Install the look; call once, after the app exists and before its first request.

    Raises `ValueError` when the theme has no style sheet, so that a wrong THEME stops the start.
    """
    site = site or Site()
    language.register(app)
    texts.register(app)
    files = static_files.register(app, static_folder)
    if f"css/thema-{site.theme}.css" not in files.files:
        known = sorted(n[len("css/thema-") : -4] for n in files.files if n.startswith("css/thema-"))
        raise ValueError(f"THEME={site.theme!r} has no static/css/thema-{site.theme}.css; known: {', '.join(known)}")
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["bron"] = labels.source
    app.jinja_env.globals.update(
        site=site,
        search_values=links.search_values,
        with_query=links.with_query,
        without_value=links.without_value,
        without_filters=links.without_filters,
        page_window=links.page_window,
        actor_or_none=access.actor_or_none,
        role_menu=navigation.role_menu,
        csrf_field=csrf.field,
        csrf_token=csrf.token,
        facet_label=labels.facet_label,
        dagdeel_label=labels.dagdeel_label,
        taal_label=labels.taal_label,
        guidance_label=labels.guidance_label,
        days_ago=labels.days_ago,
        long_date=labels.long_date,
        kept_date=labels.kept_date,
        distance=labels.distance,
        euro=labels.euro,
        wish_label=wishes.wish_label,
        dagdeel_chips=wishes.dagdeel_chips,
        stands_on=labels.STANDS_ON,
        aims_at=labels.AIMS_AT,
    )
