/** Why the cache does not work, in words; loaded where it does not. */

/** `answered`: whether IndexedDB said so, or nothing at all. */
export function reason({ name, message }: Error, answered: boolean): string {
  if (!answered) return "IndexedDB does not answer (another tab may keep it busy)";
  switch (name) {
    case "QuotaExceededError":
      return "the browser's storage is full";
    case "AbortError":
    case "DataError":
    case "NotReadableError":
    case "UnknownError":
      return `the browser cannot use its storage (${name}: ${message}); the disk may be full or damaged`;
    default:
      return `IndexedDB is not available (${message})`;
  }
}
