// The context comes from runtime_js/src/backends/webgl.ts, which also watches for its loss.
export function setWebGLContext() { }
export function getWebGLContext() {
    throw new Error('expected a WebGL context made by backends/webgl.ts');
}
