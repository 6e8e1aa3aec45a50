"""Settings from the environment, all checked at start. The table for people is `docs/settings.md`; a test compares.

Every setting has a default with which the portal runs embedded, on one machine, for development. With
PORTAL_ENV=production the development values are refused.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from portal.resources import static_path

DEVELOPMENT_SECRET = "development-only-not-a-secret-not-a-secret"  # noqa: S105  refused in production
DEVELOPMENT_CONTACT_KEY = "ZGV2ZWxvcG1lbnQtb25seS1ub3QtYS1zZWNyZXQtISE="
SHORTEST_SECRET = 32  # characters
DATABASE_SCHEMES = ("sqlite", "postgresql+psycopg")
_HOW_TO_MAKE = 'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
_HOW_TO_MAKE_CONTACT_KEY = (
    'Make one with: python3 -c "import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())"'
)


class SettingError(ValueError):
    """One setting that cannot be used: its name, what is wrong with it and what to do."""

    def __init__(self, name: str, what_is_wrong: str, what_to_do: str) -> None:
        super().__init__(f"{name}: {what_is_wrong}. {what_to_do}")
        self.name = name
        self.what_is_wrong = what_is_wrong
        self.what_to_do = what_to_do


class InvalidSettings(Exception):
    """All settings that cannot be used, at once, so that a start is not tried once per mistake."""

    def __init__(self, errors: list[SettingError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = tuple(errors)


@dataclass(frozen=True, slots=True)
class Settings:
    """The portal's settings. Secrets stay out of `repr`, so out of logs and tracebacks."""

    env: Literal["development", "production"]
    host: str  # address the web server listens on
    port: int
    public_url: str  # without a slash at the end
    proxy_hops: int  # reverse proxies in front, whose X-Forwarded-* headers are believed (reliability.md P25)
    web_workers: int
    state_dir: Path
    database_url: str = field(repr=False)
    search_engine: Literal["embedded", "meilisearch"]
    meilisearch_url: str
    meilisearch_index: str
    meilisearch_search_key: str = field(repr=False)
    meilisearch_index_key: str = field(repr=False)
    meaning: Literal["on", "off"]
    secret_key: str = field(repr=False)
    contact_key: str = field(repr=False)
    smtp_url: str | None = field(repr=False)
    mail_from: str  # the address that mails come from
    contact_email: str  # whom re-users of the open data, and finders of a weakness, may write to
    geocoder: Literal["offline", "pdok"]
    map_tiles: Literal["none", "pdok"]
    theme: str

    @property
    def production(self) -> bool:
        """Whether real people use this portal."""
        return self.env == "production"

    @property
    def index_path(self) -> Path:
        """The embedded engine's own file, beside the database, never in it: a rebuild blocks no writes."""
        return self.state_dir / "index.db"

    @property
    def vectors_path(self) -> Path:
        """What the offers mean, beside the index whatever the engine: derived data, one writer."""
        return self.state_dir / "vectors.db"


