"""The language of the window: English is in the source, the others are in `resources/translations`."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from ganimation_desktop.paths import resources_dir

SOURCE_LANGUAGE = "en"
LANGUAGES: Mapping[str, str] = MappingProxyType({SOURCE_LANGUAGE: "English", "de": "Deutsch"})
"""Languages of the window by code, each called by its own name."""

log = logging.getLogger(__name__)
_IN_FORCE = "languageInForce"


def install_translation(application: QCoreApplication, language: str = "") -> str:
    """Translate every widget that is built from now on; `ui.shell.language` translates those that are there.

    Parameters
    ----------
    application
        Takes the translators; those of an earlier call are removed.
    language
        A key of `LANGUAGES`; empty, or one that there is not, for the first of the system's languages that there is.

    Returns
    -------
    str
        The language in force.
    """
    chosen = language if language in LANGUAGES else _system_language()
    for translator in application.findChildren(QTranslator):
        application.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(QLocale.system() if chosen == _code(QLocale.system().name()) else QLocale(chosen))
    # Of two translators Qt asks the newer one first. The English one has only the plurals.
    qt_texts = [] if chosen == SOURCE_LANGUAGE else [(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), f"qtbase_{chosen}")]
    for folder, name in (*qt_texts, (str(resources_dir() / "translations"), f"ganimation_{chosen}")):
        translator = QTranslator(application)
        if translator.load(name, folder):
            application.installTranslator(translator)
        else:
            log.warning("the translation %s is missing in %s", name, folder)
    application.setProperty(_IN_FORCE, chosen)
    return chosen


def language_in_force() -> str:
    """Return the language that was installed last."""
    application = QCoreApplication.instance()
    return SOURCE_LANGUAGE if application is None else application.property(_IN_FORCE) or SOURCE_LANGUAGE


def _system_language() -> str:
    codes = (_code(name) for name in QLocale.system().uiLanguages())
    return next((code for code in codes if code in LANGUAGES), SOURCE_LANGUAGE)


def _code(name: str) -> str:
    return name.replace("-", "_").partition("_")[0].lower()
