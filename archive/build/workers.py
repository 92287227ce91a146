"""Reading payloads in several processes. One payload is with one worker at a time, so a worker that dies names it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import NamedTuple

import msgspec

from archive.build.payloads import ENCODER, PageRead, Task, read_encoded
from archive.captures import CaptureReader, Home
from archive.model import Issue

TRIES = 2  # a worker may be killed for want of memory elsewhere; a payload that kills two is left out
_TASKS: msgspec.json.Decoder[Task] = msgspec.json.Decoder(Task)
_CONTEXT = get_context("spawn")  # not forked: a child must not inherit the open database


class Worker(NamedTuple):
    """A process that reads one payload after another, and our end of the pipe to it."""

    process: object
    pipe: Connection

    def end(self) -> None:
        """Let the process go: it ends when it finds the pipe closed."""
        self.pipe.close()


class Workers:
    """A fixed number of reading processes, begun when first needed. They end with us, however we end."""

    def __init__(self, home: Home, jobs: int) -> None:
        self.home, self.jobs = home, jobs
        self.idle: list[Worker] = []
        self.begun = 0

    def read(self, tasks: Sequence[Task]) -> list[bytes]:
        """Return the encoded results in order; what no worker survives comes back as an issue."""
        results: dict[int, bytes] = {}
        waiting = deque((number, 1) for number in range(len(tasks)))
        busy: dict[Connection, tuple[Worker, int, int]] = {}
        while waiting or busy:
            while waiting and len(busy) < self.jobs:
                number, attempt = waiting.popleft()
                worker = self._give(tasks[number])
                busy[worker.pipe] = (worker, number, attempt)
            answered = wait(list(busy))
            for pipe in [pipe for pipe in busy if pipe in answered]:
                worker, number, attempt = busy.pop(pipe)
                answer = self._take(worker)
                if answer is not None:
                    results[number] = answer
                elif attempt < TRIES:
                    waiting.append((number, attempt + 1))
                else:
                    results[number] = _left_out(tasks[number])
        return [results[number] for number in range(len(tasks))]

    def close(self) -> None:
        """Let every worker go."""
        while self.idle:
            self.idle.pop().end()

    def _give(self, task: Task) -> Worker:
        while True:
            worker = self.idle.pop() if self.idle else self._begin()
            try:
                worker.pipe.send_bytes(msgspec.json.encode(task))
            except OSError:  # it died while idle
                worker.end()
            else:
                return worker

    def _take(self, worker: Worker) -> bytes | None:
        try:
            answer = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            worker.end()
            return None
        self.idle.append(worker)
        return answer

    def _begin(self) -> Worker:
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=_work, args=(theirs, str(self.home.path)), daemon=False)
        process.start()
        theirs.close()
        self.begun += 1
        return Worker(process, ours)


def _left_out(task: Task) -> bytes:
    message = f"the process that read it died, twice; it was left out: {task.url}"
    # Kept like any other result, or the build itself would read it next and die of it.
    return ENCODER.encode(PageRead(issues=(Issue("reader_fault", message),)))


def _work(pipe: Connection, home: str) -> None:
    """Answer payloads until the other end is closed, by its owner or by its death."""
    with CaptureReader(Home(home)) as reader:
        while True:
            try:
                pipe.send_bytes(read_encoded(reader, _TASKS.decode(pipe.recv_bytes())))
            except (EOFError, OSError, KeyboardInterrupt):
                return
