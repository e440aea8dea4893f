"""What answers each method: convert what was asked, ask the core, convert what it says.

Must not know what a recipe means, nor each other.
"""
