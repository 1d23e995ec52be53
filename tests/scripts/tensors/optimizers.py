"""Optimizers and metrics of Keras, made by scripts: a few steps of each, and what it counts."""

import bml
from bml import layers, ops

points = bml.Dataset.from_tensor_slices(
    (
        [[0.4 * i - 1.0, 1.0 - 0.3 * i, 0.5 * (i % 3)] for i in range(8)],
        [[1.0 if i % 3 == 1 else 0.0, 1.0 if i > 4 else 0.0] for i in range(8)],
    )
)
net = bml.Sequential([bml.Input((3,)), layers.Dense(4, activation="tanh"), layers.Dense(2, activation="sigmoid")])
bce = bml.losses.BinaryCrossentropy()


@bml.function
def loss(x, y):
    return bce(y, net(x, training=True))


@bml.function
def sizes():
    return [ops.sum(ops.square(variable)) for variable in net.trainable_variables]


@bml.script
def sgd():
    optimizer = bml.optimizers.SGD(0.1, momentum=0.9, nesterov=True)
    for epoch in range(2):
        for x, y in points.batch(3):
            value, grads = bml.value_and_grad(loss, variables=net.trainable_variables)(x, y)
            optimizer.apply(grads, net.trainable_variables)
        bml.log(epoch=epoch, loss=value)
    return sizes()


@bml.script
def rmsprop():
    optimizer = bml.optimizers.RMSprop(0.05, momentum=0.5, centered=True)
    for epoch in range(2):
        for x, y in points.batch(3):
            value, grads = bml.value_and_grad(loss, variables=net.trainable_variables)(x, y)
            optimizer.apply(grads, net.trainable_variables)
        bml.log(epoch=epoch, loss=value)
    return sizes()


@bml.script
def adam():
    optimizer = bml.optimizers.Adam(0.05, amsgrad=True)
    for epoch in range(2):
        for x, y in points.batch(3):
            value, grads = bml.value_and_grad(loss, variables=net.trainable_variables)(x, y)
            optimizer.apply(grads, net.trainable_variables)
        bml.log(epoch=epoch, loss=value)
    return sizes()


@bml.script
def adamw():
    optimizer = bml.optimizers.AdamW(0.05, weight_decay=0.1)
    for epoch in range(2):
        for x, y in points.batch(3):
            value, grads = bml.value_and_grad(loss, variables=net.trainable_variables)(x, y)
            optimizer.apply(grads, net.trainable_variables)
        bml.log(epoch=epoch, loss=value)
    return sizes()


@bml.script
def adagrad():
    optimizer = bml.optimizers.Adagrad(0.1)
    for epoch in range(2):
        for x, y in points.batch(3):
            value, grads = bml.value_and_grad(loss, variables=net.trainable_variables)(x, y)
            optimizer.apply(grads, net.trainable_variables)
        bml.log(epoch=epoch, loss=value)
    return sizes()


@bml.script
def adadelta():
    optimizer = bml.optimizers.Adadelta(1.0)
    for epoch in range(2):
        for x, y in points.batch(3):
            value, grads = bml.value_and_grad(loss, variables=net.trainable_variables)(x, y)
            optimizer.apply(grads, net.trainable_variables)
        bml.log(epoch=epoch, loss=value)
    return sizes()


@bml.script
def adamax():
    optimizer = bml.optimizers.Adamax(0.05)
    for epoch in range(2):
        for x, y in points.batch(3):
            value, grads = bml.value_and_grad(loss, variables=net.trainable_variables)(x, y)
            optimizer.apply(grads, net.trainable_variables)
        bml.log(epoch=epoch, loss=value)
    return sizes()


@bml.script
def nadam():
    optimizer = bml.optimizers.Nadam(0.05)
    for epoch in range(2):
        for x, y in points.batch(3):
            value, grads = bml.value_and_grad(loss, variables=net.trainable_variables)(x, y)
            optimizer.apply(grads, net.trainable_variables)
        bml.log(epoch=epoch, loss=value)
    return sizes()


@bml.script
def ftrl():
    optimizer = bml.optimizers.Ftrl(0.1, l1_regularization_strength=0.01)
    for epoch in range(2):
        for x, y in points.batch(3):
            value, grads = bml.value_and_grad(loss, variables=net.trainable_variables)(x, y)
            optimizer.apply(grads, net.trainable_variables)
        bml.log(epoch=epoch, loss=value)
    return sizes()


@bml.script
def lion():
    optimizer = bml.optimizers.Lion(0.01)
    for epoch in range(2):
        for x, y in points.batch(3):
            value, grads = bml.value_and_grad(loss, variables=net.trainable_variables)(x, y)
            optimizer.apply(grads, net.trainable_variables)
        bml.log(epoch=epoch, loss=value)
    return sizes()


