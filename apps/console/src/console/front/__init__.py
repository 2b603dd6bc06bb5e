"""What browsers get from the console beside Streamlit's socket: its pages' frame and its own files."""
