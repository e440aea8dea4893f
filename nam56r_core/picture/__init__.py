"""Pictures of plans: how a stack is arranged, and the SVG documents that show it.

Must not know terminals or editors.
"""
