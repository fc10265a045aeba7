"""Desktop integration: menu entries, icons in every format, licences. Used by a verb and by `build.spec`."""
