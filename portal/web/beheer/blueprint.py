"""The blueprint of all pages under /beheer."""

from flask import Blueprint

pages = Blueprint("beheer", __name__, url_prefix="/beheer")
