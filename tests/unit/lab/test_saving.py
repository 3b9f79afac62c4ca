"""A notebook as it is saved: without widgets that only a running kernel shows."""

import copy

from defcoop.lab.saving import WIDGET, without_widgets

FOR_A_PERSON = {"report": {"kind": "interactive"}}
VIEW = {WIDGET: {"model_id": "gone"}}


def shown(data: dict, metadata: dict | None = None) -> dict:
    return {"output_type": "display_data", "data": data, "metadata": metadata or {}}


def saved(*outputs: dict) -> list[dict]:
    cells = [{"cell_type": "markdown"}, {"cell_type": "code", "outputs": list(outputs)}]
    model = {"type": "notebook", "content": {"cells": copy.deepcopy(cells)}}
    without_widgets(model=model, path="a.ipynb", contents_manager=None)
    assert model["content"]["cells"][0] == cells[0]
    return model["content"]["cells"][1]["outputs"]


def test_the_words_of_a_form_stay_and_its_widget_goes() -> None:
    form = shown({**VIEW, "text/plain": "Run it."}, FOR_A_PERSON)
    assert saved(form) == [shown({"text/plain": "Run it."}, FOR_A_PERSON)]


def test_a_guide_without_words_goes() -> None:
    assert saved(shown({**VIEW, "text/plain": ""}, FOR_A_PERSON)) == []


def test_all_else_is_saved_as_it_is() -> None:
    others = [
        shown({**VIEW, "text/plain": "HBox()"}),
        shown({**VIEW, "text/plain": "HBox()"}, {"report": "not ours"}),
        shown({"text/html": "<p>A page.</p>", "text/plain": ""}, FOR_A_PERSON),
        shown({"text/html": "", "text/plain": ""}, FOR_A_PERSON),
        {"output_type": "stream", "name": "stdout", "text": "hello"},
        {"output_type": "error", "ename": "E", "evalue": "", "traceback": []},
    ]
    assert saved(*others) == others


def test_a_file_that_is_no_notebook_is_left_alone() -> None:
    for model in (
        {"type": "file", "content": "a,b"},
        {"type": "notebook", "content": None},
        {"type": "notebook", "content": {}},
    ):
        before = copy.deepcopy(model)
        without_widgets(model=model, path="a", contents_manager=None)
        assert model == before
