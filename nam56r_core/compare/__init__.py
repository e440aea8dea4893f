"""Two analyses side by side: what changes between releases, or between recipes.

Must not know how either was made, nor who shows the differences.
"""
