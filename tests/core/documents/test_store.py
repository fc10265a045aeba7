from __future__ import annotations

import json
import os
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ganimation_desktop.core.documents.document import Document, Source
from ganimation_desktop.core.documents.document_json import document_object
from ganimation_desktop.core.documents.history import History, PictureChange, PictureSide, Step
from ganimation_desktop.core.documents.history_json import history_object
from ganimation_desktop.core.documents.store import DocumentStore, OpenList, new_picture_name
from ganimation_desktop.core.imaging.frames import Photo, photo_from_rgb, read_photo
from ganimation_desktop.core.imaging.photo_metadata import PhotoMetadata
from tests.core.documents.made import made_face, made_photo, made_source, made_video

LONG_AGO_S = 1_000_000_000


@pytest.fixture
def said():
    return list[str]()


@pytest.fixture
def store(tmp_path, said):
    return DocumentStore(tmp_path / "documents", most_documents=3, on_problem=said.append)


def _same(document: Document | None, expected: Document) -> bool:
    return document is not None and all(
        to_object(document) == to_object(expected)
        for to_object in (lambda each: document_object(each, str), lambda each: history_object(each.history))
    )


def _source(tmp_path: Path, name: str, digest: str = "ab" * 32) -> Source:
    (tmp_path / name).touch()
    return made_source(name, tmp_path, digest)


@pytest.mark.parametrize("document", [made_photo(), made_video()])
def test_a_document_comes_back_by_its_content_and_path(store, document):
    store.keep(document)
    assert _same(store.find(document.source), document)


def test_what_is_not_known_is_not_found(store):
    assert store.find(made_source()) is None
    store.keep(made_photo())
    assert store.find(made_source("b.png", digest="cd" * 32)) is None


def test_a_file_that_was_moved_is_found_by_its_content(store, tmp_path):
    document = made_photo(made_source("gone.png", tmp_path))
    store.keep(document)
    moved = _source(tmp_path, "moved.png")
    found = store.find(moved)
    assert _same(found, replace(document, source=moved))


def test_a_copy_of_a_file_begins_for_itself(store, tmp_path):
    store.keep(made_photo(_source(tmp_path, "a.png")))
    assert store.find(_source(tmp_path, "copy.png")) is None


def test_a_file_whose_content_changed_keeps_what_was_wanted_but_is_not_saved(store, tmp_path):
    document = made_photo(_source(tmp_path, "a.png")).marked_saved()
    store.keep(document)
    changed = replace(document.source, digest="cd" * 32)
    found = store.find(changed)
    assert found is not None
    assert found.source == changed
    assert found.is_unsaved
    assert store.find(replace(changed, width=61)) is None


def test_a_baked_picture_is_not_laid_over_a_file_that_changed(store, tmp_path):
    store.keep(replace(made_photo(_source(tmp_path, "a.png")), pixels=new_picture_name()))
    assert store.find(_source(tmp_path, "a.png", "cd" * 32)) is None


def test_pasted_pictures_are_distinguished_by_their_content(store):
    first, second = (Source(None, digest * 32, 60, 40) for digest in ("ab", "cd"))
    store.keep(made_photo(first))
    assert _same(store.find(first), made_photo(first))
    assert store.find(second) is None


def test_names_that_are_no_text_come_back(store):
    document = made_photo(replace(made_source(), file=Path("/photos/\udcff.png")))
    store.keep(document)
    assert _same(store.find(document.source), document)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"schema": 3}', b'{"schema": 2, "document": {}}', b"\xff"])
def test_a_damaged_document_is_set_aside_and_reported_once(store, said, content):
    key = store.keep(made_photo())
    store.path_of(key).write_bytes(content)
    assert store.find(made_source()) is None
    assert store.find(made_source()) is None
    (sentence,) = said
    assert str(store.path_of(key)) in sentence
    assert store.path_of(key).with_name(f"{key}.json.unreadable").read_bytes() == content


