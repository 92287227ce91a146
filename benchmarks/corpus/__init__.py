"""A labelled corpus of annual reports, made from a seed and varied as real reports vary.

It shares no label, pattern or table definition with the reader: what it prints comes from its own lists of printed
forms, and what it expects is what it printed. `make(seed, number)` yields pages with their truth.
"""

from benchmarks.corpus.make import Case, make

__all__ = ["Case", "make"]
