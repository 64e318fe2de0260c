"""ODK's engine as a process of its own, asked line by line; one that does not answer is ended and begun anew."""

import json
import os
import queue
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

HERE = Path(__file__).resolve().parent
_PATIENCE = 20.0  # seconds for a form to load, or for one walk through it

Steps = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Heard:
    """``error``: why the form does not load, ``""`` when it does. ``walks``: what stands where after each walk,
    as ``read.mjs`` tells it; None for a walk that the engine does not come to the end of."""

    error: str
    walks: tuple[dict[str, Any] | None, ...] = ()


class Reader:
    """Use it as a context: the process begins with the first question and ends with the context."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def ask(self, xml: str, media: dict[str, str], walks: list[Steps]) -> Heard:
        """Load a form and walk through it. RuntimeError when the engine itself cannot run."""
        found: list[dict[str, Any] | None] = []
        while True:
            self._send({"xml": xml, "media": media, "walks": walks[len(found) :]})
            loaded = self._hear()
            if loaded is None:
                return Heard("it does not come to an end of loading")
            if loaded["error"]:
                return Heard(str(loaded["error"]))
            while len(found) < len(walks):
                answer = self._hear()
                found.append(answer)
                if answer is None:
                    break
            else:
                return Heard("", tuple(found))
            if len(found) == len(walks):
                return Heard("", tuple(found))

    def _send(self, question: dict[str, object]) -> None:
        if self._process is None:
            self._begin()
        assert self._process is not None
        pipe = self._process.stdin
        assert pipe is not None
        pipe.write(json.dumps(question) + "\n")
        pipe.flush()

    def _hear(self) -> dict[str, Any] | None:
        try:
            line = self._lines.get(timeout=_PATIENCE)
        except queue.Empty:
            self._end()
            return None
        if not line:
            self._end()
            raise RuntimeError("the other engine stopped; try: node read.mjs")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _begin(self) -> None:
        self._lines = queue.Queue()
        self._process = subprocess.Popen(
            ["node", "read.mjs"],
            cwd=HERE,
            env={**os.environ, "TZ": "Etc/GMT-7"},  # +07:00 at all times: Vietnam has had others
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        assert self._process.stdout is not None
        threading.Thread(target=_pour, args=(self._process.stdout, self._lines), daemon=True).start()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process = None


def _pour(pipe: IO[str], lines: "queue.Queue[str]") -> None:
    """Every line, and ``""`` at the end."""
    try:
        for line in pipe:
            lines.put(line)
    except ValueError:  # closed while it was waiting
        pass
    lines.put("")
