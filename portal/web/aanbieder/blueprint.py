"""The blueprint of all pages under /aanbieder."""

from flask import Blueprint

from portal.domain.actor import Role

MEMBERS = (Role.ORGANISATIEBEHEERDER, Role.MEDEWERKER)
pages = Blueprint("aanbieder", __name__, url_prefix="/aanbieder")
