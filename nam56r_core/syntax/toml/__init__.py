"""TOML 1.0: reader, recovery from mistakes, cursor context, edits and writer.

Must not know any recipe key, nor any other language.
"""
