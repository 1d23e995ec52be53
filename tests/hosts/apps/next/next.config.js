import { join } from "node:path";

const isolation = [
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Embedder-Policy", value: "require-corp" },
];

export default {
  headers: async () => [{ source: "/:path*", headers: isolation }], // for wasm's threads
  turbopack: { root: join(import.meta.dirname, "../..") }, // only because this project lies in a checkout with a lock of its own
};
