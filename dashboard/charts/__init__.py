"""Pure functions: a frame and a theme in, a Plotly figure out."""
