"""What Streamlit runs for a tab. Apart from `pages`, for Streamlit takes a `pages` beside its script for its own."""
