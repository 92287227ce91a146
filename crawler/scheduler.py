"""What is still to be asked: best priority first, then in the order of coming; beyond a window, on the disk.

A listing of 20,000 rows is read before its pages are, so 20,000 requests wait at once. All but the first of each
priority stand in an unnamed temporary file, so that memory does not grow with the portal. The file is no journal: after
a crash the ledger says what was asked (`crawler.replay`).
"""

from __future__ import annotations

import io
import logging
import pickle
import tempfile
from collections import deque
from types import BuiltinFunctionType, FunctionType, NoneType
from typing import IO, Any

from msgspec import Struct
from scrapy import Request, Spider

logger = logging.getLogger(__name__)
WINDOW = 500  # requests of one priority that are kept in memory
_LENGTH = 4  # bytes that say how long a stored request is
_KEPT = ("url", "method", "body", "cookies", "encoding", "priority", "dont_filter")
_VALUES = frozenset({str, bytes, int, float, bool, NoneType, tuple})
_NAMED = (type, FunctionType, BuiltinFunctionType)  # stored by their names


class Stored:
    """Requests in a file: written at its end, read from its start, emptied when all are read.

    Values are copied; what may change (the walks of a spider, any list or dictionary) is kept and comes back itself.
    """

    def __init__(self, spider: Spider) -> None:
        self._spider = spider
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the scheduler)
        self._live: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._read_at = self._end = self.count = 0

    def put(self, request: Request) -> None:
        """Append a request. OSError leaves what was there before."""
        held = io.BytesIO()
        pickler = pickle.Pickler(held, protocol=5)
        pickler.persistent_id = self._number  # type: ignore[method-assign]
        pickler.dump(self._parts(request))
        data = held.getvalue()
        self._file.seek(self._end)
        self._file.write(len(data).to_bytes(_LENGTH, "big") + data)
        self._file.flush()
        self._end += _LENGTH + len(data)
        self.count += 1

    def get(self, most: int) -> list[Request]:
        """Return up to `most` requests in the order they were put."""
        self._file.seek(self._read_at)
        found = []
        for _ in range(min(most, self.count)):
            length = int.from_bytes(self._file.read(_LENGTH), "big")
            unpickler = pickle.Unpickler(io.BytesIO(self._file.read(length)))  # noqa: S301  (our own unnamed file)
            unpickler.persistent_load = self._live.__getitem__  # type: ignore[method-assign]
            found.append(self._request(*unpickler.load()))
            self._read_at += _LENGTH + length
        self.count -= len(found)
        if not self.count:
            self._file.truncate(0)
            self._read_at = self._end = 0
        return found

    def close(self) -> None:
        self._file.close()

    def _parts(self, request: Request) -> tuple[Any, ...]:
        calls = tuple(map(self._name, (request.callback, request.errback)))
        headers = tuple((name, tuple(values)) for name, values in request.headers.items())
        mappings = tuple(request.meta.items()), tuple(request.cb_kwargs.items())
        kept = tuple((name, getattr(request, name) or None) for name in _KEPT)
        return calls, headers, mappings, tuple(request.flags), kept

    def _name(self, call: Any) -> Any:
        """Return the name of a method of the spider; whatever else is called is kept as it is."""
        return call.__name__ if getattr(call, "__self__", None) is self._spider else call

    def _request(self, calls: Any, headers: Any, mappings: Any, flags: Any, kept: Any) -> Request:
        callback, errback = (getattr(self._spider, call) if isinstance(call, str) else call for call in calls)
        meta, cb_kwargs = map(dict, mappings)
        return Request(
            callback=callback, errback=errback, headers=dict(headers), meta=meta, cb_kwargs=cb_kwargs,
            flags=list(flags), **{name: value for name, value in kept if value is not None},
        )  # fmt: skip

    def _number(self, thing: Any) -> int | None:
        """Return the number under which an object is kept, None for a value that may be copied."""
        kind = type(thing)
        if (
            kind in _VALUES
            or isinstance(thing, _NAMED)
            or (isinstance(thing, Struct) and kind.__struct_config__.frozen)
        ):
            return None
        number = self._numbers.get(id(thing))
        if number is None:
            number = self._numbers[id(thing)] = len(self._live)
            self._live.append(thing)
        return number


class Bucket:
    """The requests of one priority, first in, first out."""

    def __init__(self, spider: Spider) -> None:
        self._spider = spider
        self._first: deque[Request] = deque()
        self._stored: Stored | None = None
        self._last: deque[Request] = deque()  # what the disk would not take

    def __len__(self) -> int:
        return len(self._first) + len(self._last) + (self._stored.count if self._stored else 0)

    def put(self, request: Request) -> None:
        stored = self._stored
        if self._last:
            self._last.append(request)
        elif len(self._first) < WINDOW and not (stored and stored.count):
            self._first.append(request)
        else:
            self._store(request)

    def _store(self, request: Request) -> None:
        try:
            self._stored = self._stored or Stored(self._spider)
            self._stored.put(request)
        except OSError as error:
            logger.warning("requests are kept in memory, the temporary folder takes none: %s", error)
            self._last.append(request)

    def get(self) -> Request | None:
        if not self._first:
            if self._stored and self._stored.count:
                self._first.extend(self._stored.get(WINDOW))
            else:
                self._first, self._last = self._last, self._first
        return self._first.popleft() if self._first else None

    def close(self) -> None:
        if self._stored:
            self._stored.close()


class Waiting:
    """Scrapy's scheduler interface: `enqueue_request`, `next_request`, `has_pending_requests`."""

    def __init__(self, spider: Spider) -> None:
        self._spider = spider
        self._buckets: dict[int, Bucket] = {}
        self._order: list[int] = []  # priorities, best first

    @classmethod
    def from_crawler(cls, crawler: Any) -> Waiting:
        return cls(crawler.spider)

    def open(self, spider: Spider) -> None:
        """Nothing is opened; a file is made when it is needed."""

    def close(self, reason: str) -> None:
        """Let the files go; what still waits is asked for by the next crawl."""
        for bucket in self._buckets.values():
            bucket.close()

    def __len__(self) -> int:
        return sum(map(len, self._buckets.values()))

    def has_pending_requests(self) -> bool:
        return any(map(len, self._buckets.values()))

    def enqueue_request(self, request: Request) -> bool:
        """Take a request in; the spiders decide themselves what is asked twice."""
        bucket = self._buckets.get(request.priority)
        if bucket is None:
            bucket = self._buckets[request.priority] = Bucket(self._spider)
            self._order = sorted(self._buckets, reverse=True)
        bucket.put(request)
        return True

    def next_request(self) -> Request | None:
        """Return the request whose turn it is, None where none waits."""
        for priority in self._order:
            if (request := self._buckets[priority].get()) is not None:
                return request
        return None
