"""`nam56r server`: the language server."""
