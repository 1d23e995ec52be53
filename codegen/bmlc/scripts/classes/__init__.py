"""Classes of the file and their objects, and objects of the module."""
