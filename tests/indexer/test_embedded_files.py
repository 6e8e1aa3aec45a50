"""Statements 26 and 27: index files that are missing, damaged, of another version or out of reach."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from indexer import embedded_store as store
from indexer.embedded import EmbeddedEngine
from indexer.engine import SearchQuery, SearchUnavailable
from indexer.generations import Generations


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the index stands."""
    return tmp_path / "map" / "search"


@pytest.fixture
def filled(path: Path) -> Path:
    """A complete index of one document, closed again."""
    engine = EmbeddedEngine(path)
    engine.rebuild([{"id": "a", "title": "bijl", "description": " ".join(f"woord{n}" for n in range(3000))}])
    assert not engine.needs_rebuild
    engine.close()
    return path


def _index(path: Path) -> Path:
    return path.with_name(str(Generations(path).current()))


def _is_away_and_says_so(path: Path) -> bool:
    engine = EmbeddedEngine(path)
    health = engine.health()
    return _is_away(engine) and engine.needs_rebuild and not health.ok and "rebuild" in health.detail


def _is_away(engine: EmbeddedEngine) -> bool:
    try:
        engine.search(SearchQuery("bijl"))
    except SearchUnavailable:
        return engine.ids() == set()
    return False


def _is_healed_by_a_rebuild(path: Path) -> bool:
    engine = EmbeddedEngine(path)
    engine.rebuild([{"id": "b", "title": "bijl"}])
    return [hit.id for hit in engine.search(SearchQuery("bijl")).hits] == ["b"] and not engine.needs_rebuild


def test_a_missing_index_is_no_empty_answer(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Statements 26 and 27: the typed error, so that the page says so, and a line in the log."""
    with caplog.at_level(logging.WARNING), pytest.raises(SearchUnavailable, match="rebuilt"):
        EmbeddedEngine(path).search(SearchQuery("bijl"))
    assert "rebuilt" in caplog.text
    assert not path.parent.exists()  # a reader makes no files
    assert _is_away_and_says_so(path)
    assert _is_healed_by_a_rebuild(path)


def test_writing_to_a_missing_index_works_but_it_still_asks_for_a_rebuild(path: Path) -> None:
    """Statement 26."""
    engine = EmbeddedEngine(path)
    engine.upsert([{"id": "a", "title": "bijl"}])
    assert engine.search(SearchQuery("bijl")).total == 1
    assert engine.needs_rebuild
    assert _is_healed_by_a_rebuild(path)


@pytest.mark.parametrize(
    "content", ["", "{}", "geen json", '{"index": "../elders"}', '{"index": "search.weg.idx"}', "[1]"]
)
def test_an_unreadable_pointer_is_a_missing_index(filled: Path, content: str) -> None:
    """Statement 26."""
    filled.write_text(content)
    assert _is_away_and_says_so(filled)
    assert _is_healed_by_a_rebuild(filled)


def test_a_file_that_is_no_database(filled: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Statement 26: said in the log."""
    _index(filled).write_bytes(b"geen database" * 1000)
    assert _is_away_and_says_so(filled)
    assert "damaged" in caplog.text
    assert _is_healed_by_a_rebuild(filled)


def test_a_file_damaged_inside(filled: Path) -> None:
    """Statement 26: found out on reading, then as a missing index; a write makes a new one."""
    index = _index(filled)
    data = bytearray(index.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    index.write_bytes(data)
    assert _is_away_and_says_so(filled)
    engine = EmbeddedEngine(filled)
    engine.upsert([{"id": "b", "title": "bijl"}])
    assert engine.ids() == {"b"}
    assert _is_healed_by_a_rebuild(filled)


def test_another_version_is_rebuilt(
    filled: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Statement 26: when the fields change, the old file is not read."""
    monkeypatch.setattr(store, "VERSION", "99.1")
    assert _is_away_and_says_so(filled)
    assert "version" in caplog.text
    assert _is_healed_by_a_rebuild(filled)


def test_files_removed_while_in_use(filled: Path) -> None:
    """Statement 26: the running process notices too."""
    engine = EmbeddedEngine(filled)
    assert engine.search(SearchQuery("bijl")).total == 1
    for file in filled.parent.iterdir():
        file.unlink()
    assert _is_away(engine)
    assert engine.needs_rebuild
    engine.upsert([{"id": "b", "title": "bijl"}])
    assert engine.ids() == {"b"}


def test_old_files_are_cleared_away(path: Path) -> None:
    """After many rebuilds only the current file and the one before it stand there."""
    engine = EmbeddedEngine(path)
    for _ in range(5):
        engine.rebuild([{"id": "a"}])
    assert len(list(path.parent.glob("*.idx"))) == 2


def test_out_of_reach_is_a_typed_error(tmp_path: Path) -> None:
    """Statement 27: health does not raise, a write does."""
    (tmp_path / "file").touch()
    engine = EmbeddedEngine(tmp_path / "file" / "search")
    engine.health()
    with pytest.raises(SearchUnavailable):
        engine.upsert([{"id": "a"}])
    with pytest.raises(SearchUnavailable):
        engine.rebuild([])


def test_a_locked_index_is_a_typed_error(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements 25 and 27: after the wait, SearchUnavailable and nothing written; reading goes on."""
    monkeypatch.setattr(store, "BUSY_MS", 50)
    engine = EmbeddedEngine(filled)
    blocker = store.connect(_index(filled))
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(SearchUnavailable):
        engine.upsert([{"id": "b", "title": "bijl"}])
    assert engine.ids() == {"a"}
    blocker.close()
    engine.upsert([{"id": "b", "title": "bijl"}])
    assert engine.ids() == {"a", "b"}
