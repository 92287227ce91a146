"""Captures to SQLite: the only writer of gongkai.db, with the same result whatever the order or grouping of runs."""
