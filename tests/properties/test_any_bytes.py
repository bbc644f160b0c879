"""Any bytes at all, through every way in: no exception but a sentence, no control out."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzzed import MOST_BYTES, TARGETS, WORDS, run
from tests.memory import WITH_A_PEAK_OF_ITS_OWN


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _in_a_dictionary(word: bytes) -> str:
    """Return a word as libFuzzer's dictionaries spell it."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word[:60]) + '"\n'


pieces = st.one_of(st.sampled_from(WORDS), st.binary(max_size=8), st.text(max_size=8).map(_encoded))


@pytest.mark.parametrize("target", TARGETS)
@given(content=st.lists(pieces, max_size=12).map(b"".join))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_are_read_or_refused_in_a_sentence(target: str, content: bytes) -> None:
    run(target, content[:MOST_BYTES])


@pytest.mark.long
@pytest.mark.parametrize("target", TARGETS)
def test_a_minute_of_fuzzing_finds_nothing(target: str, tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris is not installed (pip install atheris; Linux has wheels)")
    words = tmp_path / "words"
    words.write_text("".join(map(_in_a_dictionary, WORDS)))
    (tmp_path / "corpus").mkdir()
    for number, word in enumerate(WORDS):
        (tmp_path / "corpus" / str(number)).write_bytes(word)
    bounds = ["-max_total_time=60", f"-max_len={MOST_BYTES}", "-timeout=20", "-rss_limit_mb=2048"]
    ended = subprocess.run(
        [
            *WITH_A_PEAK_OF_ITS_OWN,
            sys.executable,
            "-m",
            "tests.fuzzing",
            target,
            *bounds,
            f"-dict={words}",
            str(tmp_path / "corpus"),
        ],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        cwd=Path(__file__).parents[2],
        timeout=400,
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    assert "Done" in ended.stderr
