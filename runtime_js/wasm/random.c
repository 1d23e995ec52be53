#include "kernel.h"

typedef v128_t Words; // four of them

INLINE Words add(Words x, Words y) { return wasm_i32x4_add(x, y); }
INLINE Words either(Words x, Words y, Words z) { return wasm_v128_xor(wasm_v128_xor(x, y), z); }

// One word of each of four counters as a product of 64 bits.
typedef struct { Words low, high; } Product;
INLINE Product multiply(Words x, Words y) {
  Words first = wasm_u64x2_extmul_low_u32x4(x, y), last = wasm_u64x2_extmul_high_u32x4(x, y);
  return (Product){wasm_i32x4_shuffle(first, last, 0, 2, 4, 6), wasm_i32x4_shuffle(first, last, 1, 3, 5, 7)};
}

#define GROUPS 2 // of four counters at a time: a round waits for its products
#define BLOCK (16 * GROUPS)

// [invocation, out, n, seed, site, shift, mask, scale]: of word e % 4 of Philox 4x32-10 for the key (seed, site) and the counter
// (e / 4, 0, invocation, 0) element e gets ((word >> shift) & mask) * scale.
KERNEL(random_words) {
  int n = a[2], from, to;
  share((int)(((unsigned)n + BLOCK - 1) / BLOCK), part, parts, &from, &to);
  Words by0 = wasm_i32x4_splat((int)0xd2511f53), by1 = wasm_i32x4_splat((int)0xcd9e8d57);
  Words turn0 = wasm_i32x4_splat((int)0x9e3779b9), turn1 = wasm_i32x4_splat((int)0xbb67ae85);
  Words mask = wasm_i32x4_splat(a[6]);
  Floats scale = wasm_f32x4_splat(bits_to_float(a[7]));
  for (int block = from; block < to; block++) {
    Words c[GROUPS][4], key0 = wasm_i32x4_splat(a[3]), key1 = wasm_i32x4_splat(a[4]);
    UNROLL for (int g = 0; g < GROUPS; g++) {
      c[g][0] = add(wasm_i32x4_splat(4 * (GROUPS * block + g)), wasm_i32x4_const(0, 1, 2, 3));
      c[g][1] = c[g][3] = ZERO;
      c[g][2] = wasm_v128_load32_splat((const int *)a[0]);
    }
    ROLLED for (int round = 0; round < 10; round++) {
      UNROLL for (int g = 0; g < GROUPS; g++) {
        Product p0 = multiply(c[g][0], by0), p1 = multiply(c[g][2], by1);
        c[g][0] = either(p1.high, c[g][1], key0);
        c[g][1] = p1.low;
        c[g][2] = either(p0.high, c[g][3], key1);
        c[g][3] = p0.low;
      }
      key0 = add(key0, turn0);
      key1 = add(key1, turn1);
    }
    const Words *words = c[0];
    float *out = OUT(1) + (unsigned)block * BLOCK;
    int left = n - block * BLOCK;
    UNROLL for (int g = 0; g < GROUPS; g++) {
      // From one word each of four counters to the four words of each.
      Words low01 = wasm_i32x4_shuffle(c[g][0], c[g][1], 0, 4, 1, 5), low23 = wasm_i32x4_shuffle(c[g][2], c[g][3], 0, 4, 1, 5);
      Words high01 = wasm_i32x4_shuffle(c[g][0], c[g][1], 2, 6, 3, 7), high23 = wasm_i32x4_shuffle(c[g][2], c[g][3], 2, 6, 3, 7);
      c[g][0] = wasm_i64x2_shuffle(low01, low23, 0, 2);
      c[g][1] = wasm_i64x2_shuffle(low01, low23, 1, 3);
      c[g][2] = wasm_i64x2_shuffle(high01, high23, 0, 2);
      c[g][3] = wasm_i64x2_shuffle(high01, high23, 1, 3);
    }
    ROLLED for (int i = 0; i < BLOCK && i < left; i += 4) {
      Words kept = wasm_v128_and(wasm_u32x4_shr(words[i / 4], (unsigned)a[5]), mask);
      Floats numbers = wasm_f32x4_mul(wasm_f32x4_convert_u32x4(kept), scale);
      if (left - i >= 4) STORE(out + i, numbers);
      else ROLLED for (int j = i; j < left; j++) out[j] = ((const float *)&numbers)[j - i];
    }
  }
}
