"""Texts that are shown in one language, in another one: what was translated is looked up backwards, fields and all.

Widgets are built with translated texts and do not know where these come from. Here every text of a language is known with its context and
its source, so that a text which is shown leads back to its source and on to another language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape
from xml.etree import ElementTree as ET

from PySide6.QtCore import QCoreApplication, QLocale

from ganimation_desktop.paths import resources_dir
from ganimation_desktop.ui.widgets.error_texts import error_translations
from ganimation_desktop.ui.widgets.translation import LANGUAGES, SOURCE_LANGUAGE

Key = tuple[str, str]
"""Context and source of a text."""

_FIELD = re.compile(r"\{(\w+)[^}]*\}|(%n)")
_NUMBERS = ("number", "count", "percent")
"""Fields that only take numbers."""
_MARKUP = re.compile(r"(<[^>]*>)")
_DIVIDERS = (re.compile(r"(\n+)"), _MARKUP, *map(re.compile, (r"( \(|\)$)", r"(, )", r"(: )")))
_AU_NUMBER = re.compile(r"(?:AU)?\d\d(?: - | +)(?=\D)")
_DECIMAL = re.compile(r"-?\d+[.,]\d+")
_LEAST_LETTERS = 2
_ERRORS = "errors"
"""The context of what core and jobs say when something fails."""
_QT_TEXTS = (
    ("QDockWidget", "Float"),
    ("QDockWidget", "Undocks and re-attaches the dock widget"),
    ("QDockWidget", "Close"),
    ("QDockWidget", "Closes the dock widget"),
    ("CloseButton", "Close Tab"),
    ("QTabBar", "Scroll Left"),
    ("QTabBar", "Scroll Right"),
    ("QKeySequenceEdit", "Press shortcut"),
    *(("QPlatformTheme", text) for text in ("OK", "Cancel", "Close", "Save", "Yes", "No", "Help", "Apply", "Reset")),
)
"""Texts that Qt's own widgets and buttons are built with."""


@dataclass(frozen=True)
class Pattern:
    """A text with fields, as it looks when they are filled."""

    key: Key
    expression: re.Pattern[str]
    n_letters: int


class Catalog:
    """All texts of a language.

    Parameters
    ----------
    forms
        The translations by context and source: one, or one for each number of a plural.
    """

    def __init__(self, forms: Mapping[Key, Sequence[str]]) -> None:
        self.forms = forms

    @cached_property
    def keys_of(self) -> Mapping[str, Sequence[Key]]:
        """The texts without fields, and where they come from."""
        found: dict[str, list[Key]] = {}
        for key, forms in self.forms.items():
            for form in forms:
                if not _FIELD.search(form):
                    found.setdefault(form, []).append(key)
        return found

    @cached_property
    def plain_keys_of(self) -> Mapping[str, Sequence[Key]]:
        """The same for texts of commands as Qt shows them where there is no menu: without marks for keys and dots."""
        found: dict[str, list[Key]] = {}
        for form, keys in self.keys_of.items():
            if plain(form) != form:
                found.setdefault(plain(form), []).extend(keys)
        return found

    @cached_property
    def patterns(self) -> Sequence[Pattern]:
        """The texts with fields, those that say most first."""
        found = []
        for key, forms in self.forms.items():
            for form in forms:
                n_letters = sum(letter.isalpha() for letter in _FIELD.sub("", form))
                if _FIELD.search(form) and n_letters >= _LEAST_LETTERS:
                    found.append(Pattern(key, _expression(form), n_letters))
        return sorted(found, key=lambda pattern: -pattern.n_letters)


