"""Two analyses side by side: what changes between releases, or between recipes."""
