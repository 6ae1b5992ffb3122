"""Bytes in, bounded, decoded and numbered lines out."""

from __future__ import annotations

import codecs
import hashlib
import re
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LINE = 1_000_000
"""The longest line that is read, in characters."""

MAX_TEXT = 256 * 1024 * 1024
"""The largest source that is ever held in memory as a whole, in bytes."""

_MAX_LINE_BYTES = 4 * MAX_LINE + 2  # four for any character, two for the line's end
_LINES_LOOKED_AT = 100
_BYTES_LOOKED_AT = 65_536
_WIDE_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Source:
    """An open source, read once and forward; `name` is what messages call it."""

    def __init__(self, name: str, stream: BinaryIO) -> None:
        self.name = name
        self._stream = stream
        self._digest = hashlib.sha256()
        self._held: list[bytes] = []

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes read so far, in hexadecimal."""
        return self._digest.hexdigest()

    def first_line(self) -> str:
        """Return the first line that is not blank, stripped, and leave it to be read again.

        Only the first hundred lines are looked at; "" where they are all blank.
        """
        if not self._held:
            self._held.extend(self._until_text())
        return _readable(self._held[-1]) if self._held else ""

    def lines(self) -> Iterator[tuple[int, str]]:
        r"""Yield every line without its end, numbered from 1; only ``\n`` and ``\r\n`` end one.

        Raises: SourceError for bytes that are not UTF-8 text and for lines over `MAX_LINE`.

        >>> import io
        >>> list(Source("page.txt", io.BytesIO(b"a title\r\n\nits abstract")).lines())
        [(1, 'a title'), (2, ''), (3, 'its abstract')]
        """
        for number, raw in enumerate(self._raw_lines(), 1):
            text = self._decoded(raw, number).removesuffix("\n").removesuffix("\r")
            if len(text) > MAX_LINE or len(raw) > _MAX_LINE_BYTES:
                raise self._too_long(number)
            yield number, text

    def text(self) -> str:
        """Return all that the source holds.

        Raises: SourceError for more than `MAX_TEXT` bytes, or bytes that are not UTF-8 text.
        """
        rest = self._stream.read(MAX_TEXT + 1)
        self._digest.update(rest)
        raw = b"".join([*self._held, rest])
        if len(raw) > MAX_TEXT:
            raise SourceError(
                self.name,
                0,
                f"a JSON array of more than {MAX_TEXT >> 20} MB; write one object per line,"
                " such as with: jq -c '.[]'",
            )
        return self._decoded(raw, 1)

    def _until_text(self) -> Iterator[bytes]:
        for raw in islice(self._unread(), _LINES_LOOKED_AT):
            yield raw
            if _readable(raw):
                return

    def _raw_lines(self) -> Iterator[bytes]:
        yield from self._held
        yield from self._unread()

    def _unread(self) -> Iterator[bytes]:
        while raw := self._stream.readline(_MAX_LINE_BYTES + 1):
            self._digest.update(raw)
            yield raw

    def _decoded(self, raw: bytes, number: int) -> str:
        """Return the text of bytes that begin on line `number`."""
        if number == 1:
            raw = self._without_mark(raw)
        if b"\0" in raw:
            raise self._binary()
        if len(raw) > _MAX_LINE_BYTES and raw.find(b"\n") == -1:
            raise self._too_long(number)  # cut in the middle of a character, perhaps
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            raise self._undecodable(raw, number, error.start) from error

    def _without_mark(self, raw: bytes) -> bytes:
        if raw.startswith(_WIDE_BOMS):
            raise SourceError(
                self.name,
                0,
                "UTF-16 or UTF-32 text; convert it first: iconv -f UTF-16 -t UTF-8",
            )
        return raw.removeprefix(codecs.BOM_UTF8)

    def _undecodable(self, raw: bytes, number: int, at: int) -> SourceError:
        if _CONTROL.search(raw + self._stream.read(_BYTES_LOOKED_AT)):
            return self._binary()
        number += raw.count(b"\n", 0, at)
        return SourceError(
            self.name,
            number,
            f"byte 0x{raw[at]:02x} is not UTF-8; convert the file first:"
            " iconv -f WINDOWS-1252 -t UTF-8",
        )

    def _too_long(self, number: int) -> SourceError:
        return SourceError(
            self.name,
            number,
            f"a line of more than {MAX_LINE:,} characters; is this a page of papers?",
        )

    def _binary(self) -> SourceError:
        return SourceError(
            self.name, 0, "not a text file; give pages as text, JSON lines, CSV or TSV"
        )


def _readable(raw: bytes) -> str:
    return raw.decode("utf-8-sig", errors="replace").strip()
