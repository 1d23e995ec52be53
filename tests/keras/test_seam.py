"""How Keras comes to our backend: each case in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bml.keras.seam import share_random_numbers
from bmlc.errors import UserError

LOAD = "from bml.keras.seam import load; load()\n"
MODEL = "import keras\nmodel = keras.Sequential([keras.layers.Dense(2)])\nmodel.compile('sgd', 'mse')\n"


def ran(code: str, **environment: str) -> str:
    """What a process prints, of which the last line of an error."""
    run = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, env={**os.environ, **environment}
    )
    return run.stdout.strip() if run.returncode == 0 else run.stderr.strip()


def test_neither_keras_nor_tensorflow_comes_with_bml():
    assert ran("import bml, sys; print({'keras', 'tensorflow'} & set(sys.modules))") == "set()"


def test_tensorflow_stays_out_of_a_build():
    """Keras would import it to seed, to save and to open files."""
    uses = "import sys, numpy as np\nkeras.utils.set_random_seed(1)\nmodel(np.zeros((1, 3)))\nmodel.get_weights()\n"
    assert ran(f"{LOAD}{MODEL}{uses}print('tensorflow' in sys.modules)") == "False"


@pytest.mark.parametrize("backend", ["tensorflow", "jax", "nonsense"])
def test_what_the_environment_says_changes_nothing(backend: str):
    code = f"{LOAD}import keras, os; print(keras.backend.backend(), os.environ['KERAS_BACKEND'])"
    assert ran(code, KERAS_BACKEND=backend) == f"numpy {backend}"


def test_what_kerass_own_file_says_changes_nothing(tmp_path: Path):
    (tmp_path / "keras.json").write_text('{"backend": "tensorflow", "floatx": "float32"}')
    assert ran(f"{LOAD}import keras; print(keras.backend.backend())", KERAS_HOME=str(tmp_path)) == "numpy"


def test_keras_on_another_backend_is_too_late():
    code = f"import os; os.environ['KERAS_BACKEND'] = 'tensorflow'; import keras\n{LOAD}"
    assert "Keras was imported with its backend 'tensorflow' before bml chose its own" in ran(code)


def test_a_model_that_is_called_is_built_and_gives_a_shape():
    code = (
        f"{LOAD}{MODEL}import numpy as np; y = model(np.zeros((4, 3))); print(y.shape, y.dtype, model.count_params())"
    )
    assert ran(code) == "(4, 2) float32 8"


def test_reading_numbers_that_only_the_program_has_is_refused():
    model = MODEL.replace("Dense(2)", "Dense(2, 'softmax')")
    code = f"{LOAD}{model}import numpy as np; np.asarray(model(np.zeros((4, 3))))"
    assert "this float32[4, 2] has a shape and no numbers" in ran(code)


@pytest.mark.parametrize("method", ["fit", "evaluate", "predict"])
def test_training_while_the_file_is_read_is_refused(method: str):
    code = f"{LOAD}{MODEL}import numpy as np; model.{method}(np.zeros((4, 3)))"
    assert f"model.{method} runs in the browser" in ran(code)


def test_random_numbers_are_shared_before_keras_is_imported():
    share = "from bml.keras.seam import share_random_numbers; share_random_numbers()\n"
    code = f"{share}import keras; print(keras.src.backend.random.__file__.endswith('tensorflow_random.py'))"
    assert ran(code, KERAS_BACKEND="tensorflow") == "True"
    late = ran(f"import keras\n{share}", KERAS_BACKEND="tensorflow")
    assert "Keras was imported on TensorFlow before bml chose its random numbers" in late


def test_an_unknown_version_of_keras_is_told_once():
    code = "from bml.keras import seam; seam.TESTED = ('2.0', '2.1'); seam.load(); seam.load()"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stderr.count("bml was tested with Keras 2.0 and 2.1, found 3.") == 1


def test_a_file_cannot_run_by_itself_where_keras_is_bmls() -> None:
    with pytest.raises(UserError, match="Keras was imported on bml before bml chose its random numbers") as caught:
        share_random_numbers()
    assert (caught.value.code, caught.value.hint) == ("BML301", "run in a process of its own: bml run FILE")
