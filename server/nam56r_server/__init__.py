"""The program around the core: the command line and the language server, with their files.

Must not know what a recipe means: that is `nam56r_core`.
"""
