"""What Streamlit runs for a tab. It lies apart from `pages`, for Streamlit takes a `pages` beside its script for its own."""
