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
