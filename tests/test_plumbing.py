"""The tests' own plumbing: listed skips, the shut network, scaled proofs, and the file for catalogues."""

import socket
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from flask import Flask, render_template
from werkzeug.routing import Map, Rule

from tests.bench import __main__ as bench
from tests.plugins import scale as scale_plugin
from tests.plugins import scratch
from tests.plugins.network import LeavesTheMachine, stays_here
from tests.plugins.skips import ALLOWED, is_allowed, read_allowed

ROOT = Path(__file__).parent.parent
LINES = read_allowed("# note\n\ndesk | *[postgresql* | no server\neverywhere | tests/a.py::* | no java*\n")


@pytest.mark.parametrize(
    ("node", "reason", "in_ci", "allowed"),
    [
        ("tests/store/test_db.py::test_x[postgresql]", "no server", False, True),
        ("tests/store/test_db.py::test_x[postgresql-1]", "no server", False, True),
        ("tests/store/test_db.py::test_x[postgresql]", "no server", True, False),
        ("tests/store/test_db.py::test_x[sqlite]", "no server", False, False),
        ("tests/store/test_db.py::test_x[postgresql]", "flaky", False, False),
        ("tests/a.py::test_y", "no java on this machine", True, True),
        ("tests/b.py::test_y", "no java on this machine", True, False),
    ],
)
def test_a_skip_is_judged_by_place_and_reason(node: str, reason: str, in_ci: bool, allowed: bool) -> None:
    assert is_allowed(LINES, node, reason, in_ci) is allowed


@pytest.mark.parametrize("line", ["tests/a.py | no java", "sometimes | tests/a.py | no java"])
def test_a_line_that_says_too_little_is_refused(line: str) -> None:
    with pytest.raises(pytest.UsageError, match="allowed_skips"):
        read_allowed(line)


def test_the_list_itself_can_be_read() -> None:
    assert read_allowed(ALLOWED.read_text())


@pytest.mark.parametrize("code", ["@pytest.mark.skip(reason='tired')\n", "@pytest.mark.xfail(reason='tired')\n"])
def test_a_skip_that_is_not_listed_fails_the_run(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makepyfile(f"import pytest\n{code}def test_it(): assert False")
    result = pytester.runpytest_subprocess("-p", "tests.plugins.skips", "-p", "no:playwright")
    result.stdout.fnmatch_lines(["*not on the list in tests/allowed_skips.txt*"])
    assert result.ret == 1


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("", True), ("10.0.0.1", False), ("example.org", False)],
)
def test_only_this_machine_is_here(host: str, here: bool) -> None:
    assert stays_here(host) is here


@pytest.mark.parametrize("host", ["example.org", "192.0.2.1"])
def test_a_connection_to_elsewhere_is_refused(host: str) -> None:
    with pytest.raises(LeavesTheMachine):
        socket.create_connection((host, 80), timeout=1)


def test_files_stand_in_memory_only_when_there_is_room(tmp_path: Path) -> None:
    assert scratch.place(str(tmp_path), 1) == str(tmp_path)
    assert scratch.place(str(tmp_path), 10**18) is None
    assert scratch.place(str(tmp_path / "missing"), 1) is None


def test_a_proof_runs_at_a_tenth_unless_in_full(scale: Callable[[int], int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROOF", raising=False)
    assert [scale(200), scale(3)] == [20, 1]
    monkeypatch.setenv("PROOF", "1")
    assert scale(200) == 200


def test_figures_of_an_earlier_run_are_read_back() -> None:
    row = "| lost documents | 0 | 0 | tests/a.py::b | passed | 2026-11-22 |"
    assert scale_plugin.rows(scale_plugin.HEAD + row + "\n") == {"lost documents": row}


def test_publiccode_tells_version_and_licence_as_the_project_does() -> None:
    told = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert (told["softwareVersion"], told["legal"]["license"]) == (project["version"], project["license"])
    assert set(told["description"]) == {"nl", "en"}
    for text in told["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000


def test_a_figure_says_on_which_database_it_was_measured() -> None:
    names = ["test_it[sqlite-embedded]", "test_it[postgresql-chromium]", "test_it"]
    assert [scale_plugin.database_of(name) for name in names] == ["SQLite", "PostgreSQL", ""]


def test_what_is_scaled_belongs_to_the_proof(request: pytest.FixtureRequest) -> None:
    names = {item.name for item in request.session.items if item.get_closest_marker("proof")}
    assert "test_a_proof_runs_at_a_tenth_unless_in_full" in names
    assert request.node.name not in names


def test_figures_of_other_sizes_stay_in_order() -> None:
    text = f"{bench.HEAD}\n## 30000 offers\n\nkept\n\n## Review\n\nx\n\n### y\n\n## 1000 offers\n\nold\n"
    assert bench.in_order(bench.sections(text)) == [
        "## 1000 offers\n\nold",
        "## 30000 offers\n\nkept",
        "## Review\n\nx\n\n### y",
    ]


def test_a_template_with_another_text_or_other_settings_is_compiled_anew(tmp_path: Path) -> None:
    made = []
    for text in ("a{% if 1 %}\nb{% endif %}", "c{% if 1 %}\nd{% endif %}"):
        (tmp_path / "page.html").write_text(text)
        for trim in (False, True, False):
            app = Flask("portal", template_folder=str(tmp_path))
            app.jinja_env.trim_blocks = trim
            with app.app_context():
                made.append(render_template("page.html"))
    assert made == ["a\nb", "ab", "a\nb", "c\nd", "cd", "c\nd"]


def test_rules_that_look_alike_build_their_own_addresses() -> None:
    for default in ("nl", "en"):
        rules = Map([Rule("/<lang>/x", endpoint="x", defaults={"lang": default}), Rule("/<lang>/y", endpoint="y")])
        here = rules.bind("here")
        assert here.build("x", {"lang": default}) == f"/{default}/x"
        assert here.build("y", {"lang": "a b", "q": "1"}) == "/a%20b/y?q=1"
