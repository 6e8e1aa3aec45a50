"""`python -m portal` is the command `portal`, also in a checkout that is not installed."""

from portal.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
