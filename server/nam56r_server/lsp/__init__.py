"""The language server: converts between the protocol and the core, and keeps what is open.

No feature is worked out here: that is `nam56r_core.ide`. Must not know the command line.
"""
