"""Validation loss that decreases: np.inf, a mask of NumPy, counters of classes."""

import keras
import numpy as np

import bml

x = np.linspace(-1, 1, 20, dtype="float32").reshape(10, 2)
y = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2, 2], dtype="int32")
train_loader = bml.Dataset.from_tensor_slices((x, y)).batch(5)
valid_loader = bml.Dataset.from_tensor_slices((x[1::2], y[1::2])).batch(5)
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, kernel_initializer="ones")])
optimizer = keras.optimizers.SGD(0.3)
classes = ["cat", "dog", "bird"]
criterion = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


@bml.function
def loss_of(data, target):
    return criterion(target, model(data, training=True))


@bml.script
def train(n_epochs: int = 4):
    valid_loss_min = np.inf  # track change in validation loss
    for epoch in range(1, n_epochs + 1):
        train_loss = 0.0
        valid_loss = 0.0
        for data, target in train_loader:
            loss, grads = bml.value_and_grad(loss_of)(data, target)
            optimizer.apply(grads, model.trainable_variables)
            train_loss += loss.item() * data.shape[0]
        for batch_idx, (data, target) in enumerate(valid_loader):
            valid_loss += float(loss_of(data, target)) * data.shape[0]
        train_loss = train_loss / len(x)
        valid_loss = valid_loss / 5
        print("Epoch: {} \tTraining Loss: {:.6f} \tValidation Loss: {:.6f}".format(epoch, train_loss, valid_loss))
        if valid_loss <= valid_loss_min:
            print("Validation loss decreased ({:.6f} --> {:.6f}).  Saving model ...".format(valid_loss_min, valid_loss))
            valid_loss_min = valid_loss
    class_correct = list(0.0 for i in range(3))
    class_total = list(0.0 for i in range(3))
    for data, target in valid_loader:
        pred = np.argmax(model(data).numpy(), axis=1)
        correct = np.squeeze(pred == target.numpy())
        for i in range(len(target)):
            label = int(target[i])
            class_correct[label] += correct[i].item()
            class_total[label] += 1
    for i in range(3):
        if class_total[i] > 0:
            print(
                "Test Accuracy of %5s: %2d%% (%2d/%2d)"
                % (
                    classes[i],
                    100 * class_correct[i] / class_total[i],
                    np.sum(class_correct[i]),
                    np.sum(class_total[i]),
                )
            )
        else:
            print("Test Accuracy of %5s: N/A (no training examples)" % (classes[i]))
