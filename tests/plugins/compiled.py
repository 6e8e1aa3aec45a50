"""What each application compiles anew from the same files is compiled once per test process.

Hundreds of tests make an application of their own, thousands an engine on a database. A third of their time went to
compiling templates, the functions that build addresses, and SQL, each time to the same. Nothing that they may change is
shared: a template is known by its text and by the settings of its environment, a builder by its rule and defaults, and
SQL by the statement.
"""

from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from werkzeug.routing import Rule

from portal.store import db

_make_builder = Rule._compile_builder
_builders: dict[tuple[object, ...], Callable[..., Any]] = {}
_open_engine = db.open_engine
_engines: dict[str, Engine] = {}


def keep_sql_of(engine: Engine) -> None:
    """Let later engines of this kind of database start with the SQL of this one, which was connected."""
    _engines.setdefault(engine.name, engine)


def _engine(url: str) -> Engine:
    """An engine with connections of its own; SQLAlchemy finds compiled SQL by the dialect and the statement."""
    engine = _open_engine(url)
    if kept := _engines.get(engine.name):
        engine.dialect, engine._compiled_cache = kept.dialect, kept._compiled_cache
    return engine


class Compiled(BytecodeCache):
    """The code of templates, in memory."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand over the code when this text was compiled in such an environment before."""
        bucket.code = self._kept.get(_known_by(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        if bucket.code is not None:
            self._kept[_known_by(bucket)] = bucket.code


def _known_by(bucket: Bucket) -> tuple[object, ...]:
    made: Environment = bucket.environment
    settings = (made.trim_blocks, made.lstrip_blocks, made.undefined, made.autoescape, *sorted(made.extensions))
    return bucket.key, bucket.checksum, *map(str, settings), *sorted(made.filters), *sorted(made.tests)


def _builder(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
    """The function of a rule that builds its address; it gets the rule itself at each call."""
    defaults = sorted((rule.defaults or {}).items())
    converters = [(name, type(found).__qualname__) for name, found in sorted(rule._converters.items())]
    key = (rule.rule, str(rule._trace), repr(defaults), str(converters), append_unknown)
    if key not in _builders:
        _builders[key] = _make_builder(rule, append_unknown)
    return _builders[key]


def pytest_configure() -> None:
    """From here on, for every application of this process."""
    Rule._compile_builder = _builder  # type: ignore[method-assign]
    db.open_engine = _engine
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}


def pytest_unconfigure() -> None:
    """As before."""
    Rule._compile_builder = _make_builder  # type: ignore[method-assign]
    db.open_engine = _open_engine
    Flask.jinja_options = {name: value for name, value in Flask.jinja_options.items() if name != "bytecode_cache"}
