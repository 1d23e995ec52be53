"""What gives the variable itself, and shows what is assigned later; what gives its value at the time."""

import keras

import bml

v = keras.Variable([1.0, 2.0])


@bml.script
def main():
    itself = keras.ops.convert_to_tensor(v)
    value = v.value
    copied, added = bml.ops.copy(v), v + 0.0
    whole = bml.ops.convert_to_tensor(v, "int32")
    v.assign([5.0, 6.0])
    print(float(bml.ops.sum(itself)), float(bml.ops.sum(value)), itself.numpy(), value.numpy())
    print(copied.numpy(), added.numpy(), whole.numpy())