class _Reader:
    """Reads values one by one and gathers what is wrong."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.errors: list[SettingError] = []

    def wrong(self, name: str, what_is_wrong: str, what_to_do: str) -> None:
        """Note a fault and read on."""
        self.errors.append(SettingError(name, what_is_wrong, what_to_do))

    def text(self, name: str, default: str, check: Callable[[str], tuple[str, str] | None] | None = None) -> str:
        """A text; empty counts as not set. `check` answers (what is wrong, what to do) or None."""
        value = self._environ.get(name, "").strip() or default
        fault = check(value) if check and value else None
        if fault:
            self.wrong(name, *fault)
        return value

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        value = self.text(name, str(default))
        if re.fullmatch(r"[0-9]{1,9}", value) and low <= int(value) <= high:
            return int(value)
        self.wrong(name, f'"{value}" is not a whole number from {low} to {high}', f"Leave it out for {default}.")
        return default

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> Any:
        """One of a few words."""
        value = self.text(name, default)
        if value not in choices:
            self.wrong(name, f'"{value}" is not known', f"Choose one of: {', '.join(choices)}.")
            return default
        return value


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read and check every setting; raises InvalidSettings with all faults."""
    read = _Reader(environ)
    port = read.number("PORT", 8000, 1, 65535)
    state_dir = Path(read.text("STATE_DIR", "var", _has_no_nul)).absolute()
    public_url = read.text("PUBLIC_URL", f"http://127.0.0.1:{port}", _web_address).rstrip("/")
    settings = Settings(
        env=read.choice("PORTAL_ENV", "development", ("development", "production")),
        host=read.text("HOST", "127.0.0.1", _listen_address),
        port=port,
        public_url=public_url,
        proxy_hops=read.number("PROXY_HOPS", 0, 0, 5),
        web_workers=read.number("WEB_WORKERS", 2, 1, 64),
        state_dir=state_dir,
        database_url=read.text("DATABASE_URL", f"sqlite:///{state_dir / 'portal.db'}", _database_address),
        search_engine=read.choice("SEARCH_ENGINE", "embedded", ("embedded", "meilisearch")),
        meilisearch_url=read.text("MEILISEARCH_URL", "http://127.0.0.1:7700", _web_address).rstrip("/"),
        meilisearch_index=read.text("MEILISEARCH_INDEX", "werkplekken", _index_name),
        meilisearch_search_key=read.text("MEILISEARCH_SEARCH_KEY", ""),
        meilisearch_index_key=read.text("MEILISEARCH_INDEX_KEY", ""),
        meaning=read.choice("MEANING", "on", ("on", "off")),
        secret_key=read.text("SECRET_KEY", DEVELOPMENT_SECRET, _long_enough),
        contact_key=read.text("CONTACT_KEY", DEVELOPMENT_CONTACT_KEY, _encryption_key),
        smtp_url=read.text("SMTP_URL", "", _mail_server) or None,
        mail_from=read.text(
            "MAIL_FROM", _own_mail_address("niet-beantwoorden", public_url, "localhost"), _mail_address
        ),
        contact_email=read.text(
            "CONTACT_EMAIL", _own_mail_address("beheer", public_url, "werkplekvinder.example"), _mail_address
        ),
        geocoder=read.choice("GEOCODER", "offline", ("offline", "pdok")),
        map_tiles=read.choice("MAP_TILES", "none", ("none", "pdok")),
        theme=read.text("THEME", "standaard", _theme),
    )
    if settings.production:
        _refuse_development_values(read, environ, settings)
    if read.errors:
        raise InvalidSettings(read.errors)
    return settings


def _refuse_development_values(read: _Reader, environ: Mapping[str, str], settings: Settings) -> None:
    if settings.secret_key == DEVELOPMENT_SECRET:
        read.wrong("SECRET_KEY", "is missing, or is the one for development", _HOW_TO_MAKE)
    if settings.contact_key == DEVELOPMENT_CONTACT_KEY:
        read.wrong("CONTACT_KEY", "is missing, or is the one for development", _HOW_TO_MAKE_CONTACT_KEY)
    address = urlsplit(settings.public_url)
    if address.scheme != "https" or address.hostname in ("localhost", "127.0.0.1", "::1"):
        read.wrong(
            "PUBLIC_URL",
            f'"{settings.public_url}" is not the https address that inwoners use',
            "Give it, such as https://werkplek.gemeente.example",
        )
    if settings.smtp_url is None:
        read.wrong("SMTP_URL", "is missing", "Without mail nobody can register. Give smtp://user:password@host:587")
    if not Path(environ.get("STATE_DIR", "")).is_absolute():
        read.wrong("STATE_DIR", "is missing, or is not a full path", "Give one, such as /var/lib/werkplekvinder")
    if settings.search_engine == "meilisearch":
        for name, key in (
            ("MEILISEARCH_SEARCH_KEY", settings.meilisearch_search_key),
            ("MEILISEARCH_INDEX_KEY", settings.meilisearch_index_key),
        ):
            if not key:
                read.wrong(name, "is missing", "Make it with 'portal meilisearch-keys'.")


