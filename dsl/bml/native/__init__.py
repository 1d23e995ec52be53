"""What a user's file means when it runs by itself: on Keras's own backend, with nothing of the compiler in it.

`@bml.function` is a function of TensorFlow's, `value_and_grad` its tape, `Dataset.map` runs through `tf.data`, and
`fit` is Keras's. A build never imports these modules.
"""
