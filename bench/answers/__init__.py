"""Whether answers are right: retrieval, refusal and citations on labelled questions over five company sites."""