def _has_no_nul(value: str) -> tuple[str, str] | None:
    return ("holds a NUL byte", "Give the path of a folder.") if "\0" in value else None


def _listen_address(value: str) -> tuple[str, str] | None:
    if re.fullmatch(r"[0-9A-Za-z.:-]{1,253}", value):
        return None
    return (f'"{value}" is not an address to listen on', "Give one, such as 127.0.0.1 or 0.0.0.0, without a port.")


def _web_address(value: str) -> tuple[str, str] | None:
    try:
        address = urlsplit(value)
        good = address.scheme in ("http", "https") and address.hostname and address.port != 0
    except ValueError:
        good = False
    if good and not address.username and not address.query and not address.fragment and not re.search(r"\s", value):
        return None
    return (f'"{value}" is not a web address', "Give one that starts with http:// or https://, without user or query.")


def _database_address(value: str) -> tuple[str, str] | None:
    scheme, separator, rest = value.partition("://")  # the value itself may hold a password: never shown
    if scheme not in DATABASE_SCHEMES or not separator:
        return (f'"{scheme}" is not a database we know', f"Start it with {' or '.join(DATABASE_SCHEMES)}, then ://")
    if scheme == "sqlite" and (not rest.startswith("/") or rest in ("/", "/:memory:")):
        return ("names no file", "Give sqlite:////full/path/portal.db; web and worker must see the same file.")
    if scheme != "sqlite" and not rest.partition("?")[0].partition("/")[2]:
        return ("names no database", "Give postgresql+psycopg://user:password@host/database")
    return None


def _long_enough(value: str) -> tuple[str, str] | None:
    if len(value) >= SHORTEST_SECRET:
        return None
    return (f"has {len(value)} characters, {SHORTEST_SECRET} is the least", _HOW_TO_MAKE)


def _encryption_key(value: str) -> tuple[str, str] | None:
    try:
        key = base64.urlsafe_b64decode(value.encode())
    except (binascii.Error, ValueError):
        key = b""
    return None if len(key) == 32 else ("is not a key of 32 bytes in base64", _HOW_TO_MAKE_CONTACT_KEY)


def _own_mail_address(name: str, public_url: str, else_host: str) -> str:
    try:
        host = urlsplit(public_url).hostname or ""
    except ValueError:  # told by the check of PUBLIC_URL
        host = ""
    return f"{name}@{host if re.search('[a-z]', host) and '.' in host else else_host}"


def _mail_address(value: str) -> tuple[str, str] | None:
    if re.fullmatch(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,190}", value):
        return None
    return (f'"{value}" is not a mail address', "Give one without a name, such as niet-beantwoorden@gemeente.example")


def _mail_server(value: str) -> tuple[str, str] | None:
    try:
        address = urlsplit(value)
        good = address.scheme in ("smtp", "smtps") and address.hostname and address.port != 0
    except ValueError:
        good = False
    return (
        None if good else ("is not a mail server", "Give smtp://user:password@host:587 or smtps://user:password@host")
    )


def _index_name(value: str) -> tuple[str, str] | None:
    if re.fullmatch(r"[a-z0-9][a-z0-9-]{0,99}", value):
        return None
    return (f'"{value}" is not a name of an index', "Give lower-case letters, digits and hyphens, such as werkplekken.")


def _theme(value: str) -> tuple[str, str] | None:
    known = sorted(path.stem.removeprefix("thema-") for path in (static_path() / "css").glob("thema-*.css"))
    if value in known:
        return None
    return (f'"{value}" is not a theme', f"Choose one of: {', '.join(known)}.")
