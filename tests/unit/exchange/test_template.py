"""The reader's own templates: their shape, and nothing beyond it."""

from __future__ import annotations

import sys

import pytest

from reader.errors import ExtraMissing, TemplateFailed
from reader.exchange.template import render
from tests.exchanged import bread, marked, said


def test_a_template_shapes_what_goes_out() -> None:
    on = marked("Patience")
    each = "{% for a in n.annotations %}|{{ a.exact }}:{{ a.text }}{% endfor %}"
    shape = f"{{% for n in notes %}}{{{{ n.title }}}}{each}{{% endfor %}}"
    assert render(shape, [bread(on, said("Yes.", on))]) == "On bread|Patience:|Patience:Yes."


@pytest.mark.parametrize(
    "shape",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{% include '/etc/passwd' %}",
        "{{ notes.clear() }}",
        "{{ missing }}",
        "{% for %}",
        "{{ 1/0 }}",
        "{{ range(999999999)|list }}",
    ],
)
def test_a_template_that_is_wrong_or_reaches_out_is_refused_in_a_sentence(shape: str) -> None:
    with pytest.raises(TemplateFailed, match="template cannot be used"):
        render(shape, [bread()])


def test_without_jinja2_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(ExtraMissing, match="better-way-reader\\[templates\\]"):
        render("x", [])


def test_what_a_template_makes_passes_the_gate_and_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in render("{{ '\\x1b[31m' }}", [])
    monkeypatch.setattr("reader.exchange.template.MOST_MADE", 1000)
    with pytest.raises(TemplateFailed, match="more than 1,000 characters"):
        render("{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}", [])


def test_the_sentence_of_a_refusal_has_one_full_stop() -> None:
    with pytest.raises(TemplateFailed) as refused:
        render("{{ ''.__class__ }}", [])
    assert str(refused.value).endswith("is unsafe.")
