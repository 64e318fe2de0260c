"""The window around the sync screen without the window, and a network that is not what it seems."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from desktop.ui.shell.screen import Place
from desktop.work.changed import Changed
from desktop.work.desk import Desk
from desktop.work.lanes import Inline


class Frame:
    """The window around the screen, with inline lanes; remembers what it was asked."""

    def __init__(self, desk: Desk) -> None:
        self.lanes, self.clock = Inline(desk), desk.clock
        self.said: list[str] = []
        self.gone: list[Place] = []
        self.heard: list[Changed] = []

    def go(self, place: Place) -> None:
        self.gone.append(place)

    def say(self, text: str, changed: Changed | None = None) -> None:
        self.said.append(text)

    def changed(self, changed: Changed) -> None:
        self.heard.append(changed)

    def retitle(self) -> None:
        pass


@contextmanager
def portal() -> Iterator[str]:
    """A network that answers everything with its own sign-in page."""
    body = b"<html>Wi-Fi</html>"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                near = listener.accept()[0]
            except OSError:
                return
            with near:
                near.recv(1 << 16)
                near.sendall(head.encode() + body)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
        listener.close()
