"""The bml compiler: traced tensor functions and script sources in, readable JavaScript out."""
