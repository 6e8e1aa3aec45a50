"""Static files: addresses with a hash, long caching, packing; and what the style sheets may not do."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from portal.resources import static_path
from portal.web import look

LARGE = 307200


def _client_and_url(app: Flask, name: str) -> tuple[object, str]:
    with app.test_request_context():
        return app.test_client(), app.jinja_env.globals["static_url"](name)


def test_under_the_present_hash_it_may_be_kept_for_a_year(looking: Flask) -> None:
    client, url = _client_and_url(looking, "css/portaal.css")
    answer = client.get(url)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content_type == "text/css; charset=utf-8"
    assert answer.data == (static_path() / "css" / "portaal.css").read_bytes()


def test_under_another_hash_the_present_file_comes_uncached(looking: Flask) -> None:
    answer = looking.test_client().get("/static/000000000000/css/portaal.css")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


def test_texts_are_packed_for_who_accepts_that(looking: Flask) -> None:
    client, url = _client_and_url(looking, "vendor/nlds.css")
    packed = client.get(url, headers={"Accept-Encoding": "br, gzip"})
    assert (packed.headers["Content-Encoding"], packed.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(packed.data) == client.get(url).data
    assert "Content-Encoding" not in client.get(url, headers={"Accept-Encoding": "gzip;q=0"}).headers


@pytest.mark.parametrize(
    "path", ["../portal/config.py", "%2e%2e/pyproject.toml", "vendor/build.py", "css", "css/", "nope.css", "css/%00"]
)
def test_nothing_outside_the_list_is_served(looking: Flask, path: str) -> None:
    assert looking.test_client().get(f"/static/000000000000/{path}").status_code == 404


def test_a_changed_file_changes_every_address(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "thema-standaard.css").write_text("a")
    (tmp_path / "icon.svg").write_text("<svg/>")
    urls = []
    for content in ("<svg/>", "<svg />"):
        (tmp_path / "icon.svg").write_text(content)
        app = Flask("portal", static_folder=None)
        look.register(app, tmp_path)
        urls.append(_client_and_url(app, "css/thema-standaard.css")[1])
    assert urls[0] != urls[1]


def test_a_mistyped_name_in_a_template_is_an_error(looking: Flask) -> None:
    with pytest.raises(KeyError, match=r"css/portal\.css"):
        _client_and_url(looking, "css/portal.css")


def test_a_theme_without_a_style_sheet_stops_the_start() -> None:
    with pytest.raises(ValueError, match=r"THEME='zuid'.*known: .*standaard"):
        look.register(Flask("portal", static_folder=None), static_path(), look.Site(theme="zuid"))


@pytest.mark.parametrize("path", sorted(static_path().rglob("*.css")), ids=lambda path: path.name)
def test_style_sheets_load_only_files_that_are_here(path: Path) -> None:
    addresses = re.findall(r"url\(\s*[\"']?([^\"')]+)", path.read_text(encoding="utf-8"))
    assert [a for a in addresses if ":" in a or not (path.parent / a).is_file()] == []
    assert "@import" not in path.read_text(encoding="utf-8")


def test_what_every_page_loads_stays_small(looking: Flask) -> None:
    names = ["vendor/nlds.css", "vendor/nlds-basis-thema.css", "css/portaal.css", "css/onderdelen.css"]
    assert sum((static_path() / name).stat().st_size for name in names) < LARGE
    assert (static_path() / "js" / "zoeken.js").stat().st_size <= 2048


def test_every_vendored_file_says_its_licence() -> None:
    vendor = static_path() / "vendor"
    assert all("EUPL-1.2" in sheet.read_text(encoding="utf-8")[:200] for sheet in vendor.glob("*.css"))
    about = (vendor / "README.md").read_text(encoding="utf-8")
    assert {"LICENSE-EUPL-1.2.md", "LICENSE-OFL-1.1.txt"} <= {p.name for p in vendor.iterdir()}
    assert "OFL-1.1" in about
