"""Feeds and asks the search engine."""
