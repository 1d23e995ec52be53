// What differs from device to device, set by `start` in runtime_js/src/backends before the first kernel; every other
// flag became a constant (tools/vendoring/rewrite/flags.py).
export const flags = { WEBGL_FLUSH_THRESHOLD: -1, WEBGL_MAX_TEXTURE_SIZE: 0 };
const environment = { getNumber: (flag) => flags[flag], global: globalThis };
export function env() {
    return environment;
}
