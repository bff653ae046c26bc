"""The table of predicates: what a rule may name under `test`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_clean.predicates import classification, dates, group, identity, money, numbers, place, shape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_clean.predicates.predicate import Predicate

PREDICATES: Mapping[str, Predicate] = {
    **shape.PREDICATES,
    **numbers.PREDICATES,
    **identity.PREDICATES,
    **place.PREDICATES,
    **classification.PREDICATES,
    **group.PREDICATES,
    **dates.PREDICATES,
    **money.PREDICATES,
}
