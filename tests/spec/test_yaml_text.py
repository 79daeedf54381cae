"""YAML as people get it: the same text whatever was written before it."""

from __future__ import annotations

import pytest

from mooc_kit.spec.yaml_text import yaml_text, yaml_text_flowing


@pytest.mark.parametrize("write", [yaml_text, yaml_text_flowing])
def test_what_was_written_before_changes_nothing(write) -> None:
    one, shared = {"a": 1}, [1, 2]
    assert [write(value) for value in ({"a": 1}, {"a": True}, {"a": 1.0}, {"a": "1"}, {"a": 1})] == [
        "a: 1\n",
        "a: true\n",
        "a: 1.0\n",
        'a: "1"\n',
        "a: 1\n",
    ]
    assert "&" not in write({"a": [1, 2], "b": [1, 2]})
    assert "&" in yaml_text({"a": shared, "b": shared})
    write(one)
    one["a"] = 2
    assert write(one) == "a: 2\n"
