"""What people could not find, on the reviewer's page."""

from portal.domain.unfound import Reason
from portal.store.unfound import Cell, add
from tests.web.gemeente.conftest import World, text_of


def counted(world: World, gemeente: str, branche: str, count: int, month: str = "2026-10") -> None:
    """So many poor searches."""
    with world.context.database.write() as session:
        add(session, {Cell(month, gemeente, branche, Reason.NIETS_GEVONDEN): count})
        session.commit()


def test_a_reviewer_reads_what_was_not_found(world: World) -> None:
    counted(world, "GM0202", "metaal", 31)
    counted(world, "GM0275", "onbekend", 12)
    text = text_of(world.browser().get("/gemeente/vraag"))
    assert "Oktober 2026" in text
    assert "Metaal" in text
    assert "Onbekend Rheden Niets gevonden 12" in text


def test_small_counts_other_gemeenten_and_the_running_month_are_not_shown(world: World) -> None:
    counted(world, "GM0202", "metaal", 9)
    counted(world, "GM0983", "metaal", 77)
    counted(world, "GM0202", "metaal", 88, "2026-11")
    text = text_of(world.browser().get("/gemeente/vraag"))
    assert "Er is nog niets te laten zien" in text
    assert not [number for number in ("77", "88", "Venlo") if number in text]
