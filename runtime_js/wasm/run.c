#include "kernel.h"

// Threads that take parts of large operations. The caller walks a list; what has parts it offers to the others, and takes
// from, until all are taken. One that the system keeps away holds nobody up unless it sits on a part.
typedef struct {
  _Atomic long long ticket; // number of the offer << 16 | parts << 8 | the next part
  _Atomic int record;       // of which the parts are
  _Atomic int done;         // parts of it
  _Atomic int asleep;       // threads
  _Atomic int failed;       // parts that trapped, since the last list began
} Pool;

#ifdef THREADS
#define READ(x) __c11_atomic_load(&(x), __ATOMIC_SEQ_CST)
#define WRITE(x, value) __c11_atomic_store(&(x), value, __ATOMIC_SEQ_CST)
#define ADD(x, value) __c11_atomic_fetch_add(&(x), value, __ATOMIC_SEQ_CST)
#define PARTS_LEFT(ticket) (((ticket) & 255) < ((ticket) >> 8 & 255))

// Takes the next part of the offer that `ticket` was read from, unless that is past.
INLINE void take(Pool *pool, long long ticket) {
  const int *p = (const int *)READ(pool->record);
  int part = ticket & 255, parts = ticket >> 8 & 255;
  if (!__c11_atomic_compare_exchange_strong(&pool->ticket, &ticket, ticket + 1, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) return;
  ((Kernel)p[0])(p + HEADER, part, parts);
  ADD(pool->done, 1);
}

INLINE void offer(Pool *pool, const int *p) {
  WRITE(pool->done, 0);
  WRITE(pool->record, (int)p);
  WRITE(pool->ticket, ((READ(pool->ticket) >> 16) + 1) << 16 | p[2] << 8);
  if (READ(pool->asleep)) __builtin_wasm_memory_atomic_notify((int *)&pool->ticket, -1);
  for (long long ticket; ticket = READ(pool->ticket), PARTS_LEFT(ticket);) take(pool, ticket);
  while (READ(pool->done) < p[2]) {} // a page's own thread may not sleep
}

// What another thread does for ever: it looks for parts, and sleeps after `patience` looks at none.
__attribute__((export_name("serve"))) void serve(Pool *pool, int patience) {
  for (int looks = 0;;) {
    long long ticket = READ(pool->ticket);
    if (PARTS_LEFT(ticket)) {
      take(pool, ticket);
      looks = 0;
    } else if (++looks > patience) {
      ADD(pool->asleep, 1);
      __builtin_wasm_memory_atomic_wait32((int *)&pool->ticket, (int)ticket, -1);
      ADD(pool->asleep, -1);
      looks = 0;
    }
  }
}
#endif

// Runs the records from `p` to `end`; `pool` is 0 where no other threads are.
__attribute__((export_name("run"))) void run(const int *p, const int *end, Pool *pool) {
  for (; p < end; p += p[1]) {
    int parts = p[2];
#ifdef THREADS
    if (parts > 1 && pool) {
      offer(pool, p);
      continue;
    }
#endif
    for (int part = 0; part < parts; part++) ((Kernel)p[0])(p + HEADER, part, parts);
  }
}

// [from, to, bytes]
KERNEL(copy) {
  int from, to;
  share(a[2], part, parts, &from, &to);
  __builtin_memcpy((char *)a[1] + from, (const char *)a[0] + from, to - from);
}

// [pool, flag, words of `then`, then…, otherwise…]: runs one of the two.
KERNEL(branch) {
  const int *then = a + 3, *otherwise = then + a[2], *end = a - HEADER + a[1 - HEADER];
  if (*(const char *)a[1]) run(then, otherwise, (Pool *)a[0]);
  else run(otherwise, end, (Pool *)a[0]);
}

// [pool, flag, words of the condition, condition…, body…]: the body as often as the condition leaves `flag` true.
KERNEL(repeat) {
  const int *condition = a + 3, *body = condition + a[2], *end = a - HEADER + a[1 - HEADER];
  for (;;) {
    run(condition, body, (Pool *)a[0]);
    if (!*(const char *)a[1]) return;
    run(body, end, (Pool *)a[0]);
  }
}

// [pool, count, steps, (word, step, turns)…, body…]: runs the body so many times. After each time `step` is added to the word of
// the body, or taken from it in turns. In the end all words are what they were.
KERNEL(loop) {
  int *words = (int *)a, count = a[1], steps = a[2], *step = words + 3, *body = step + 3 * steps;
  const int *end = a - HEADER + a[1 - HEADER];
  for (int i = 0; i < count; i++) {
    run(body, end, (Pool *)a[0]);
    for (int *s = step; s < body; s += 3) {
      body[s[0]] += s[1];
      if (s[2]) s[1] = -s[1];
    }
  }
  for (int *s = step; s < body; s += 3) {
    if (!s[2]) body[s[0]] -= count * s[1];
    else if (count & 1) body[s[0]] += s[1], s[1] = -s[1];
  }
}
