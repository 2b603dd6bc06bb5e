"""How well the research of prospects finds a company's facts, on authored sites with labelled fields."""
