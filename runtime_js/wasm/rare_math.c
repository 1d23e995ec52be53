// What few networks compute element by element.
#include "math.h"

typedef unsigned long long Word64;

// Angles: in doubles, lane by lane.

// What x is above a multiple of pi / 2, and that multiple modulo 4, for an x of 2^25 or more. x = m 2^e: of the binary
// digits of 2 / pi the first e - 2 only give whole turns, and 96 behind them are enough.
static __attribute__((noinline)) double reduce_far(float x, int *quadrant) {
  unsigned digits[8];
  wasm_v128_store(digits, wasm_u32x4_const(0xa2f9836eu, 0x4e441529u, 0xfc2757d1u, 0xf534ddc0u));
  wasm_v128_store(digits + 4, wasm_u32x4_const(0xdb629599u, 0x3c439041u, 0xfe5163abu, 0xdebbc561u));
  unsigned bits = __builtin_bit_cast(unsigned, x);
  Word64 m = (bits & 0x7fffff) | 0x800000;
  int from = (int)(bits >> 23) - 152, shift = from & 31;
  const unsigned *word = digits + (from >> 5);
  Word64 a = ((Word64)word[0] << 32 | word[1]) << shift >> 32;
  Word64 b = ((Word64)word[1] << 32 | word[2]) << shift >> 32;
  Word64 c = ((Word64)word[2] << 32 | word[3]) << shift >> 32;
  Word64 turns = (m * a << 32) + m * b + (m * c >> 32); // a fraction of four quadrants
  Word64 nearest = (turns + (1ull << 61)) >> 62;
  *quadrant = (int)(nearest & 3);
  return (double)(long long)(turns - (nearest << 62)) * (1.5707963267948966 / 4611686018427387904.0);
}

static double reduce(float of, int *quadrant) {
  float x = __builtin_fabsf(of);
  double rest;
  if (x < 33554432.0f) {
    double n = __builtin_nearbyint(x * 0.63661977236758134);
    rest = (x - n * 1.57079631090164184570e+00) - n * 1.58932547735281966916e-08;
    *quadrant = (int)n & 3;
  } else if (x < __builtin_inff()) {
    rest = reduce_far(x, quadrant);
  } else {
    *quadrant = 0;
    rest = __builtin_nan("");
  }
  if (of >= 0 || of != of) return rest;
  *quadrant = -*quadrant & 3;
  return -rest;
}

INLINE double near_sin(double x) {
  double u = x * x;
  return x + x * u * (-1.0 / 6 + u * (1.0 / 120 + u * (-1.0 / 5040 + u * (1.0 / 362880 + u * (-1.0 / 39916800 + u / 6227020800)))));
}

INLINE double near_cos(double x) {
  double u = x * x;
  return 1 + u * (-0.5 + u * (1.0 / 24 + u * (-1.0 / 720 + u * (1.0 / 40320 + u * (-1.0 / 3628800 + u / 479001600)))));
}

// sin(x + turns pi / 2)
static double sine(float x, int turns) {
  int quadrant;
  double rest = reduce(x, &quadrant);
  quadrant += turns;
  double value = quadrant & 1 ? near_cos(rest) : near_sin(rest);
  return quadrant & 2 ? -value : value;
}

#define LANES1(function, x)                                                                                           \
  wasm_f32x4_make(function(wasm_f32x4_extract_lane(x, 0)), function(wasm_f32x4_extract_lane(x, 1)),                   \
                  function(wasm_f32x4_extract_lane(x, 2)), function(wasm_f32x4_extract_lane(x, 3)))

static float sin_of(float x) { return x == 0 ? x : (float)sine(x, 0); }
static float cos_of(float x) { return (float)sine(x, 1); }
static float tan_of(float x) { return x == 0 ? x : (float)(sine(x, 0) / sine(x, 1)); }

FUNCTION1(sin) { return LANES1(sin_of, x); }
FUNCTION1(cos) { return LANES1(cos_of, x); }
FUNCTION1(tan) { return LANES1(tan_of, x); }

