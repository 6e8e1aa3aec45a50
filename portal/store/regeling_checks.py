"""What must hold between the keys of one regeling, after each key was read by itself (see `regelingen`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NoReturn

from portal.domain.regeling import PRODUCT_TOKENS, Product, ProductKind, Regeling, Thresholds

# Reports what is wrong: where (the key path) and why. It raises.
Fail = Callable[[str, str], NoReturn]

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_STEP = re.compile(r"(op|naar)-trede-([3-5])")
_OTHER_KINDS = {
    "orientatie": ProductKind.ORIENTATIE,
    "collectief": ProductKind.COLLECTIEF,
    "individueel": ProductKind.INDIVIDUEEL,
}


def check(regeling: Regeling, known_gemeenten: Mapping[str, object], fail: Fail) -> None:
    """Refuse a regeling whose parts contradict each other; the first fault is reported."""
    if not _ID.fullmatch(regeling.id):
        fail("id", f"{regeling.id!r} must be lower-case letters, digits and hyphens: it is part of an address")
    _check_gemeenten("gemeenten", regeling.gemeenten, known_gemeenten, fail)
    _check_unique("gemeenten", regeling.gemeenten, fail)
    _check_thresholds(regeling.thresholds, fail)
    _check_unique("product", (p.token for p in regeling.products), fail)
    for number, product in enumerate(regeling.products):
        _check_product(f"product[{number}]", product, regeling, fail)
    _check_unique("plan.question", (q.id for q in regeling.questions), fail)
    _check_unique("requirement", (r.id for r in regeling.requirements), fail)
    _check_unique("signpost", (s.id for s in regeling.signposts), fail)
    _check_unique("term", (t.id for t in regeling.terms), fail)
    _check_delimitations(regeling, fail)
    _check_ages(regeling, fail)
    _check_borders(regeling, known_gemeenten, fail)


def _check_gemeenten(where: str, codes: Iterable[str], known: Mapping[str, object], fail: Fail) -> None:
    for code in codes:
        if code not in known:
            fail(where, f"{code!r} is not the code of a gemeente in data/reference/gemeenten.csv")


def _check_unique(where: str, ids: Iterable[str], fail: Fail) -> None:
    for value, count in Counter(ids).items():
        if count > 1:
            fail(where, f"{value!r} stands there {count} times")


def _check_thresholds(days: Thresholds, fail: Fail) -> None:
    if not days.confirm_flag < days.confirm_reviewer < days.confirm_remove:
        fail("thresholds", "confirm_flag, confirm_reviewer and confirm_remove must each be more than the one before")
    if days.capacity_call_first > days.confirm_flag:
        fail("thresholds.capacity_call_first", "must not be more than confirm_flag")


def _check_product(where: str, product: Product, regeling: Regeling, fail: Fail) -> None:
    if product.token not in PRODUCT_TOKENS:
        fail(f"{where}.token", f"{product.token!r} is not one of {', '.join(PRODUCT_TOKENS)}")
    _check_kind(where, product, fail)
    _check_treden(where, product, fail)
    _check_tariffs(where, product, fail)
    overrides = [code for code, _ in product.locality_per_gemeente]
    for code in overrides:
        if code not in regeling.gemeenten:
            fail(f"{where}.locality_per_gemeente.{code}", "is not one of the gemeenten of this regeling")
    if product.group_size and not 0 < product.group_size[0] <= product.group_size[1]:
        fail(f"{where}.group_size", "must be the smallest and the largest number of people")


def _check_kind(where: str, product: Product, fail: Fail) -> None:
    step = _STEP.fullmatch(product.token)
    on_step = ProductKind.STABIEL if step and step[1] == "op" else ProductKind.ONTWIKKEL
    wanted = on_step if step else _OTHER_KINDS[product.token]
    if product.kind is not wanted:
        fail(f"{where}.kind", f"is {product.kind}, but {product.token} is of the kind {wanted}")


def _check_treden(where: str, product: Product, fail: Fail) -> None:
    starts, ends = sorted(product.start_treden), sorted(product.doel_treden)
    if not starts:
        fail(f"{where}.start_treden", "names no trede to start on")
    if product.kind is ProductKind.ORIENTATIE:
        return
    if not ends:
        fail(f"{where}.doel_treden", "names no trede to end on")
    step = _STEP.fullmatch(product.token)
    if product.kind is ProductKind.STABIEL and step and not starts == ends == [int(step[2])]:
        fail(f"{where}.start_treden", f"{product.token} must start on trede {step[2]} and end on it, and on no other")
    if product.kind is ProductKind.ONTWIKKEL and step and ends[0] != int(step[2]):
        fail(f"{where}.doel_treden", f"{product.token} must have {step[2]} as its lowest end")
    if product.kind is ProductKind.ONTWIKKEL and starts[-1] >= ends[0]:
        fail(f"{where}.start_treden", f"starts on trede {starts[-1]}, which is not below its end, trede {ends[0]}")
    if product.kind is not ProductKind.STABIEL and (starts[-1] >= ends[-1] or starts[0] >= ends[0]):
        fail(f"{where}.start_treden", f"starts on trede {starts[-1]}, from where no end of it is a step up")


def _check_tariffs(where: str, product: Product, fail: Fail) -> None:
    for number, tariff in enumerate(product.tariffs):
        before = next((t for t in reversed(product.tariffs[:number]) if t.unit == tariff.unit), None)
        if before and tariff.start <= before.start:
            reason = f"{tariff.start} overlaps the tariff per {tariff.unit} from {before.start}; put the earliest first"
            fail(f"{where}.tariff[{number}].start", reason)


def _check_delimitations(regeling: Regeling, fail: Fail) -> None:
    _check_unique("delimitation", (d.purpose for d in regeling.delimitations), fail)
    known = {s.id for s in regeling.signposts}
    for number, line in enumerate(regeling.delimitations):
        if line.signpost and line.signpost not in known:
            fail(f"delimitation[{number}].signpost", f"{line.signpost!r} is not a signpost of this regeling")


def _check_ages(regeling: Regeling, fail: Fail) -> None:
    if regeling.pension_age_years and regeling.pension_age_years <= regeling.min_age:
        fail("age.pension_years", "must be above age.min")


def _check_borders(regeling: Regeling, known: Mapping[str, object], fail: Fail) -> None:
    for key, pairs in (("add", regeling.borders_add), ("drop", regeling.borders_drop)):
        for one, other in pairs:
            _check_gemeenten(f"borders.{key}", (one, other), known, fail)
            if one == other:
                fail(f"borders.{key}", f"{one!r} cannot border itself")
    both = {frozenset(p) for p in regeling.borders_add} & {frozenset(p) for p in regeling.borders_drop}
    if both:
        fail("borders.drop", f"{' and '.join(sorted(next(iter(both))))} are added and dropped at once")
