"""The haversine of the portal against geopy's geodesic."""

import random

from geopy.distance import geodesic

from portal.domain.places import Point, distance_m


def test_the_distance_is_within_half_a_percent_of_the_geodesic() -> None:
    rng = random.Random(7)
    for _ in range(2000):
        a, b = (Point(rng.uniform(50.75, 53.55), rng.uniform(3.35, 7.22)) for _ in range(2))
        true = geodesic(a, b).meters
        assert abs(distance_m(a, b) - true) <= 0.005 * true + 1, (a, b)


def test_short_distances_hold_too() -> None:
    rng = random.Random(8)
    for _ in range(500):
        a = Point(rng.uniform(50.8, 53.5), rng.uniform(3.4, 7.1))
        b = Point(a.lat + rng.uniform(-0.01, 0.01), a.lon + rng.uniform(-0.01, 0.01))
        true = geodesic(a, b).meters
        assert abs(distance_m(a, b) - true) <= 0.005 * true + 1, (a, b)


def test_the_distance_is_the_same_both_ways_and_nought_to_itself() -> None:
    apeldoorn, venlo = Point(52.21269, 5.96076), Point(51.37128, 6.17163)
    assert distance_m(apeldoorn, venlo) == distance_m(venlo, apeldoorn)
    assert distance_m(apeldoorn, apeldoorn) == 0
