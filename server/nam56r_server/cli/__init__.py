"""The subcommands of `nam56r`, one module each, and what they share.

Modules named after a subcommand load nothing heavy before they run. Must not know the editor
protocol.
"""
