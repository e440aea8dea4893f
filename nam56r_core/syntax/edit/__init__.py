"""Edits that look the same in several languages: of whole lines, inside brackets, of plain values.

Must not know which language a document is in.
"""
