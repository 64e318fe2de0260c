"""A bad line: a TCP proxy that loses requests, loses answers, or cuts after so many bytes."""

import socket
import threading
from collections.abc import Callable

Fate = Callable[
    [int], str
]  # number of the connection, from 1 → "ok", "refuse", "lose:<answers let through>", or "cut:<bytes>"


class Proxy:
    def __init__(self, url: str, fate: Fate) -> None:
        self._to = int(url.rpartition(":")[2])
        self._fate = fate
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.connections = 0
        self.up = 0  # bytes passed on towards the server
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def __enter__(self) -> "Proxy":
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near = self._listener.accept()[0]
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._carry, args=(near, self._fate(self.connections)))
            self._threads.append(thread)
            thread.start()

    def _carry(self, near: socket.socket, fate: str) -> None:
        with near:
            if fate == "refuse":
                return
            with socket.create_connection(("127.0.0.1", self._to)) as far:
                room = int(fate.removeprefix("cut:")) if fate.startswith("cut:") else 1 << 40
                back = threading.Thread(target=self._back, args=(far, near, fate))
                back.start()
                while room > 0 and (data := _read(near, min(room, 16384))):
                    room -= len(data)
                    self.up += len(data)
                    far.sendall(data)
                _stop(far)
                back.join()

    def _back(self, far: socket.socket, near: socket.socket, fate: str) -> None:
        through = int(fate.removeprefix("lose:")) if fate.startswith("lose:") else 1 << 40
        while data := _read(far, 16384):
            through -= data.count(b"HTTP/1.1 ")
            if through < 0:
                break
            try:
                near.sendall(data)
            except OSError:
                break
        _stop(near)


def _read(one: socket.socket, most: int) -> bytes:
    try:
        return one.recv(most)
    except OSError:
        return b""


def _stop(one: socket.socket) -> None:
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
