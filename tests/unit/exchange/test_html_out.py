"""HTML out: a page that stands alone, shows everything, and lets nothing in; looked at in a browser."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.annotations.describe import describe
from reader.annotations.model import Color
from reader.document.parse import parse
from reader.exchange import html
from reader.exchange.exported import ExportedAnnotation, ExportedNote
from reader.exchange.html_blocks import body
from reader.exchange.html_style import POLICY, STYLE
from tests.exchanged import bread, marked, said

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><style>*{}</style>"
VOID = {"meta", "br", "hr"}


class Outline(HTMLParser):
    """Collects what a page is made of, and complains of tags that do not fit into each other."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(page)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.words += data


def hostile() -> ExportedNote:
    document = parse(f"# {EVIL}\n\n{EVIL} [x](javascript:alert(1)) ![y](https://e.org/z.png)\n\n`{EVIL}`\n")
    source = "javascript:alert(1)"
    return ExportedNote(EVIL, "x.md", EVIL, (EVIL,), None, source, document, (said(EVIL),))


def test_highlights_stand_in_place_and_words_in_the_margin() -> None:
    on = marked("Patience", Color.GREEN)
    page = html.page(bread(on, said("So do *I*.", on), said("On all.", number=2)))
    assert re.search(r'<mark class="green"[^>]*><em>Patience</em></mark><a class="ref"', page)
    assert "So do <em>I</em>." in page
    assert "On all." in page.split("On the whole note")[1]


def test_a_reflection_keeps_the_lines_it_was_written_in() -> None:
    page = html.page(bread(said("Ask Ana\nAsk Tom")))
    assert re.search(r"Ask Ana\s*<br\s*/?>\s*Ask Tom", page)


def test_every_word_of_the_note_is_on_its_page() -> None:
    note = bread(marked("rests. Patience is"), marked("Wait", number=2))
    assert note.document is not None
    shown = " ".join(Outline(html.page(note)).words.split())
    for block in note.document.blocks:
        assert " ".join(block.text.split()) in shown


def test_lists_nest_and_overlapping_marks_close_in_order() -> None:
    document = parse("1. a\n   - b **c d** e\n   - f\n2. g\n\n> - q\n>\n> r\n\n- [x] t\n\nx[^1]\n\n[^1]: y\n")
    text = "".join(body(document))
    outline = Outline(text)
    assert [tag for tag, _ in outline.tags if tag in ("ol", "ul", "li")] == [
        "ol", "li", "ul", "li", "li", "li", "ul", "li", "ul", "li",
    ]  # fmt: skip


def test_an_orphan_is_shown_under_the_text() -> None:
    lost = marked("Patience")
    page = html.page(bread(type(lost)(lost.annotation)))
    assert "Patience" in page.split("No longer in the text")[1]


def test_nothing_hostile_gets_through_and_nothing_is_loaded() -> None:
    for page in (html.page(hostile()), html.index([hostile()], ['"><script>.html'])):
        outline = Outline(page)
        names = {tag for tag, _ in outline.tags}
        assert not names & {"script", "img", "link", "iframe", "object", "form", "base"}
        for _, attributes in outline.tags:
            assert not any(name.startswith("on") or name in ("src", "style") for name in attributes)
            assert not (attributes.get("href") or "").lower().startswith(("javascript", "data"))


def test_the_policy_allows_this_style_and_nothing_else() -> None:
    page = html.page(bread())
    [style] = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style == STYLE
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in POLICY
    assert "url(" not in style
    assert "@import" not in style


def test_text_has_enough_contrast_by_day_and_by_night() -> None:
    for part in (
        STYLE.split("@media")[0],
        STYLE.split("@media (prefers-color-scheme:dark)")[1].split("}}")[0],
    ):
        colors = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", part))
        for paper in ("page", "code", "yellow", "green", "blue", "red", "purple"):
            assert _contrast(colors["ink"], colors[paper]) >= 4.5
        for ink in ("soft", "accent"):
            assert _contrast(colors[ink], colors["page"]) >= 4.5


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")


