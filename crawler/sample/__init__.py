"""A small web of sample portals on loopback, for the demo, the tutorial and the tests.

Names of bodies and the shape of pages are taken from life; every sentence and, but for one report, every figure is
invented. Nothing here is what the named bodies published.
"""

from crawler.sample.faults import Fault
from crawler.sample.server import DEFAULT_PORT, SamplePortals, serve

__all__ = ["DEFAULT_PORT", "Fault", "SamplePortals", "serve"]
