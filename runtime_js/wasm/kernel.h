// What every kernel is made of.
//
// An operation of a list is a record of 32-bit words: [kernel, words in all, parts, arguments…]. `kernel` is a place in
// the table of functions that all modules share; tensors are given by address, floats by their bits. A kernel does
// `part` of `parts` of its work. Parts are cut by sizes alone, so that any number of threads gives the same bits.
//
// Modules have no memory of their own, neither constants nor variables: they run in the memory of whoever loads them.
// What a kernel needs besides its tensors lies on the stack, at most STACK_BYTES of it.
#pragma once
#include <wasm_simd128.h>

typedef v128_t Floats; // four of them
typedef void (*Kernel)(const int *a, int part, int parts);

#define HEADER 3
#define STACK_BYTES 65536

// A function of its own for each kernel: engines optimize function by function, in the background.
#define KERNEL(name) __attribute__((export_name(#name), noinline)) void name(const int *a, int part, int parts)
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")
#define ROLLED _Pragma("clang loop unroll(disable) vectorize(disable)") // of tails, and of what need not be fast

#ifdef RELAXED
#define FMA(a, b, c) wasm_f32x4_relaxed_madd(a, b, c)
#else
#define FMA(a, b, c) wasm_f32x4_add(wasm_f32x4_mul(a, b), c)
#endif
#define LOAD(p) wasm_v128_load(p)
#define STORE(p, v) wasm_v128_store(p, v)
#define SPLAT(p) wasm_v128_load32_splat(p)
#define ZERO wasm_f32x4_const_splat(0)

// Four words from `p` on, of which there are `n`: where they are fewer than four, zeros follow, and nothing else is touched.
INLINE v128_t load_some(const void *p, int n) {
  if (n >= 4) return LOAD(p);
  v128_t x = n >= 2 ? wasm_v128_load64_zero(p) : wasm_v128_load32_zero(p);
  return n == 3 ? wasm_v128_load32_lane((const int *)p + 2, x, 2) : x;
}
INLINE void store_some(void *p, v128_t x, int n) {
  if (n >= 4) {
    STORE(p, x);
    return;
  }
  if (n >= 2) wasm_v128_store64_lane(p, x, 0);
  else wasm_v128_store32_lane(p, x, 0);
  if (n == 3) wasm_v128_store32_lane((int *)p + 2, x, 2);
}

#define IN(i) ((const float *)a[i])
#define OUT(i) ((float *)a[i])

INLINE float bits_to_float(int bits) { return __builtin_bit_cast(float, bits); }

// `g` times 1 where `y` is above 0, else times 0: of NaN and infinity that is NaN, as relu's gradient has it.
INLINE Floats masked(Floats g, Floats y) {
  return wasm_f32x4_mul(g, wasm_v128_and(wasm_f32x4_gt(y, ZERO), wasm_f32x4_const_splat(1)));
}

INLINE int least(int a, int b) { return a < b ? a : b; }
INLINE int most(int a, int b) { return a > b ? a : b; }

// The piece [from, to) of `n` that is part `part`.
INLINE void share(int n, int part, int parts, int *from, int *to) {
  *from = (int)((long long)n * part / parts);
  *to = (int)((long long)n * (part + 1) / parts);
}