def plain(text: str) -> str:
    """Return the text of a command without its mark for a key and its dots."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def read_catalog(language: str) -> Catalog:
    """Read the texts of the language in force from the translations; of the source language its sources and plurals."""
    forms: dict[Key, Sequence[str]] = {}
    if language == SOURCE_LANGUAGE:
        for other in LANGUAGES:
            if other != SOURCE_LANGUAGE:
                forms |= {key: (key[1],) for key in (_read_forms(other) | _read_error_forms(other))}
    of_qt = {key: (QCoreApplication.translate(*key),) for key in _QT_TEXTS}
    return Catalog(of_qt | forms | _read_error_forms(language) | _read_forms(language))


class Retranslation:
    """From one language to another."""

    def __init__(self, before: Catalog, after: Catalog) -> None:
        self._before, self._after = before, after

    def text(self, shown: str, contexts: Sequence[str] = ()) -> str:
        """Return a text in the new language; unchanged if it is none of the program's.

        Parameters
        ----------
        shown
            What is shown.
        contexts
            Where it may come from, the likeliest first: a word may be translated in two ways.
        """
        number = _AU_NUMBER.match(shown)
        if number is not None and shown[number.end() :] in self._before.keys_of:
            return number[0] + self.text(shown[number.end() :], contexts)
        for way in (self._known, self._after_name, self._sentences, self._in_parts):
            new = way(shown, contexts)
            if new:
                return new
        return shown

    def _known(self, shown: str, contexts: Sequence[str]) -> str | None:
        keys = [key for key in self._before.keys_of.get(shown, ()) if _ERRORS in contexts or _stands_alone(key)]
        if keys:
            return self._new_form(keys, contexts)
        plain_keys = self._before.plain_keys_of.get(shown)
        if plain_keys:
            return plain(self._new_form(plain_keys, contexts))
        matches = ((pattern, pattern.expression.fullmatch(shown)) for pattern in self._before.patterns)
        found = [(pattern, match) for pattern, match in matches if match is not None]
        if not found:
            return None
        most = found[0][0].n_letters
        best = {pattern.key: match for pattern, match in found if pattern.n_letters == most}
        key = _nearest(list(best), contexts)
        return self._filled(key, best[key].groupdict(), contexts)

    def _new_form(self, keys: Sequence[Key], contexts: Sequence[str]) -> str:
        """The translation from the likeliest context; where none is likely, the one that most of them have."""
        near = _nearest(keys, contexts)
        if near[0] in contexts:
            return self._after.forms.get(near, near[1:])[0]
        forms = [self._after.forms.get(key, key[1:])[0] for key in keys]
        return max(forms, key=forms.count)

    def _filled(self, key: Key, values: Mapping[str, str], contexts: Sequence[str]) -> str | None:
        forms = self._after.forms.get(key)
        if forms is None:
            return None
        number = values.get("n_")
        contexts = (*key[:1], *contexts)
        form = forms[0] if number in (None, "1") else forms[-1]
        return _FIELD.sub(lambda field: self._value(values["n_" if field[2] else f"f_{field[1]}"], contexts), form)

    def _value(self, value: str, contexts: Sequence[str]) -> str:
        if _DECIMAL.fullmatch(value):
            return value.replace(",", ".").replace(".", QLocale().decimalPoint())
        return self.text(value, contexts)

    def _after_name(self, shown: str, contexts: Sequence[str]) -> str | None:
        """What is known of a file, after its name."""
        name, _, rest = shown.partition(": ")
        known = self._known(rest, contexts) if rest else None
        return f"{name}: {known}" if known else None

    def _sentences(self, shown: str, contexts: Sequence[str]) -> str | None:
        """Several texts one after the other, if the first of them is known."""
        for end in re.finditer(r"(?<=[.!?]) ", shown):
            first = self._known(shown[: end.start()], contexts)
            if first is not None:
                return f"{first} {self.text(shown[end.end() :], contexts)}"
        return None

    def _in_parts(self, shown: str, contexts: Sequence[str]) -> str | None:
        """A text that was put together of several, if it is one."""
        for divider in _DIVIDERS:
            parts = divider.split(shown)
            if len(parts) > 1:
                is_markup = divider is _MARKUP
                new = [part if number % 2 else self._part(part, contexts, is_markup=is_markup) for number, part in enumerate(parts)]
                return "".join(new)
        return None

    def _part(self, part: str, contexts: Sequence[str], *, is_markup: bool) -> str:
        text = unescape(part) if is_markup else part
        new = self.text(text, contexts) if text.strip() else text
        return part if new == text else escape(new) if is_markup else new


def _stands_alone(key: Key) -> bool:
    """Whether a text is shown by itself: what failed is said in sentences, and single words of them name commands, too."""
    return key[0] != _ERRORS or " " in key[1]


def _nearest(keys: Sequence[Key], contexts: Sequence[str]) -> Key:
    return min(keys, key=lambda key: contexts.index(key[0]) if key[0] in contexts else len(contexts))


def _expression(form: str) -> re.Pattern[str]:
    """What a text with fields looks like when they are filled."""
    parts, end, seen = [], 0, set()
    for field in _FIELD.finditer(form):
        name = "n_" if field[2] else f"f_{field[1]}"
        parts.append(re.escape(form[end : field.start()]))
        what = r"\d+" if field[2] else r"[\d.,]+" if field[1] in _NUMBERS else ".+?"
        parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{what})")
        seen.add(name)
        end = field.end()
    return re.compile("".join([*parts, re.escape(form[end:])]), re.DOTALL)


def _read_error_forms(language: str) -> dict[Key, Sequence[str]]:
    return {(_ERRORS, sentence): (translation,) for sentence, translation in error_translations(language).items()}


def _read_forms(language: str) -> dict[Key, Sequence[str]]:
    root = ET.parse(resources_dir() / "translations" / f"ganimation_{language}.ts").getroot()
    forms: dict[Key, Sequence[str]] = {}
    for context in root.iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None:
                plural = [form.text or "" for form in translation.iter("numerusform")]
                forms[context.findtext("name") or "", message.findtext("source") or ""] = plural or [translation.text or ""]
    return forms
