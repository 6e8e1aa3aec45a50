"""Journeys of people, in a real browser, on a portal that really runs."""
