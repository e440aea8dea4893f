"""What answers each method: convert what was asked, ask the core, convert what it says."""
