/** A URL as such: Next's bundler puts a path where `new URL("./file", import.meta.url)` stood. */
export function absolute(url: URL): URL {
  return new URL(`${url}`, globalThis.location?.href);
}
