"""The oracle of `bml parity`: the user's own file, run by Keras on TensorFlow in a process of its own.

`collect` notes the origin of each function that it traces (`origins`); `recipes` writes origins so that another process
finds the same objects in its own import of the file; `oracle` starts that process, `worker` is it.
"""
