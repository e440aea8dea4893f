"""What an editor shows: one module or folder per feature, named as the Language Server Protocol
names it.

Each is a function from a `View` (and mostly an offset) to plain values with byte ranges. Must not
know the protocol, positions in lines and columns, or where documents are kept.
"""
