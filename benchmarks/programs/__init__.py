"""What is measured, each run as a script in a process of its own."""
