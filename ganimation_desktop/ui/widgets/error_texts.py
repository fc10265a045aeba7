"""What core and jobs say when something fails, in the user's language.

They know no languages: an error is one English sentence, and some come as text from another process. Here such a sentence is recognised by
its words, and its values, such as the name of a file, are put into the sentence of the other language. The sentences are in
`resources/translations/errors_<language>.json`, with {0}, {1} and so on in place of values.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from functools import lru_cache

from ganimation_desktop.jobs.errors import error_message
from ganimation_desktop.paths import resources_dir
from ganimation_desktop.ui.widgets.translation import SOURCE_LANGUAGE, language_in_force

_FIELD = re.compile(r"\{\d\}")
_DEEPEST = 4
"""A sentence may hold another one, which holds another one: so many at most."""

log = logging.getLogger(__name__)

_Pattern = tuple[re.Pattern[str], str]


def error_text(error: BaseException) -> str:
    """Return a sentence for the user: the reason, and the file that the error names."""
    return problem_text(error_message(error))


def problem_text(sentence: str) -> str:
    """Return a sentence of core or jobs in the language in force; as it is where nobody has translated it."""
    language = language_in_force()
    return sentence if language == SOURCE_LANGUAGE else _translated(sentence, language, 0)


@lru_cache
def error_translations(language: str) -> Mapping[str, str]:
    """Return the sentences of core and jobs, and what they may contain, each with its translation; none for the source language."""
    if language == SOURCE_LANGUAGE:
        return {}
    path = resources_dir() / "translations" / f"errors_{language}.json"
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError:
        log.warning("the translation %s is missing", path)
        return {}
    texts: dict[str, str] = content["sentences"] | content["parts"]
    return texts


def _translated(text: str, language: str, depth: int) -> str:
    patterns = _patterns(language)
    for pattern, translation in patterns:
        if found := pattern.fullmatch(text):
            values = [_translated(value, language, depth + 1) if depth < _DEEPEST else value for value in found.groups()]
            return translation.format(*values)
    # The name of a file may stand before the sentence.
    name, colon, rest = text.partition(": ")
    if colon and depth < _DEEPEST:
        return f"{name}: {_translated(rest, language, depth + 1)}"
    return text


@lru_cache
def _patterns(language: str) -> tuple[_Pattern, ...]:
    """Patterns of the sentences of a language with their translations, those with the most words of their own first."""
    texts = error_translations(language)
    return tuple((_pattern_of(text), texts[text]) for text in sorted(texts, key=lambda text: -len(_FIELD.sub("", text))))


def _pattern_of(text: str) -> re.Pattern[str]:
    """A pattern with a group for each field of a text, which are numbered in their order."""
    return re.compile("(.+?)".join(map(re.escape, _FIELD.split(text))), re.DOTALL)
