"""The language of the window: English is in the source, the others are in `resources/translations`."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ganimation_desktop.paths import resources_dir
from ganimation_desktop.ui.settings import AppSettings

SOURCE_LANGUAGE = "en"
LANGUAGES: Mapping[str, str] = MappingProxyType({SOURCE_LANGUAGE: "English", "de": "Deutsch"})
"""Languages of the window by code, each called by its own name."""

log = logging.getLogger(__name__)


def install_translation(application: QCoreApplication, language: str = "") -> str:
    """Translate every widget that is built from now on.

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
    return chosen


def build_language_menu(parent: QWidget, settings: AppSettings) -> QMenu:
    """Build a menu in which the user chooses the language of the next start."""
    menu = QMenu(QCoreApplication.translate("LanguageMenu", "&Language"), parent)
    menu.setToolTip(QCoreApplication.translate("LanguageMenu", "Takes effect when the program is started again"))
    menu.setToolTipsVisible(True)
    group = QActionGroup(menu)
    system = QCoreApplication.translate("LanguageMenu", "As the system")
    for code, name in {"": system, **LANGUAGES}.items():
        action = QAction(name, menu)
        action.setCheckable(True)
        action.setChecked(settings.language == code)
        action.setData(code)
        action.setToolTip(menu.toolTip())
        group.addAction(action)
        menu.addAction(action)

    def remember(action: QAction) -> None:
        settings.language = str(action.data())

    group.triggered.connect(remember)
    return menu


def _system_language() -> str:
    codes = (_code(name) for name in QLocale.system().uiLanguages())
    return next((code for code in codes if code in LANGUAGES), SOURCE_LANGUAGE)


def _code(name: str) -> str:
    return name.replace("-", "_").partition("_")[0].lower()
