"""What `keras.ops.image` has: `ops.image`."""

from bmlc.ops.resizing import crop_images, pad_images, resize
from bmlc.ops.sampling import affine_transform, map_coordinates

__all__ = ["affine_transform", "crop_images", "map_coordinates", "pad_images", "resize"]
