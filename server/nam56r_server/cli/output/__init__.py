"""How results look on a terminal or in a file: values in, text out, no stream and no disk.

Must not know how results came about.
"""
