"""The blueprint of all pages under /gemeente."""

from flask import Blueprint

pages = Blueprint("gemeente", __name__, url_prefix="/gemeente")
