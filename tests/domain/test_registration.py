"""What an aanbieder gives at registration: one table of cases per rule."""

from collections.abc import Callable

import pytest

from portal.domain import registration as rules
from portal.domain.registration import NotUsable


@pytest.mark.parametrize(
    ("rule", "typed", "kept"),
    [
        (rules.kvk_number, " 1234 5678 ", "12345678"),
        (rules.kvk_number, "01234567", "01234567"),
        (rules.email_address, " Aanmelden@Voorbeeld.NL ", "aanmelden@voorbeeld.nl"),
        (rules.telephone, " 055  123 45 67", "055 123 45 67"),
        (rules.telephone, "+31 (55) 123-4567", "+31 (55) 123-4567"),
        (rules.telephone, "14 055", "14 055"),
        (rules.website, "www.voorbeeld.nl/werk", "https://www.voorbeeld.nl/werk"),
        (rules.website, "http://voorbeeld.nl", "http://voorbeeld.nl"),
        (rules.website, "  ", ""),
    ],
)
def test_usable(rule: Callable[[str], str], typed: str, kept: str) -> None:
    assert rule(typed) == kept


@pytest.mark.parametrize(
    ("rule", "typed"),
    [
        *((rules.kvk_number, text) for text in ("", "1234567", "123456789", "NL123456789B01", "1234567a", "١٢٣٤٥٦٧٨")),
        *((rules.email_address, text) for text in ("", "a", "a@b", "a@b.nl\nBcc: c@d.nl", "a b@c.nl", "<a@b.nl>")),
        *((rules.telephone, text) for text in ("", "12345", "055 123 45", "bel mij", "055-123 45 67 89")),
        *((rules.website, text) for text in ("javascript:alert(1)", "ftp://a.nl", "https://u:p@a.nl", "a", 'a.nl/"x')),
        *((rules.website, text) for text in ("https://[::1", "data:text/html,x", "//evil.nl")),
    ],
)
def test_not_usable(rule: Callable[[str], str], typed: str) -> None:
    with pytest.raises(NotUsable):
        rule(typed)


@pytest.mark.parametrize("typed", ["123456789", "NL 123456789 B01"])
def test_a_number_that_may_be_a_bsn_is_refused_with_the_reason(typed: str) -> None:
    with pytest.raises(NotUsable, match="BSN"):
        rules.kvk_number(typed)
