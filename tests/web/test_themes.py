"""Contrast of every theme, by the formula of WCAG 2.2: text 4.5 to 1, borders of fields and buttons 3 to 1."""

import re
from pathlib import Path

import pytest

from portal.resources import static_path

CSS = static_path()
BASE = CSS / "vendor" / "nlds-basis-thema.css"
THEMES = sorted((CSS / "css").glob("thema-*.css"))
# (foreground, background) as palette names; every pair that portaal.css and onderdelen.css put together.
TEXT = [
    ("wit", "violet-500"), ("wit", "violet-600"), ("violet-600", "violet-100"), ("violet-600", "violet-50"),
    ("violet-500", "wit"),
    *((link, back) for link in ("blauw-500",) for back in ("wit", "violet-50", "violet-100", "groen-50", "rood-50")),
    *((text, back) for text in ("grijs-700", "grijs-500") for back in ("wit", "grijs-100", "violet-50", "violet-100")),
    ("grijs-700", "geel-100"), ("grijs-500", "geel-100"), ("grijs-600", "grijs-200"), ("geel-700", "geel-100"),
    ("groen-600", "groen-100"), ("oranje-600", "oranje-100"), ("rood-600", "rood-100"), ("rood-500", "wit"),
]  # fmt: skip
SHAPES = [
    ("grijs-400", "wit"),
    ("grijs-400", "violet-100"),
    ("violet-500", "wit"),
    ("groen-400", "wit"),
    ("rood-500", "wit"),
]


def _palette(theme: Path) -> dict[str, str]:
    text = BASE.read_text(encoding="utf-8") + theme.read_text(encoding="utf-8")
    return dict(re.findall(r"--voorbeeld-kleuren-([\w-]+):\s*(#[0-9a-fA-F]{6})", text))


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_knows_black_and_white() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES, ids=lambda path: path.stem)
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(theme: Path, front: str, back: str) -> None:
    palette = _palette(theme)
    assert _contrast(palette[front], palette[back]) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda path: path.stem)
@pytest.mark.parametrize(("front", "back"), SHAPES)
def test_shapes_can_be_seen(theme: Path, front: str, back: str) -> None:
    palette = _palette(theme)
    assert _contrast(palette[front], palette[back]) >= 3
