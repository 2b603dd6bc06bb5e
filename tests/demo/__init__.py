"""The demo: from a company's web address to the follow-up mail, through the public HTTP APIs alone."""
