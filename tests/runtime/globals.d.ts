/** Set by tools/runtime_tests.mjs. */
declare const WASM_FILES: string;
declare const REPOSITORY: string;
