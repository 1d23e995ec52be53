#include "kernel.h"

// How many numbers are added up in float32 before their sum is added in float64.
#define BLOCK 256

// e^x for x <= 0: 2^n e^r, where |r| <= ln(2) / 2; 0 where it is less than the smallest normal number.
INLINE Floats power_of_e(Floats x) {
  Floats shift = wasm_f32x4_const_splat(12582912.0f); // 1.5 * 2^23: the lowest bits of n + shift are the integer n
  Floats shifted = wasm_f32x4_add(wasm_f32x4_mul(x, wasm_f32x4_const_splat(1.44269504f)), shift);
  Floats n = wasm_f32x4_sub(shifted, shift);
  Floats r = FMA(n, wasm_f32x4_const_splat(2.12194440e-4f), FMA(n, wasm_f32x4_const_splat(-0.693359375f), x));
  Floats p = wasm_f32x4_const_splat(1.9875691500e-4f);
  p = FMA(p, r, wasm_f32x4_const_splat(1.3981999507e-3f));
  p = FMA(p, r, wasm_f32x4_const_splat(8.3334519073e-3f));
  p = FMA(p, r, wasm_f32x4_const_splat(4.1665795894e-2f));
  p = FMA(p, r, wasm_f32x4_const_splat(1.6666665459e-1f));
  p = FMA(p, r, wasm_f32x4_const_splat(5.0000001201e-1f));
  p = FMA(p, wasm_f32x4_mul(r, r), wasm_f32x4_add(r, wasm_f32x4_const_splat(1)));
  Floats power = wasm_f32x4_mul(p, wasm_i32x4_add(wasm_i32x4_shl(shifted, 23), wasm_f32x4_const_splat(1)));
  return wasm_v128_andnot(power, wasm_f32x4_lt(x, wasm_f32x4_const_splat(-87.3f)));
}

INLINE float largest_lane(Floats x) {
  float lanes[4];
  STORE(lanes, x);
  float most = lanes[0];
  for (int i = 1; i < 4; i++) most = __builtin_wasm_max_f32(most, lanes[i]);
  return most;
}

INLINE double sum_of_lanes(Floats x) {
  return (double)wasm_f32x4_extract_lane(x, 0) + wasm_f32x4_extract_lane(x, 1) + wasm_f32x4_extract_lane(x, 2) +
    wasm_f32x4_extract_lane(x, 3);
}

// Up to four numbers, and -infinity for those that are missing.
INLINE Floats load_or_least(const float *x, int n) {
  if (n >= 4) return LOAD(x);
  v128_t missing = wasm_i32x4_ge(wasm_i32x4_const(0, 1, 2, 3), wasm_i32x4_splat(n));
  return wasm_v128_bitselect(wasm_f32x4_const_splat(-__builtin_inff()), load_some(x, n), missing);
}

// Puts e^(x - most) of up to four numbers into y, and adds it to `sum`.
INLINE Floats add_powers(Floats sum, const float *x, float *y, Floats most, int n) {
  Floats power = power_of_e(wasm_f32x4_sub(load_or_least(x, n), most));
  store_some(y, power, n);
  return wasm_f32x4_add(sum, power);
}

// [x, y, rows, n]: e^x over the sum of e^x, without overflow
KERNEL(softmax) {
  int n = a[3], whole = n & ~3, from, to;
  share(a[2], part, parts, &from, &to);
  for (int row = from; row < to; row++) {
    const float *x = IN(0) + (unsigned)row * n;
    float *y = OUT(1) + (unsigned)row * n;
    // A NaN is passed over here; it is one of the powers then, and of their sum.
    Floats most = wasm_f32x4_const_splat(-__builtin_inff());
    for (int i = 0; i < whole; i += 4) most = wasm_f32x4_pmax(most, LOAD(x + i));
    if (n != whole) most = wasm_f32x4_pmax(most, load_or_least(x + whole, n - whole));
    most = wasm_f32x4_splat(largest_lane(most));
    double total = 0;
    for (int block = 0; block < whole; block += BLOCK) {
      Floats sum = ZERO;
      for (int i = block, end = least(whole, block + BLOCK); i < end; i += 4) sum = add_powers(sum, x + i, y + i, most, 4);
      total += sum_of_lanes(sum);
    }
    if (n != whole) total += sum_of_lanes(add_powers(ZERO, x + whole, y + whole, most, n - whole));
    Floats divisor = wasm_f32x4_splat((float)total);
    for (int i = 0; i < whole; i += 4) STORE(y + i, wasm_f32x4_div(LOAD(y + i), divisor));
    if (n != whole) store_some(y + whole, wasm_f32x4_div(load_some(y + whole, n - whole), divisor), n - whole);
  }
}
