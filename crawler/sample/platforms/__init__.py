"""A sample portal for every other platform, each at the root of its own port on loopback.

Written from what is known of how such servers behave, not from the readers of these pages. `SITES` names them in the
order of their ports.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from crawler.sample.platforms import catalogue, epoint, hanweb, homemade, hostile, jpaas, lonsun, trs, ucap, vsb, xxgk
from crawler.sample.platforms.site import Site

_MAKERS: dict[str, Callable[[], Site]] = {
    "sample-hanweb-get": hanweb.by_get,
    "sample-hanweb-post": hanweb.by_post,
    "sample-jpaas": jpaas.build,
    "sample-trs-a": trs.dialect_a,
    "sample-trs-b": trs.dialect_b,
    "sample-trs-c": trs.dialect_c,
    "sample-vsb": vsb.build,
    "sample-ucap": ucap.build,
    "sample-hanweb-xxgk": xxgk.build,
    "sample-lonsun": lonsun.build,
    "sample-epoint": epoint.build,
    "sample-generic": homemade.build,
    "sample-gkmlpt-root": catalogue.build,
    "sample-hostile": hostile.build,
}
SITES = tuple(_MAKERS)


@functools.cache
def site(portal_id: str) -> Site:
    """A platform sample as it is at first; shared, so not to be changed. Raises KeyError where there is none."""
    return _MAKERS[portal_id]()
