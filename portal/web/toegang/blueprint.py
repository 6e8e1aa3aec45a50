"""The blueprint of all pages under /toegang."""

from flask import Blueprint

pages = Blueprint("toegang", __name__, url_prefix="/toegang")
