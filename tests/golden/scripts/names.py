# ruff: noqa
def main(delete: int = 1, heldOut: int = 2, held_out_: int = 3, function: bool = True):
    range_ = delete
    divide = range_ / heldOut
    model_ = divide
    if function:
        new = model_ + held_out_
        return new
    model.evaluate(held_out.map(prepare).batch(8), return_dict=True)