def test_a_damaged_history_does_not_cost_the_edit(store, said):
    key = store.keep(made_photo())
    content = json.loads(store.path_of(key).read_text("utf-8"))
    content["history"]["n_done"] = 99
    store.path_of(key).write_text(json.dumps(content), "utf-8")
    assert _same(store.find(made_source()), replace(made_photo(), history=History()))
    assert said == []


def test_what_is_open_comes_back(store):
    assert store.read_open() == OpenList()
    keys = tuple(store.keep(document) for document in (made_photo(), made_video()))
    store.keep_open(OpenList(keys, keys[1]))
    assert store.read_open() == OpenList(keys, keys[1])


def test_a_damaged_list_of_what_is_open_is_set_aside(store, said):
    store.keep_open(OpenList())
    (store.folder / "open.json").write_text('{"schema": 2, "documents": ["../../x"], "current": null}')
    assert store.read_open() == OpenList()
    assert len(said) == 1


def _keep_several(store: DocumentStore, documents: list[Document]) -> list[str]:
    keys = []
    for number, document in enumerate(documents):
        key = store.keep(document)
        os.utime(store.path_of(key), (LONG_AGO_S + number, LONG_AGO_S + number))
        keys.append(key)
    return keys


def test_the_oldest_are_forgotten_but_none_that_is_unsaved_or_open(store, tmp_path):
    documents = [made_photo(_source(tmp_path, f"{number}.png", f"{number:02d}" * 32)) for number in range(6)]
    documents = [documents[0], *(document.marked_saved() for document in documents[1:])]
    keys = _keep_several(store, documents)
    store.keep_thumbnail(keys[2], b"png")
    store.tidy({keys[1]})
    assert [store.path_of(key).exists() for key in keys] == [True, True, False, False, False, True]
    assert not store.thumbnail_of(keys[2]).exists()


def test_few_documents_are_all_kept(store):
    keys = _keep_several(store, [made_photo().marked_saved(), made_video().marked_saved()])
    store.tidy()
    assert all(store.path_of(key).exists() for key in keys)


def test_large_folders_lose_their_oldest_documents(tmp_path):
    store = DocumentStore(tmp_path / "documents", most_bytes=60_000)
    sources = [_source(tmp_path, f"{number}.png", f"{number:02d}" * 32) for number in range(3)]
    keys = _keep_several(store, [made_photo(source).marked_saved() for source in sources])
    store.keep_thumbnail(keys[0], bytes(60_000))
    store.tidy()
    assert [store.path_of(key).exists() for key in keys] == [False, True, True]


def test_pictures_that_no_document_needs_any_more_are_removed(store):
    used, undone, stray, new = (new_picture_name() for _ in range(4))
    rgb = np.zeros((4, 5, 3), np.uint8)
    for name in (used, undone, stray, new):
        store.keep_picture(name, photo_from_rgb(rgb))
    for name in (used, undone, stray):
        os.utime(store.pictures / name, (LONG_AGO_S, LONG_AGO_S))
    history = History((Step("", (PictureChange(PictureSide(undone), PictureSide(used)),)),), 1)
    store.keep(Document(Source(None, "ab" * 32, 5, 4), (made_face({"AU12": 1.0}),), pixels=used, history=history))
    store.tidy()
    assert sorted(path.name for path in store.pictures.iterdir()) == sorted((used, undone, new))


def test_a_picture_is_kept_in_its_own_depth(store):
    pixels = np.arange(4 * 5 * 3, dtype=np.uint16).reshape(4, 5, 3) * 1000
    eight_bit = photo_from_rgb((pixels >> 8).astype(np.uint8))
    store.keep_picture("0.png", Photo(eight_bit.frame, None, PhotoMetadata(format="PNG", mode="RGB"), pixels))
    np.testing.assert_array_equal(read_photo(store.pictures / "0.png").source_pixels, pixels)


def test_whoever_reads_while_another_writes_gets_a_whole_document(store):
    document = made_photo()
    store.keep(document)
    writer = threading.Thread(target=lambda: [store.keep(document) for _ in range(20)])
    writer.start()
    while writer.is_alive():
        assert _same(store.find(document.source), document)
    writer.join()
