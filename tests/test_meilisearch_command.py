"""`portal meilisearch-keys` and the keys of a demo, on a real server."""

import pytest

from portal.cli import main
from portal.config import load_settings
from portal.launch import with_search_keys
from portal.services.context import open_engine
from portal.supervisor import StartFailed
from tests.plugins.meilisearch import Server, remove_indexes


@pytest.fixture
def environ(meilisearch_server: Server, meilisearch_index: str) -> dict[str, str]:
    """What an operator sets."""
    return {
        "SEARCH_ENGINE": "meilisearch",
        "MEILISEARCH_URL": meilisearch_server.url,
        "MEILISEARCH_MASTER_KEY": meilisearch_server.master_key,
        "MEILISEARCH_INDEX": meilisearch_index,
    }


def run(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> int:
    """The command, with this environment."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return main(["meilisearch-keys"])


def test_it_prints_settings_that_work_and_the_same_ones_each_time(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (run(environ, monkeypatch), run(environ, monkeypatch)) == (0, 0)
    lines = capsys.readouterr().out.splitlines()
    assert lines[:5] == lines[5:]
    engine = open_engine(load_settings(dict(line.split("=", 1) for line in lines[:5])), writes=True)
    assert engine.rebuild([{"id": "a", "rank_key": "k"}]) == 1
    assert engine.ids() == {"a"}


def test_a_wrong_or_missing_master_key_is_told(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run({**environ, "MEILISEARCH_MASTER_KEY": "wrong"}, monkeypatch) == 1
    assert "refuses this master key" in capsys.readouterr().err
    assert run({**environ, "MEILISEARCH_MASTER_KEY": ""}, monkeypatch) == 2
    assert "MEILI_MASTER_KEY" in capsys.readouterr().err


def test_a_demo_makes_its_keys_and_hands_no_master_key_on(environ: dict[str, str], meilisearch_server: Server) -> None:
    chosen = with_search_keys(environ, lambda _: None)
    assert "MEILISEARCH_MASTER_KEY" not in chosen
    settings = load_settings(chosen)
    assert meilisearch_server.master_key not in (settings.meilisearch_search_key, settings.meilisearch_index_key)
    assert open_engine(settings, writes=True).rebuild([]) == 0
    remove_indexes(meilisearch_server, settings.meilisearch_index)


def test_a_demo_on_a_server_that_is_not_there_says_so(environ: dict[str, str]) -> None:
    with pytest.raises(StartFailed, match="not reached"):
        with_search_keys({**environ, "MEILISEARCH_URL": "http://127.0.0.1:9"}, lambda _: None)


def test_the_embedded_engine_needs_no_keys() -> None:
    assert with_search_keys({"MEILISEARCH_MASTER_KEY": "x"}, lambda _: None) == {}
