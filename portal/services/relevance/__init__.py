"""The yardstick: how well people find work in their own words (docs/relevance.md)."""