def browse(page: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Open a page in a browser without a window."""
    assert BROWSER is not None
    usual = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--enable-logging=stderr",
    ]
    profile = f"--user-data-dir={page.parent / 'profile'}"
    command = [BROWSER, *usual, profile, *options, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=90)


with_a_browser = pytest.mark.skipif(
    BROWSER is None, reason="Chromium is not installed (apt-get install chromium)"
)


@with_a_browser
@pytest.mark.parametrize("width", [1300, 480])
def test_a_browser_sets_the_page_and_runs_nothing(tmp_path: Path, width: int) -> None:
    on = marked("Patience", Color.RED)
    page = tmp_path / "page.html"
    page.write_text(html.page(bread(on, said("So do I.", on))), encoding="utf-8")
    picture = tmp_path / "page.png"
    ended = browse(page, f"--window-size={width},900", f"--screenshot={picture}")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "Content Security Policy" not in ended.stderr  # the style was applied: its hash fits
    colors = _colors(picture)
    assert (0xFB, 0xE0, 0xDB) in colors  # the red of the highlight
    assert (0xFD, 0xFC, 0xF9) in colors  # the page


@with_a_browser
def test_the_box_of_a_task_stands_before_it_however_long_the_margin_is(tmp_path: Path) -> None:
    document = parse("- One.\n- Two.\n\nWords.\n\n- [ ] Bake bread.\n")
    kept = []
    for number, words_of_it in enumerate(("One.", "Two.", "Bake bread.")):
        start = document.text.index(words_of_it)
        target = document.range_of(start, start + len(words_of_it))
        about = replace(said("Many words. " * 40).annotation, id=f"r{number}")
        about = replace(about, selectors=describe(document, target))
        kept.append(ExportedAnnotation(about, start, start + len(words_of_it)))
    made = html.page(ExportedNote("n", "n.md", "N", document=document, kept=tuple(kept)))
    tops = "[...document.querySelectorAll('.box, .task mark')].map(e => e.getBoundingClientRect().top)"
    script = f"<script>document.body.dataset.tops = JSON.stringify({tops})</script></body>"
    page = tmp_path / "page.html"
    free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", made)  # the script is the test's
    page.write_text(free.replace("</body>", script), encoding="utf-8")
    shown = browse(page, "--window-size=1300,900", "--dump-dom").stdout
    found = re.search(r'data-tops="\[([\d.]+),([\d.]+)\]"', shown)
    assert found is not None
    assert abs(float(found[1]) - float(found[2])) < 12


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        ("- a\n- b\n", 1),
        ("- a\n\n* b\n", 2),
        ("1. a\n\n1) b\n", 2),
        ("- - a\n  * b\n- c\n", 3),
        ("> - a\n>\n> + b\n", 2),
    ],
)
def test_a_list_that_follows_another_stays_a_list_of_its_own(text: str, lists: int) -> None:
    made = body(parse(text))
    assert made.count("<ul>") + made.count("<ol>") == lists
    assert made.count("</ul>") + made.count("</ol>") == lists


def _colors(picture: Path) -> set[tuple[int, int, int]]:
    """Return the colours of a PNG of 8 bits a channel, as browsers write them."""
    import struct
    import zlib

    content = picture.read_bytes()
    at, packed, wide, channels = 8, b"", 0, 3
    while at < len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        if kind == b"IHDR":
            wide, _, _, color = struct.unpack(">IIBB", content[at + 8 : at + 18])
            channels = 4 if color == 6 else 3
        packed += content[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    raw, line = zlib.decompress(packed), wide * channels
    above = bytearray(line)
    colors: set[tuple[int, int, int]] = set()
    for start in range(0, len(raw), line + 1):
        above = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + line]), above, channels)
        colors |= {(above[i], above[i + 1], above[i + 2]) for i in range(0, line, channels)}
    return colors


def _unfiltered(kind: int, row: bytearray, above: bytearray, step: int) -> bytearray:
    """Undo a row's filter (PNG specification, section 9)."""
    for i in range(len(row)):
        left, up = (row[i - step] if i >= step else 0), above[i]
        corner = above[i - step] if i >= step else 0
        if kind == 4:
            guess = left + up - corner
            distance = (abs(guess - left), abs(guess - up), abs(guess - corner))
            predicted = (left, up, corner)[distance.index(min(distance))]
        else:
            predicted = (0, left, up, (left + up) // 2)[kind]
        row[i] = (row[i] + predicted) & 0xFF
    return row
