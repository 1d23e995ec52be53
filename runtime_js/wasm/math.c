// What ordinary networks compute element by element.
#include "math.h"

// 1.5 * 2^23: what is added to it is rounded to a whole number, which the lowest bits of the sum are.
#define ROUNDING F(12582912.0f)

INLINE Floats exp_of(Floats x) {
  // Beyond these bounds e^x is infinite, and 0. A NaN, which is neither above nor below, stays.
  x = wasm_f32x4_pmax(wasm_f32x4_pmin(x, F(89.0f)), F(-104.0f));
  Floats t = FADD(FMUL(x, F(1.44269504f)), ROUNDING), n = FSUB(t, ROUNDING);
  Floats r = FSUB(FSUB(x, FMUL(n, F(0.693359375f))), FMUL(n, F(-2.12194440e-4f))), u = FMUL(r, r);
  Floats highest = FADD(FMUL(F(1.9875691500e-4f), r), F(1.3981999507e-3f));
  Floats higher = FADD(FMUL(F(8.3334519073e-3f), r), F(4.1665795894e-2f));
  Floats lower = FADD(FMUL(F(1.6666665459e-1f), r), F(5.0000001201e-1f));
  Floats p = FADD(FMUL(FADD(FMUL(highest, u), higher), u), lower);
  p = FADD(FADD(FMUL(p, u), r), F(1.0f));
  // 2^n as two factors, either of which is a normal number.
  v128_t whole = wasm_i32x4_sub(t, ROUNDING), half = wasm_i32x4_shr(whole, 1), rest = wasm_i32x4_sub(whole, half);
  Floats first = wasm_i32x4_add(wasm_i32x4_shl(half, 23), F(1.0f));
  Floats second = wasm_i32x4_add(wasm_i32x4_shl(rest, 23), F(1.0f));
  return FMUL(FMUL(p, first), second);
}

FUNCTION1(exp) { return exp_of(x); }

FUNCTION1(sigmoid) { return FDIV(F(1.0f), FADD(F(1.0f), exp_of(wasm_f32x4_neg(x)))); }

FUNCTION1(tanh) {
  Floats a = wasm_f32x4_abs(x), u = FMUL(x, x);
  Floats far = FSUB(F(1.0f), FDIV(F(2.0f), FADD(exp_of(FADD(a, a)), F(1.0f))));
  Floats p = F(-5.70498872745e-3f);
  p = FADD(FMUL(p, u), F(2.06390887954e-2f));
  p = FADD(FMUL(p, u), F(-5.37397155531e-2f));
  p = FADD(FMUL(p, u), F(1.33314422036e-1f));
  p = FADD(FMUL(p, u), F(-3.33332819422e-1f));
  Floats near = FADD(FMUL(FMUL(p, u), x), x);
  Floats sign = wasm_v128_and(x, F(-0.0f));
  return SELECT(wasm_f32x4_lt(a, F(0.625f)), near, wasm_v128_or(far, sign));
}

FUNCTION1(expm1) { return WIDELY(wide_expm1, x); }

FUNCTION1(log) { return WIDELY(wide_log, x); }

FUNCTION1(log1p) { return WIDELY(wide_log1p, x); }

INLINE Doubles wide_softplus(Doubles x) {
  return SELECT(wasm_f64x2_gt(x, D(100.0)), x, wide_log1p(wide_exp(x)));
}

FUNCTION1(softplus) { return WIDELY(wide_softplus, x); }

INLINE Doubles wide_pow(Doubles a, Doubles b) { return wide_exp(DMUL(b, wide_log(a))); }

// As IEEE 754 has it: 1 for the exponent 0 and of the base 1, even beside a NaN.
FUNCTION2(pow) {
  Floats magnitude = wasm_f32x4_abs(a);
  Floats power = narrow(wide_pow(low(magnitude), low(b)), wide_pow(high(magnitude), high(b)));
  Floats half = FMUL(b, F(0.5f));
  v128_t whole = wasm_f32x4_eq(wasm_f32x4_nearest(b), b);
  v128_t odd = wasm_v128_and(whole, wasm_f32x4_ne(wasm_f32x4_nearest(half), half));
  v128_t infinite = wasm_f32x4_eq(magnitude, INFINITE);
  v128_t has_no_root = wasm_v128_andnot(wasm_f32x4_lt(a, ZERO), wasm_v128_or(whole, infinite));
  power = SELECT(wasm_v128_and(wasm_f32x4_eq(magnitude, F(1.0f)), wasm_f32x4_eq(wasm_f32x4_abs(b), INFINITE)), F(1.0f), power);
  power = wasm_v128_or(power, wasm_v128_and(odd, wasm_v128_and(a, F(-0.0f))));
  power = SELECT(has_no_root, NOT_A_NUMBER, power);
  return SELECT(wasm_v128_or(wasm_f32x4_eq(b, ZERO), wasm_f32x4_eq(a, F(1.0f))), F(1.0f), power);
}

// Rounded down; 0 for a divisor of 0. -2^31 / -1 wraps around.
INLINE int floor_div(int a, int b) {
  if (b == 0) return 0;
  if (b == -1) return (int)(0u - (unsigned)a);
  int quotient = a / b;
  return quotient - ((a % b != 0) & ((a ^ b) < 0));
}

// With the sign of the divisor; 0 for a divisor of 0.
INLINE int int_mod(int a, int b) {
  if (b == 0 || b == -1) return 0;
  int rest = a % b;
  return rest != 0 && (rest ^ b) < 0 ? rest + b : rest;
}

#define LANES(type, function, a, b)                                                                                   \
  wasm_##type##_make(function(wasm_##type##_extract_lane(a, 0), wasm_##type##_extract_lane(b, 0)),                    \
                     function(wasm_##type##_extract_lane(a, 1), wasm_##type##_extract_lane(b, 1)),                    \
                     function(wasm_##type##_extract_lane(a, 2), wasm_##type##_extract_lane(b, 2)),                    \
                     function(wasm_##type##_extract_lane(a, 3), wasm_##type##_extract_lane(b, 3)))

FUNCTION2(int_floor_div) { return LANES(i32x4, floor_div, a, b); }

FUNCTION2(int_mod) { return LANES(i32x4, int_mod, a, b); }
