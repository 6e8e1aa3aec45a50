"""Settings: each default runs, each wrong value stops the start with its name and what to do."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from portal.config import DEVELOPMENT_SECRET, InvalidSettings, load_settings

TABLE = Path(__file__).parent.parent / "docs" / "settings.md"
PRODUCTION = {
    "SMTP_URL": "smtp://mail.gemeente.example:587",
    "PORTAL_ENV": "production",
    "PUBLIC_URL": "https://werkplek.gemeente.example/",
    "STATE_DIR": "/srv/werkplekvinder",
    "SECRET_KEY": "x" * 48,
    "CONTACT_KEY": "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=",
}


class Recorder(Mapping[str, str]):
    """An empty environment that remembers what was asked."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def faults(environ: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by the name of the setting."""
    with pytest.raises(InvalidSettings) as caught:
        load_settings(environ)
    return {error.name: str(error) for error in caught.value.errors}


def test_an_empty_environment_runs_embedded() -> None:
    settings = load_settings({})
    assert (settings.search_engine, settings.geocoder, settings.port) == ("embedded", "offline", 8000)
    assert settings.database_url == f"sqlite:///{Path('var/portal.db').absolute()}"


def test_an_empty_value_is_the_default() -> None:
    assert load_settings({"PORT": "", "SMTP_URL": " "}) == load_settings({})


def test_the_public_address_follows_the_port() -> None:
    assert load_settings({"PORT": "8123"}).public_url == "http://127.0.0.1:8123"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "eight"),
        ("PORT", "²"),
        ("HOST", "http://0.0.0.0"),
        ("PUBLIC_URL", "werkplek.example"),
        ("PUBLIC_URL", "ftp://werkplek.example"),
        ("PUBLIC_URL", "http://werkplek.example:99999"),
        ("PUBLIC_URL", "http://[::1"),
        ("PUBLIC_URL", "https://user:pass@werkplek.example"),
        ("PROXY_HOPS", "-1"),
        ("WEB_WORKERS", "0"),
        ("STATE_DIR", "a\0b"),
        ("DATABASE_URL", "mysql://localhost/portal"),
        ("DATABASE_URL", "postgresql://localhost/portal"),
        ("DATABASE_URL", "postgresql+psycopg://localhost"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "portal.db"),
        ("SEARCH_ENGINE", "elastic"),
        ("MEILISEARCH_URL", "localhost:7700"),
        ("SECRET_KEY", "short"),
        ("CONTACT_KEY", "not base64!"),
        ("CONTACT_KEY", "c2hvcnQ="),
        ("SMTP_URL", "http://mail.example"),
        ("MAIL_FROM", "Portaal <post@mail.example>"),
        ("CONTACT_EMAIL", "bel ons"),
        ("GEOCODER", "google"),
        ("MAP_TILES", "osm"),
        ("THEME", "../../etc/passwd"),
        ("PORTAL_ENV", "prod"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    assert set(faults({name: value})) == {name}


def test_all_faults_are_told_at_once() -> None:
    assert set(faults({"PORT": "x", "GEOCODER": "y", "SECRET_KEY": "z"})) == {"PORT", "GEOCODER", "SECRET_KEY"}


def test_a_choice_tells_what_is_possible() -> None:
    assert "offline, pdok" in faults({"GEOCODER": "google"})["GEOCODER"]


def test_production_settings_are_accepted() -> None:
    settings = load_settings(PRODUCTION)
    assert settings.production
    assert settings.public_url == "https://werkplek.gemeente.example"


@pytest.mark.parametrize("public_url", ["http://127.0.0.1:8000", "http://localhost:8000", "https://w.gemeente.example"])
def test_the_address_to_write_to_is_one_that_the_linter_of_nlgov_takes(public_url: str) -> None:
    """oas3-schema: a name, and a host with a dot."""
    assert re.fullmatch(r"beheer@([a-z0-9-]+\.)+[a-z]+", load_settings({"PUBLIC_URL": public_url}).contact_email)


def test_people_can_write_to_the_address_that_the_portal_runs_on() -> None:
    assert load_settings(PRODUCTION).contact_email == "beheer@werkplek.gemeente.example"


@pytest.mark.parametrize("name", ["PUBLIC_URL", "STATE_DIR", "SECRET_KEY", "CONTACT_KEY", "SMTP_URL"])
def test_production_refuses_what_is_left_out(name: str) -> None:
    assert set(faults({**PRODUCTION, name: ""})) == {name}


@pytest.mark.parametrize(
    ("name", "value"),
    [("PUBLIC_URL", "http://werkplek.example"), ("STATE_DIR", "var"), ("SECRET_KEY", DEVELOPMENT_SECRET)],
)
def test_production_refuses_a_value_for_development(name: str, value: str) -> None:
    assert set(faults({**PRODUCTION, name: value})) == {name}


def test_production_with_meilisearch_needs_both_keys() -> None:
    wrong = faults({**PRODUCTION, "SEARCH_ENGINE": "meilisearch"})
    assert set(wrong) == {"MEILISEARCH_SEARCH_KEY", "MEILISEARCH_INDEX_KEY"}


def test_no_secret_is_shown() -> None:
    secrets = {"SECRET_KEY": "s3cret" * 8, "DATABASE_URL": "postgresql+psycopg://u:s3cret@h/db"}
    assert "s3cret" not in repr(load_settings({**PRODUCTION, **secrets}))
    assert "s3cret" not in str(faults({"DATABASE_URL": "mysql://u:s3cret@h/db", "SMTP_URL": "x://u:s3cret@h"}))


def table() -> dict[str, str]:
    """Name and default as docs/settings.md tells them."""
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", TABLE.read_text(), re.MULTILINE))


def test_the_table_in_the_docs_names_every_setting_and_no_other() -> None:
    recorder = Recorder()
    load_settings(recorder)
    assert set(table()) == recorder.asked


def test_the_table_in_the_docs_tells_the_defaults() -> None:
    told = {name: default.strip("`") for name, default in table().items() if re.fullmatch(r"`[^`<]+`", default)}
    assert load_settings(told) == load_settings({})
