"""Every column that can hold something of a person is in docs/privacy.md with its term (reliability.md section 5)."""

import re
from pathlib import Path

import pytest

from portal.store.tables import METADATA

TEXT = (Path(__file__).parent.parent.parent / "docs" / "privacy.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([a-z_]+\.[a-z_]+)`", TEXT))
OF_PEOPLE = {
    *("account", "account_tie", "account_event", "recovery_code", "web_session", "throttle"),
    *("registration", "invitation", "one_time_token", "mail"),
}
SUSPECT = re.compile(r"naam|name|mail|telefoon|phone|contact|actor|account|owner|author|_by|origin|secret|hash|token")
NOT_OF_PEOPLE = {"werkplek_version.naam", "werkplek.naam", "job_run.name"}  # places and jobs
COLUMNS = {f"{table.name}.{column.name}": table.name for table in METADATA.tables.values() for column in table.columns}


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_a_column_that_can_hold_something_of_a_person_is_written_down(name: str) -> None:
    of_people = COLUMNS[name] in OF_PEOPLE and not name.endswith(".id")
    if (of_people or SUSPECT.search(name.partition(".")[2])) and name not in NOT_OF_PEOPLE:
        assert name in NAMED


def test_nothing_is_written_down_that_does_not_exist() -> None:
    assert {name for name in NAMED if name.partition(".")[0] in {*COLUMNS.values()}} <= set(COLUMNS)
