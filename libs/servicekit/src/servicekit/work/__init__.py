"""Work outside requests: jobs, the parts of a process side by side, and patience with what is away."""