// The angle of a tangent from 0 to 1.
INLINE Doubles near_atan(Doubles x) {
  // Beyond tan(pi / 8) it is pi / 4 more than that of (x - 1) / (x + 1).
  v128_t far = wasm_f64x2_gt(x, D(0.41421356237309503));
  Doubles t = SELECT(far, DDIV(DSUB(x, D(1.0)), DADD(x, D(1.0))), x), u = DMUL(t, t);
  Doubles p = D(1.0 / 25);
  p = DADD(DMUL(p, u), D(-1.0 / 23));
  p = DADD(DMUL(p, u), D(1.0 / 21));
  p = DADD(DMUL(p, u), D(-1.0 / 19));
  p = DADD(DMUL(p, u), D(1.0 / 17));
  p = DADD(DMUL(p, u), D(-1.0 / 15));
  p = DADD(DMUL(p, u), D(1.0 / 13));
  p = DADD(DMUL(p, u), D(-1.0 / 11));
  p = DADD(DMUL(p, u), D(1.0 / 9));
  p = DADD(DMUL(p, u), D(-1.0 / 7));
  p = DADD(DMUL(p, u), D(1.0 / 5));
  p = DADD(DMUL(p, u), D(-1.0 / 3));
  p = DADD(DMUL(DMUL(p, u), t), t);
  return SELECT(far, DADD(p, D(0.78539816339744831)), p);
}

// The angle of the point (x, y), from -pi to pi.
INLINE Doubles wide_atan2(Doubles y, Doubles x) {
  Doubles a = wasm_f64x2_abs(x), b = wasm_f64x2_abs(y);
  Doubles least = wasm_f64x2_min(a, b), most = wasm_f64x2_max(a, b);
  Doubles ratio = SELECT(wasm_f64x2_eq(least, most), D(1.0), DDIV(least, most)); // of equal ones, infinite too
  ratio = SELECT(wasm_f64x2_eq(most, D(0.0)), D(0.0), ratio);
  Doubles angle = near_atan(ratio);
  angle = SELECT(wasm_f64x2_gt(b, a), DSUB(D(1.5707963267948966), angle), angle);
  v128_t left = wasm_i64x2_shr(x, 63);
  angle = SELECT(left, DSUB(D(3.1415926535897932), angle), angle);
  return wasm_v128_or(angle, wasm_v128_and(y, D(-0.0)));
}

INLINE Doubles beside(Doubles x) { return wasm_f64x2_sqrt(DMUL(DSUB(D(1.0), x), DADD(D(1.0), x))); }
INLINE Doubles wide_asin(Doubles x) { return wide_atan2(x, beside(x)); }
INLINE Doubles wide_acos(Doubles x) { return wide_atan2(beside(x), x); }
INLINE Doubles wide_atan(Doubles x) { return wide_atan2(x, D(1.0)); }

FUNCTION2(atan2) { return narrow(wide_atan2(low(a), low(b)), wide_atan2(high(a), high(b))); }
FUNCTION1(asin) { return WIDELY(wide_asin, x); }
FUNCTION1(acos) { return WIDELY(wide_acos, x); }
FUNCTION1(atan) { return WIDELY(wide_atan, x); }

INLINE Doubles with_sign(Doubles magnitude, Doubles x) { return wasm_v128_or(magnitude, wasm_v128_and(x, D(-0.0))); }

INLINE Doubles wide_sinh(Doubles x) {
  Doubles up = wide_expm1(wasm_f64x2_abs(x));
  return with_sign(DMUL(D(0.5), DADD(up, DDIV(up, DADD(up, D(1.0))))), x);
}

INLINE Doubles wide_cosh(Doubles x) {
  Doubles up = wide_exp(x);
  return DMUL(D(0.5), DADD(up, DDIV(D(1.0), up)));
}

INLINE Doubles wide_asinh(Doubles x) {
  Doubles a = wasm_f64x2_abs(x), square = DMUL(a, a);
  Doubles more = DDIV(square, DADD(D(1.0), wasm_f64x2_sqrt(DADD(square, D(1.0)))));
  Doubles infinite = wasm_f64x2_eq(a, D(__builtin_inf()));
  return with_sign(wide_log1p(DADD(a, SELECT(infinite, a, more))), x);
}

