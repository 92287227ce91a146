"""Datasette with everything set up: titles, units, Chinese search, named queries, a page per report, bounded SQL."""
