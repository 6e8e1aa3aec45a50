"""The blueprint of all pages around one's account; and what to say when something was tried too often."""

from flask import Blueprint

pages = Blueprint("account", __name__)

TOO_OFTEN = "Dit is te vaak geprobeerd. Wacht 5 minuten en probeer het dan opnieuw."
TOO_OFTEN_HOUR = "Dit is te vaak gevraagd. Wacht een uur en probeer het dan opnieuw."
