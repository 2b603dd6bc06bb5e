"""Sources, crawling, PDF, chunks, company research."""
