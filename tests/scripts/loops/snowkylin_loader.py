"""The handbook's loader class: random index arrays, num_batches, sparse accuracy."""

import keras
import numpy as np

import bml


class MNISTLoader:
    def __init__(self):
        self.train_data = np.linspace(0, 1, 40, dtype=np.float32).reshape(20, 2)
        self.train_label = (np.arange(20) % 2).astype(np.int32)
        self.test_data = self.train_data[:6]
        self.test_label = self.train_label[:6]
        self.num_train_data, self.num_test_data = self.train_data.shape[0], self.test_data.shape[0]

    def get_batch(self, batch_size):
        index = np.random.randint(0, self.num_train_data, batch_size)
        return self.train_data[index, :], self.train_label[index]


class MLP(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense1 = keras.layers.Dense(units=4, activation="relu", kernel_initializer="ones")
        self.dense2 = keras.layers.Dense(units=2, kernel_initializer="zeros")

    def call(self, inputs):
        return self.dense2(self.dense1(inputs))


num_epochs = 1
batch_size = 5
learning_rate = 0.1
model = MLP()
data_loader = MNISTLoader()
optimizer = keras.optimizers.Adam(learning_rate=learning_rate)
model(data_loader.test_data)


@bml.script
def main():
    np.random.seed(8)
    num_batches = int(data_loader.num_train_data // batch_size * num_epochs)
    for batch_index in range(num_batches):
        X, y = data_loader.get_batch(batch_size)
        with bml.GradientTape() as tape:
            y_pred = model(X)
            loss = keras.losses.sparse_categorical_crossentropy(y, y_pred, from_logits=True)
            loss = keras.ops.mean(loss)
        grads = tape.gradient(loss, model.variables)
        optimizer.apply_gradients(grads_and_vars=zip(grads, model.variables))
        print("batch %d: loss %f" % (batch_index, loss.numpy()))
    sparse_categorical_accuracy = keras.metrics.SparseCategoricalAccuracy()
    num_batches = int(data_loader.num_test_data // 3)
    for batch_index in range(num_batches):
        start_index, end_index = batch_index * 3, (batch_index + 1) * 3
        y_pred = model.predict(data_loader.test_data[start_index:end_index], verbose=0)
        sparse_categorical_accuracy.update_state(y_true=data_loader.test_label[start_index:end_index], y_pred=y_pred)
    print("test accuracy: %f" % sparse_categorical_accuracy.result())
