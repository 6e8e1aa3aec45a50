"""The tokens of two query keys (design/api.md): parts of the week, and how near the guidance is."""

DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
PARTS = ("ochtend", "middag", "avond")
DAGDELEN: tuple[str, ...] = tuple(f"{day}-{part}" for day in DAYS for part in PARTS)
BEGELEIDING: tuple[str, ...] = ("nabij", "op-afstand")