INLINE Doubles wide_acosh(Doubles x) {
  Doubles t = DSUB(x, D(1.0));
  Doubles angle = wide_log1p(DADD(t, wasm_f64x2_sqrt(DMUL(t, DADD(t, D(2.0))))));
  return SELECT(wasm_f64x2_ge(x, D(1.0)), angle, D(__builtin_nan("")));
}

INLINE Doubles wide_atanh(Doubles x) {
  Doubles a = wasm_f64x2_abs(x);
  Doubles half = DMUL(D(0.5), wide_log1p(DDIV(DADD(a, a), DSUB(D(1.0), a))));
  return with_sign(SELECT(wasm_f64x2_le(a, D(1.0)), half, D(__builtin_nan(""))), x);
}

FUNCTION1(sinh) { return WIDELY(wide_sinh, x); }
FUNCTION1(cosh) { return WIDELY(wide_cosh, x); }
FUNCTION1(asinh) { return WIDELY(wide_asinh, x); }
FUNCTION1(acosh) { return WIDELY(wide_acosh, x); }
FUNCTION1(atanh) { return WIDELY(wide_atanh, x); }

// As a quotient of polynomials; beyond 4 a float is 1. (The coefficients are those of Eigen and XLA.)
INLINE Doubles wide_erf(Doubles x) {
  x = wasm_f64x2_max(wasm_f64x2_min(x, D(4.0)), D(-4.0));
  Doubles u = DMUL(x, x), p = D(-2.72614225801306e-10), q = D(-1.45660718464996e-05);
  p = DADD(DMUL(p, u), D(2.77068142495902e-08));
  p = DADD(DMUL(p, u), D(-2.10102402082508e-06));
  p = DADD(DMUL(p, u), D(-5.69250639462346e-05));
  p = DADD(DMUL(p, u), D(-7.34990630326855e-04));
  p = DADD(DMUL(p, u), D(-2.95459980854025e-03));
  p = DADD(DMUL(p, u), D(-1.60960333262415e-02));
  q = DADD(DMUL(q, u), D(-2.13374055278905e-04));
  q = DADD(DMUL(q, u), D(-1.68282697438203e-03));
  q = DADD(DMUL(q, u), D(-7.37332916720468e-03));
  q = DADD(DMUL(q, u), D(-1.42647390514189e-02));
  return DDIV(DMUL(x, p), q);
}

FUNCTION1(erf) { return WIDELY(wide_erf, x); }

// What is left of a when b is taken away as often as it can be: exact, a binary digit at a time.
static float rest_of(float a, float b) {
  unsigned x = __builtin_bit_cast(unsigned, a) & 0x7fffffff, y = __builtin_bit_cast(unsigned, b) & 0x7fffffff;
  if (y == 0 || x >= 0x7f800000 || y > 0x7f800000) return __builtin_nanf("");
  if (x < y) return a;
  int ex = (int)(x >> 23), ey = (int)(y >> 23);
  unsigned mx = ex ? (x & 0x7fffff) | 0x800000 : x << 1, my = ey ? (y & 0x7fffff) | 0x800000 : y << 1;
  for (int i = ex - ey; i > 0; i--) {
    mx = (mx >= my ? mx - my : mx) << 1;
  }
  if (mx >= my) mx -= my;
  // mx 2^ey is the rest; as numbers below 2^24 are.
  double unit = __builtin_bit_cast(double, (Word64)(ey + 1023 - 150) << 52);
  float rest = (float)(mx * unit);
  return __builtin_copysignf(rest, a);
}

// With the sign of the divisor.
static float mod_of(float a, float b) {
  float rest = rest_of(a, b);
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

FUNCTION2(mod) {
  return wasm_f32x4_make(mod_of(wasm_f32x4_extract_lane(a, 0), wasm_f32x4_extract_lane(b, 0)),
                         mod_of(wasm_f32x4_extract_lane(a, 1), wasm_f32x4_extract_lane(b, 1)),
                         mod_of(wasm_f32x4_extract_lane(a, 2), wasm_f32x4_extract_lane(b, 2)),
                         mod_of(wasm_f32x4_extract_lane(a, 3), wasm_f32x4_extract_lane(b, 3)));
}