@bml.script
def lamb():
    optimizer = bml.optimizers.Lamb(0.05)
    for epoch in range(2):
        for x, y in points.batch(3):
            value, grads = bml.value_and_grad(loss, variables=net.trainable_variables)(x, y)
            optimizer.apply(grads, net.trainable_variables)
        bml.log(epoch=epoch, loss=value)
    return sizes()


@bml.script
def adafactor():
    optimizer = bml.optimizers.Adafactor(0.05)
    for epoch in range(2):
        for x, y in points.batch(3):
            value, grads = bml.value_and_grad(loss, variables=net.trainable_variables)(x, y)
            optimizer.apply(grads, net.trainable_variables)
        bml.log(epoch=epoch, loss=value)
    return sizes()


@bml.script
def muon():
    optimizer = bml.optimizers.Muon(0.05)
    for epoch in range(2):
        for x, y in points.batch(3):
            value, grads = bml.value_and_grad(loss, variables=net.trainable_variables)(x, y)
            optimizer.apply(grads, net.trainable_variables)
        bml.log(epoch=epoch, loss=value)
    return sizes()


@bml.script
def clipped():
    optimizer = bml.optimizers.SGD(0.5, global_clipnorm=0.05, weight_decay=0.01)
    averaged = bml.optimizers.Adam(
        bml.optimizers.schedules.PolynomialDecay(0.1, 4, 0.01), clipvalue=0.02, use_ema=True, ema_momentum=0.8
    )
    for x, y in points.batch(2):
        value, grads = bml.value_and_grad(loss, variables=net.trainable_variables)(x, y)
        optimizer.apply(grads, net.trainable_variables)
        averaged.apply(grads, net.trainable_variables)
        bml.log(loss=value, rate=averaged.learning_rate)
    return sizes()


@bml.script
def counted():
    m0 = bml.metrics.BinaryAccuracy()
    m1 = bml.metrics.Precision()
    m2 = bml.metrics.Recall(thresholds=0.4)
    m3 = bml.metrics.AUC(num_thresholds=20)
    m4 = bml.metrics.MeanSquaredError()
    m5 = bml.metrics.RootMeanSquaredError()
    m6 = bml.metrics.F1Score(threshold=0.5)
    m7 = bml.metrics.Mean()
    m8 = bml.metrics.Sum()
    m9 = bml.metrics.CosineSimilarity()
    m10 = bml.metrics.TopKCategoricalAccuracy(k=1)
    m11 = bml.metrics.SpecificityAtSensitivity(0.5, num_thresholds=20)
    m12 = bml.metrics.R2Score()
    m13 = bml.metrics.KLDivergence()
    m14 = bml.metrics.TruePositives()
    m15 = bml.metrics.FalseNegatives()
    for x, y in points.batch(3):
        outputs = net(x)
        m0.update_state(y, outputs)
        m1.update_state(y, outputs)
        m2.update_state(y, outputs)
        m3.update_state(y, outputs)
        m4.update_state(y, outputs)
        m5.update_state(y, outputs)
        m6.update_state(y, outputs)
        m7.update_state(outputs)
        m8.update_state(outputs)
        m9.update_state(y, outputs)
        m10.update_state(y, outputs)
        m11.update_state(y, outputs)
        m12.update_state(y, outputs)
        m13.update_state(y, outputs)
        m14.update_state(y, outputs)
        m15.update_state(y, outputs)
    print("BinaryAccuracy", f"{float(m0.result()):.4f}")
    print("Precision", f"{float(m1.result()):.4f}")
    print("Recall", f"{float(m2.result()):.4f}")
    print("AUC", f"{float(m3.result()):.4f}")
    print("MeanSquaredError", f"{float(m4.result()):.4f}")
    print("RootMeanSquaredError", f"{float(m5.result()):.4f}")
    print("F1Score", m6.result().tolist())
    print("Mean", f"{float(m7.result()):.4f}")
    print("Sum", f"{float(m8.result()):.4f}")
    print("CosineSimilarity", f"{float(m9.result()):.4f}")
    print("TopKCategoricalAccuracy", f"{float(m10.result()):.4f}")
    print("SpecificityAtSensitivity", f"{float(m11.result()):.4f}")
    print("R2Score", f"{float(m12.result()):.4f}")
    print("KLDivergence", f"{float(m13.result()):.4f}")
    print("TruePositives", f"{float(m14.result()):.4f}")
    print("FalseNegatives", f"{float(m15.result()):.4f}")
