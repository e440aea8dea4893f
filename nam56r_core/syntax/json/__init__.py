"""JSON (RFC 8259): reader, recovery from mistakes, cursor context, edits and writer.

Must not know any recipe key, nor any other language.
"""
