"""The program around the core: disk, terminal, and later the editor protocol."""
