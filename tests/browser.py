"""A headless Chromium that reaches this machine only, driven over its DevTools pipe, for tests.

One reader at a time: each call sends a message, and keeps the events that arrive before its
answer. https://chromedevtools.github.io/devtools-protocol/ tells what can be sent.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), None)

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-pipe",
)
# Chromium reads its commands from descriptor 3 and answers on 4.
_START = (
    "import os, sys; read, write = map(int, sys.argv[1:3]);"
    "os.dup2(read, 3); os.dup2(write, 4); os.execv(sys.argv[3], sys.argv[3:])"
)
_PATIENCE = 60.0


class Browser:
    """One open page, and all that it asked for and complained of since it was opened."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._rest = b""
        self._last = 0
        self._session = ""
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Return the result of one command."""
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._last:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result
            self._note(answer)

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            if not select.select([self._answers], [], [], _PATIENCE)[0]:
                raise TimeoutError("Chromium does not answer")
            received = os.read(self._answers, 1 << 20)
            if not received:
                raise ConnectionError("Chromium has gone")
            self._rest += received
        message, _, self._rest = self._rest.partition(b"\0")
        parsed: dict[str, Any] = json.loads(message)
        return parsed

    def _note(self, event: dict[str, Any]) -> None:
        method, params = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Log.entryAdded":
            self.complaints.append(params["entry"]["text"])
        elif method == "Runtime.consoleAPICalled":
            self.complaints.append(str([argument.get("value") for argument in params["args"]]))
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(params["exceptionDetails"]))

    def attach(self) -> None:
        """Open an empty page and listen to it."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.send(f"{domain}.enable")

    def show(self, width: int, height: int, *, dark: bool = False) -> None:
        """Give the page a size and a colour scheme."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", features=[scheme])

    def visit(self, address: str) -> None:
        """Go to an address, forgetting what was asked for and complained of before."""
        self.send("Page.navigate", url="about:blank")
        self.requests.clear()
        self.complaints.clear()
        self.send("Page.navigate", url=address)

    def open(self, page: Path, fragment: str = "") -> None:
        """Open a file and wait until it has drawn its picture."""
        self.visit(page.as_uri() + fragment)
        self.wait("document.documentElement?.dataset.ready === 'true'")

    def ask(self, expression: str) -> Any:
        """Return the JSON value of a JavaScript expression in the page."""
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait(self, expression: str) -> None:
        """Wait until a JavaScript expression is true; TimeoutError after a minute."""
        last = time.monotonic() + _PATIENCE
        while not self.ask(expression):
            if time.monotonic() > last:
                raise TimeoutError(f"{expression}; the page says {self.complaints}")
            time.sleep(0.05)

    def click(self, x: float, y: float) -> None:
        """Press and release the left button of the mouse."""
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            button = "none" if kind == "mouseMoved" else "left"
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button=button, clickCount=1)

    def click_on(self, selector: str) -> None:
        """Click in the middle of the first element of a selector, after bringing it into view.

        A page that has not been painted yet takes no clicks.
        """
        self.wait(f"document.querySelector({json.dumps(selector)}) !== null")
        self.wait("document.readyState === 'complete'")
        self.ask(
            "requestAnimationFrame(() => requestAnimationFrame(() => {"
            " document.documentElement.dataset.painted = 'true'; }))"
        )
        self.wait("document.documentElement.dataset.painted === 'true'")
        box = self.ask(
            f"(() => {{ const found = document.querySelector({json.dumps(selector)});"
            " found.scrollIntoView({ block: 'center' });"
            " const [box] = found.getClientRects();"
            " return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        self.click(*box)

    def press(self, key: str, *, ctrl: bool = False) -> None:
        """Press and release a key: a character, or a name such as Enter."""
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        for kind in ("keyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                text=text if kind == "keyDown" else "",
                modifiers=2 if ctrl else 0,
                windowsVirtualKeyCode={"Enter": 13, "Escape": 27}.get(key, 0),
            )

    def type(self, text: str) -> None:
        """Put text where the cursor is."""
        self.send("Input.insertText", text=text)

    def screenshot(self, format_: str = "png") -> bytes:
        """Return a picture of what is seen, as png or webp."""
        quality = {"quality": 85} if format_ == "webp" else {}
        shot = self.send("Page.captureScreenshot", format=format_, **quality)
        return base64.b64decode(shot["data"])


def _high(descriptor: int) -> int:
    """Return a copy of a descriptor that 3 and 4 cannot collide with."""
    copy = fcntl.fcntl(descriptor, fcntl.F_DUPFD, 10)
    os.close(descriptor)
    return copy


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """Give a browser whose profile lives in the empty folder `profile`; it ends with the block."""
    read_commands, commands = map(_high, os.pipe())
    answers, write_answers = map(_high, os.pipe())
    given = (read_commands, write_answers)
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            _START,
            *map(str, given),
            str(CHROMIUM),
            *_FLAGS,
            f"--user-data-dir={profile}",
        ],
        pass_fds=given,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    for descriptor in given:
        os.close(descriptor)
    try:
        opened = Browser(commands, answers)
        opened.attach()
        yield opened
    finally:
        os.close(commands)
        os.close(answers)
        # The session is the one started above: Chromium and its own children, nothing else.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
