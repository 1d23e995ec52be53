/** FNV-1a, 32 bits, over UTF-8: turns the stable name of a call site into half of a Philox key. */
export function site(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
