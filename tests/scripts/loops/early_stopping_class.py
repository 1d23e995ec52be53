"""An EarlyStopping of one's own: counter, best score, delta, verbose."""

import bml


class EarlyStopping:
    def __init__(self, patience=7, verbose=False, delta=0):
        self.patience = patience
        self.verbose = verbose
        self.counter = 0
        self.best_score = None
        self.early_stop = False
        self.val_loss_min = float("inf")
        self.delta = delta

    def __call__(self, val_loss, model):
        score = -val_loss
        if self.best_score is None:
            self.best_score = score
            self.save_checkpoint(val_loss, model)
        elif score < self.best_score + self.delta:
            self.counter += 1
            print(f"EarlyStopping counter: {self.counter} out of {self.patience}")
            if self.counter >= self.patience:
                self.early_stop = True
        else:
            self.best_score = score
            self.save_checkpoint(val_loss, model)
            self.counter = 0

    def save_checkpoint(self, val_loss, model):
        if self.verbose:
            print(f"Validation loss decreased ({self.val_loss_min:.6f} --> {val_loss:.6f}).  Saving {model} ...")
        self.val_loss_min = val_loss


@bml.script
def train():
    early_stopping = EarlyStopping(patience=2, verbose=True)
    losses = [1.0, 0.8, 0.9, 0.7, 0.75, 0.74, 0.5]
    for epoch, loss in enumerate(losses, 1):
        early_stopping(loss, "model")
        if early_stopping.early_stop:
            print("Early stopping at epoch", epoch)
            break
    return early_stopping.val_loss_min
