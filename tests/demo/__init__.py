"""The demo data files and the generator of made-up offers."""
