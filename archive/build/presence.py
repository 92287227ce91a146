"""Whether a line is still there, from all that was ever seen of it: a pure function, in whatever order runs came.

A crawl speaks of absence only where every node that the line ever stood in was listed completely and without it. Gone
needs all of: three such crawls since the line was last seen or its page last answered; every address that ever gave the
page answering, since then, that it is not there (404, 410, a soft 404, a redirect to the front page); and fourteen days
between the first such crawl and the latest such crawl or answer. What is seen again afterwards has reappeared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

CRAWLS = 3  # complete listings without it
AGE = timedelta(days=14)


class Look(NamedTuple):
    """One node listed completely. A crawl that was cut short and resumed is one crawl; `began` is its first page."""

    node_id: str
    crawl: str
    began: str  # UTC


class Sighting(NamedTuple):
    """A listing page that shows the line."""

    node_id: str
    crawl: str
    at: str
    capture_id: str | None = None


class Answer(NamedTuple):
    """A direct request for the page at one address, answered with the page or with a miss."""

    address: str
    at: str
    missing: bool
    capture_id: str | None = None


class Turn(NamedTuple):
    """Gone or back: last seen as before, first seen as after, and the captures that show either."""

    kind: str  # gone or reappeared
    seen_from: str
    seen_to: str
    old_capture_id: str | None
    new_capture_id: str | None


class Presence(NamedTuple):
    """What is known of a line, or of a document through all its lines. Times are UTC."""

    not_listed_at: str | None  # latest complete listing without it before it was first seen
    absent_since: str | None  # first complete listing without it since it was last seen
    absences: int  # crawls that listed it no more since then
    most_absences: int  # the most of them in a row, ever
    gone_at: str | None
    turns: tuple[Turn, ...]


class _State:
    """The machine: what has been seen up to a moment."""

    def __init__(self) -> None:
        self.alive: tuple[str, str | None] | None = None  # last seen or answered, by which capture
        self.absent: list[str] = []
        self.misses: dict[str, tuple[str, str | None]] = {}  # address → latest miss since then
        self.pages: set[str] = set()  # addresses that ever gave the page
        self.gone: tuple[str, str | None] | None = None
        self.most = 0
        self.turns: list[Turn] = []

    def seen(self, at: str, capture_id: str | None, address: str | None) -> None:
        if self.gone is not None:
            self.turns.append(Turn("reappeared", self._latest(), at, self.gone[1], capture_id))
        if address is not None:
            self.pages.add(address)
        self.alive, self.gone = (at, capture_id), None
        self.absent, self.misses = [], {}

    def missed(self, answer: Answer) -> None:
        if self.alive is not None and answer.address in self.pages:
            self.misses[answer.address] = (answer.at, answer.capture_id)
            self._judge(answer.at)

    def left_out(self, at: str, began: str) -> None:
        """A crawl without it; `at` is when the last of its nodes began to be read, `began` the first."""
        if self.alive is not None and began > self.alive[0]:
            self.absent.append(at)
            self.most = max(self.most, len(self.absent))
            self._judge(at)

    def _latest(self) -> str:
        return max([*self.absent, *(at for at, _ in self.misses.values())])

    def _judge(self, now: str) -> None:
        if self.gone is not None or len(self.absent) < CRAWLS or not self.pages or self.pages != self.misses.keys():
            return
        if _moment(self._latest()) - _moment(self.absent[0]) >= AGE and self.alive is not None:
            self.gone = (now, max(self.misses.values(), key=lambda miss: miss[0])[1])
            self.turns.append(Turn("gone", self.alive[0], now, self.alive[1], self.gone[1]))


def presence(
    sightings: Sequence[Sighting], looks: Mapping[str, Sequence[Look]], answers: Iterable[Answer] = ()
) -> Presence:
    """Return what is known. `looks` are the complete listings of the portal by node, each oldest first.

    Without sightings nothing can be absent; without answers nothing can be gone.
    """
    told, state = list(answers), _State()
    for _, _, event in sorted(_events(sightings, looks, told), key=lambda one: one[:2]):
        match event:
            case Sighting():
                state.seen(event.at, event.capture_id, None)
            case Answer(missing=False):
                state.seen(event.at, event.capture_id, event.address)
            case Answer():
                state.missed(event)
            case (at, began):
                state.left_out(at, began)
    return Presence(
        not_listed_at=_before(sightings, looks, told),
        absent_since=state.absent[0] if state.absent else None,
        absences=len(state.absent),
        most_absences=state.most,
        gone_at=state.gone[0] if state.gone else None,
        turns=tuple(state.turns),
    )


def _events(
    sightings: Sequence[Sighting], looks: Mapping[str, Sequence[Look]], answers: Sequence[Answer]
) -> Iterator[tuple[str, int, Sighting | Answer | tuple[str, str]]]:
    """Yield what happened, with its moment; of one moment what shows the line comes last and has the last word."""
    for sighting in sightings:
        yield sighting.at, 2, sighting
    for answer in answers:
        yield answer.at, 1 if answer.missing else 2, answer
    for at, began in _absences(sightings, looks):
        yield at, 0, (at, began)


def _absences(sightings: Sequence[Sighting], looks: Mapping[str, Sequence[Look]]) -> Iterator[tuple[str, str]]:
    """Yield each crawl that listed, completely and without it, every node in which the line had been seen by then."""
    if not sightings:
        return
    first: dict[str, str] = {}
    for sighting in sightings:
        first[sighting.node_id] = min(sighting.at, first.get(sighting.node_id, sighting.at))
    shown = {sighting.crawl for sighting in sightings}
    crawls: dict[str, dict[str, str]] = {}
    for node_id in first:
        for look in looks.get(node_id, ()):
            if look.crawl not in shown:
                crawls.setdefault(look.crawl, {})[node_id] = look.began
    earliest = min(first.values())
    for found in crawls.values():
        at = max(found.values())
        if at > earliest and all(node_id in found for node_id, since in first.items() if since < at):
            yield at, min(found.values())


def _before(
    sightings: Sequence[Sighting], looks: Mapping[str, Sequence[Look]], answers: Sequence[Answer]
) -> str | None:
    """Return the latest moment before the first sign of it at which no node that it ever stood in had it."""
    signs = [*(one.at for one in sightings), *(one.at for one in answers if not one.missing)]
    if not sightings:
        return None
    first = min(signs)
    shown = {(one.node_id, one.crawl) for one in sightings}
    moments: list[str] = []
    for node_id in {one.node_id for one in sightings}:
        clear = [
            look.began for look in looks.get(node_id, ()) if look.began < first and (node_id, look.crawl) not in shown
        ]
        if not clear:
            return None
        moments.append(max(clear))
    return min(moments)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
