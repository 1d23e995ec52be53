"""Objects of the program, and what is computed with them on the device."""
