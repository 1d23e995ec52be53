// Functions of four floats at a time, for chains (chain.c says what these are) and other kernels.
//
// Chains import them as `m_<name>`; they have no parts, and know nothing of tensors. What would lose digits in floats is
// computed in doubles, two at a time.
#pragma once
#include "kernel.h"

#define FUNCTION1(name) __attribute__((export_name("m_" #name), noinline)) v128_t m_##name(v128_t x)
#define FUNCTION2(name) __attribute__((export_name("m_" #name), noinline)) v128_t m_##name(v128_t a, v128_t b)

typedef v128_t Doubles; // two of them

#define F(value) wasm_f32x4_const_splat(value)
#define D(value) wasm_f64x2_const_splat(value)
#define FADD wasm_f32x4_add
#define FSUB wasm_f32x4_sub
#define FMUL wasm_f32x4_mul
#define FDIV wasm_f32x4_div
#define DADD wasm_f64x2_add
#define DSUB wasm_f64x2_sub
#define DMUL wasm_f64x2_mul
#define DDIV wasm_f64x2_div
#define SELECT(condition, a, b) wasm_v128_bitselect(a, b, condition)

#define NOT_A_NUMBER F(__builtin_nanf(""))
#define INFINITE F(__builtin_inff())

INLINE Doubles low(Floats x) { return wasm_f64x2_promote_low_f32x4(x); }
INLINE Doubles high(Floats x) { return wasm_f64x2_promote_low_f32x4(wasm_i32x4_shuffle(x, x, 2, 3, 0, 1)); }
INLINE Floats narrow(Doubles low, Doubles high) {
  return wasm_i32x4_shuffle(wasm_f32x4_demote_f64x2_zero(low), wasm_f32x4_demote_f64x2_zero(high), 0, 1, 4, 5);
}
// A function of doubles, of four floats.
#define WIDELY(function, x) narrow(function(low(x)), function(high(x)))

// e^x for x from -200 to 200, which are further than a float goes, as s + s p: gives s p, and s.
INLINE Doubles exp_parts(Doubles x, Doubles *s) {
  x = wasm_f64x2_pmax(wasm_f64x2_pmin(x, D(200)), D(-200)); // a NaN stays
  // The lowest bits of n + 1.5 * 2^52 are the whole number n.
  Doubles t = DADD(DMUL(x, D(1.4426950408889634)), D(6755399441055744.0)), n = DSUB(t, D(6755399441055744.0));
  Doubles r = DSUB(DSUB(x, DMUL(n, D(0.693147180369123816490))), DMUL(n, D(1.90821492927058770002e-10)));
  Doubles p = D(1.0 / 3628800);
  p = DADD(DMUL(p, r), D(1.0 / 362880));
  p = DADD(DMUL(p, r), D(1.0 / 40320));
  p = DADD(DMUL(p, r), D(1.0 / 5040));
  p = DADD(DMUL(p, r), D(1.0 / 720));
  p = DADD(DMUL(p, r), D(1.0 / 120));
  p = DADD(DMUL(p, r), D(1.0 / 24));
  p = DADD(DMUL(p, r), D(1.0 / 6));
  p = DADD(DMUL(p, r), D(0.5));
  p = DADD(DMUL(p, r), D(1.0));
  *s = wasm_i64x2_add(D(1.0), wasm_i64x2_shl(t, 52));
  return DMUL(*s, DMUL(p, r));
}

INLINE Doubles wide_exp(Doubles x) {
  Doubles s, p = exp_parts(x, &s);
  return DADD(p, s);
}

INLINE Doubles wide_expm1(Doubles x) {
  Doubles s, p = exp_parts(x, &s);
  return DADD(p, DSUB(s, D(1.0)));
}

// The logarithm of a positive number, not a subnormal one; of 0 and infinity too.
INLINE Doubles wide_log(Doubles x) {
  Doubles from = wasm_i64x2_sub(x, D(0.70710678118654752));
  Doubles exponents = wasm_i32x4_shr(from, 20);
  Doubles e = wasm_f64x2_convert_low_i32x4(wasm_i32x4_shuffle(exponents, exponents, 1, 3, 1, 3));
  Doubles m = wasm_i64x2_sub(x, wasm_v128_and(from, wasm_i64x2_const_splat((long long)0xfff0000000000000ull)));
  Doubles t = DDIV(DSUB(m, D(1.0)), DADD(m, D(1.0))), u = DMUL(t, t); // log m = 2 (t + t^3 / 3 + t^5 / 5 + …)
  Doubles p = D(2.0 / 17);
  p = DADD(DMUL(p, u), D(2.0 / 15));
  p = DADD(DMUL(p, u), D(2.0 / 13));
  p = DADD(DMUL(p, u), D(2.0 / 11));
  p = DADD(DMUL(p, u), D(2.0 / 9));
  p = DADD(DMUL(p, u), D(2.0 / 7));
  p = DADD(DMUL(p, u), D(2.0 / 5));
  p = DADD(DMUL(p, u), D(2.0 / 3));
  p = DADD(DMUL(p, u), D(2.0));
  Doubles log = DADD(DMUL(e, D(0.693147180559945309)), DMUL(p, t));
  log = SELECT(wasm_f64x2_eq(x, D(0.0)), D(-__builtin_inf()), log);
  log = SELECT(wasm_f64x2_eq(x, D(__builtin_inf())), x, log);
  return SELECT(wasm_f64x2_ge(x, D(0.0)), log, D(__builtin_nan("")));
}

INLINE Doubles wide_log1p(Doubles x) {
  Doubles sum = DADD(x, D(1.0)), lost = DSUB(x, DSUB(sum, D(1.0)));
  Doubles log = wide_log(sum);
  Doubles more = DDIV(lost, sum);
  return SELECT(wasm_f64x2_lt(wasm_f64x2_abs(log), D(__builtin_inf())), DADD(log, more), log);
}
