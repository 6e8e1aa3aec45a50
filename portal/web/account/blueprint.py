"""The blueprint of all pages around one's account; and what to say when something was tried too often."""

from flask import Blueprint

from portal.domain.said import said

pages = Blueprint("account", __name__)

TOO_OFTEN = said("Dit is te vaak geprobeerd. Wacht 5 minuten en probeer het dan opnieuw.")
TOO_OFTEN_HOUR = said("Dit is te vaak gevraagd. Wacht een uur en probeer het dan opnieuw.")
