"""kill -9 in the middle of typing a visit: the draft is back with all but the last second."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from unicodedata import normalize

from desktop.store import keys
from desktop.work import setup
from tests.helpers.team import PASSPHRASE, at_desk

ROOT = Path(__file__).resolve().parents[2]


def test_kill_9_loses_at_most_the_last_second(home: Path, clock: Any) -> None:
    with at_desk(home, clock):
        pass
    typist = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.typist", str(home)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert typist.stdout is not None
    typed: list[tuple[float, str]] = []
    for line in typist.stdout:
        moment, _, text = line.rstrip("\n").partition(" ")
        typed.append((float(moment), text))
        if len(typed) == 60:
            break
    killed = time.monotonic()
    typist.send_signal(signal.SIGKILL)
    typist.wait()
    typist.stdout.close()
    assert len(typed) == 60

    # The data file, its log, settings and the program's log as the plug was pulled: no name stands in them.
    left = [path for path in home.rglob("*") if path.is_file()]
    assert {"ngoso.db", "ngoso.db-wal"} <= {path.name for path in left}
    for path in left:
        kept = path.read_bytes()
        for name in ("Mẫu Hồng", "hen mang the SIM"):
            for form in ("NFC", "NFD"):
                for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                    assert normalize(form, name).encode(encoding) not in kept, path.name

    desk = setup.open_desk(home, keys.people(home)[0].id, PASSPHRASE, clock=clock)
    try:
        (draft,) = [it for it in desk.store.drafts.all() if it.form == "guidance_session"]
        older = [text for moment, text in typed if moment <= killed - 1.0]
        assert older, "nothing was typed more than a second before the kill"
        assert str(draft.values["note"]).startswith(older[-1].strip())
        assert draft.values["people"][0]["topics"] == ["1"]
        assert draft.values["people"][0]["resident"]
        assert desk.store.sound()
    finally:
        desk.store.close()
