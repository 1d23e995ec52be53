/**
 * Runs the TypeScript unit tests: bundles each tests/runtime/*.test.ts with esbuild, then runs them with `node --test`.
 *
 *     node tools/runtime_tests.mjs [a part of a file's name ...]
 */

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const vendor = join(root, "codegen/bmlc/_vendor");
if (!existsSync(vendor)) {
  console.error("Expected codegen/bmlc/_vendor, found nothing there. Run: python tools/vendor");
  process.exit(2);
}

const wanted = process.argv.slice(2);
const folder = join(root, "tests/runtime");
const tests = readdirSync(folder, { recursive: true })
  .filter((name) => name.endsWith(".test.ts") && (wanted.length === 0 || wanted.some((part) => name.includes(part))))
  .map((name) => join(folder, name))
  .sort();
if (tests.length === 0) {
  console.error(`Expected test files matching ${wanted.join(", ") || "*.test.ts"} in tests/runtime, found none.`);
  process.exit(2);
}

// Inside the checkout, so that stack traces point at the sources; its own folder, so that two runs do not meet.
const out = mkdtempSync(join(root, "codegen/bmlc/_vendor/tests-"));
let status = 1;
try {
  await build({
    entryPoints: tests,
    outdir: out,
    outbase: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: "inline",
    loader: { ".css": "text" },
    define: { WASM_FILES: JSON.stringify(`file://${vendor}/binaries/`), REPOSITORY: JSON.stringify(`file://${root}/`) },
    alias: {
      "@bml/runtime": join(root, "runtime_js/src"),
      "@tensorflow": join(vendor, "node_modules/@tensorflow"),
      uplot: join(vendor, "node_modules/uplot"),
    },
    logLevel: "warning",
  });
  const files = readdirSync(out, { recursive: true }).filter((name) => name.endsWith(".mjs")).map((name) => join(out, name));
  const temporary = join(out, "temporary");
  mkdirSync(temporary);
  const env = { ...process.env, TMPDIR: temporary, TMP: temporary, TEMP: temporary };
  const flags = ["--enable-source-maps", "--test", "--test-timeout=120000"];
  status = spawnSync(process.execPath, [...flags, ...files], { stdio: "inherit", env }).status ?? 1;
  const left = readdirSync(temporary).filter((name) => name !== "node-compile-cache"); // Node's own
  if (left.length) {
    console.error(`Expected the tests to leave nothing in the temporary folder, found ${left.join(", ")}.`);
    status ||= 1;
  }
} finally {
  rmSync(out, { recursive: true, force: true });
}
process.exit(status);
