/** The webgl backend: WebGL 2 with float32 render targets, on the page or in a worker. */

import { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl/dist/backend_webgl.js";
import { GPGPUContext } from "@tensorflow/tfjs-backend-webgl/dist/gpgpu_context.js";
import { flags } from "@tensorflow/tfjs-core/dist/environment.js";
import { BackendLost, BackendUnavailable } from "./backend.js";
import type { Backend, StartOptions } from "./backend.js";
import { Health } from "./health.js";
import { IntegerMagnitudes } from "./integers.js";
import { softwareName } from "./software.js";
import { productOfNothing } from "./products_of_nothing.js";
import { nothing } from "./fold_nothing.js";
import { makeBackend } from "./tfjs_backend.js";
import { checkAllocations } from "./webgl_memory.js";

export async function start(options: StartOptions): Promise<Backend> {
  const canvas = makeCanvas();
  const gl = canvas.getContext("webgl2", {
    alpha: false,
    antialias: false,
    premultipliedAlpha: false,
    preserveDrawingBuffer: false,
    depth: false,
    stencil: false,
    failIfMajorPerformanceCaveat: options.auto ?? false,
  }) as WebGL2RenderingContext | null;
  if (gl === null) {
    throw new BackendUnavailable("webgl", options.auto ? "no hardware-accelerated WebGL 2" : "no WebGL 2");
  }
  const renderer = rendererOf(gl);
  const software = softwareName(renderer);
  if (options.auto && software !== undefined) {
    throw new BackendUnavailable("webgl", `the renderer is software (${software}), slower than wasm`);
  }
  if (gl.getExtension("EXT_color_buffer_float") === null) {
    throw new BackendUnavailable("webgl", `no float32 render targets (${renderer})`);
  }
  const refusal = compiles(gl);
  if (refusal !== undefined) throw new BackendUnavailable("webgl", `the driver compiles no shaders (${refusal})`);
  // The event comes later than the loss, and what is read in between are zeros.
  const health = new Health(() => gl.isContextLost() ? new BackendLost("webgl", "the context was lost") : undefined);
  const lost = (event: Event) => {
    health.report(new BackendLost("webgl", (event as WebGLContextEvent).statusMessage || "the context was lost"));
    gl.clientWaitSync = () => gl.ALREADY_SIGNALED; // or tfjs asks for ever whether its fences have passed
  };
  canvas.addEventListener("webglcontextlost", lost);
  configure(gl);
  checkAllocations(gl, () => health.check());
  const tfjs = new MathBackendWebGL(new GPGPUContext(gl));
  // Its threshold guesses the device's memory from the size of the screen.
  tfjs.warnedAboutMemory = true;
  const maxTextureSize = flags.WEBGL_MAX_TEXTURE_SIZE;
  return makeBackend({
    name: "webgl",
    description: renderer,
    // An unpacked texture holds one number in a texel.
    limits: { maxTextureSize, maxTensorBytes: maxTextureSize ** 2 * 4 },
    magnitudes: new IntegerMagnitudes(),
    tfjs,
    nothing,
    table: tfjs.texData,
    ofNothing: productOfNothing,
    health,
    close() {
      canvas.removeEventListener("webglcontextlost", lost);
      tfjs.dispose();
      gl.getExtension("WEBGL_lose_context")?.loseContext();
    },
  });
}

/** A page's canvas where there is a page: Safari's off-screen one has no working fences. */
function makeCanvas(): HTMLCanvasElement | OffscreenCanvas {
  if (typeof document !== "undefined") return document.createElement("canvas");
  if (typeof OffscreenCanvas !== "undefined") return new OffscreenCanvas(1, 1);
  throw new BackendUnavailable("webgl", "no canvas in this environment");
}

function rendererOf(gl: WebGL2RenderingContext): string {
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  return String(gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL));
}

/** Why the driver compiles no shader, if it does not: at the first step it would be too late for another backend. */
function compiles(gl: WebGL2RenderingContext): string | undefined {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, "#version 300 es\nin vec3 at;\nvoid main() { gl_Position = vec4(at, 1.0); }"],
    [gl.FRAGMENT_SHADER, "#version 300 es\nprecision highp float;\nuniform sampler2D x;\nout vec4 y;\nvoid main() { y = texture(x, vec2(0.5)); }"],
  ] as const) {
    const shader = gl.createShader(kind)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) return gl.getShaderInfoLog(shader) || "no reason given";
    gl.attachShader(program, shader);
    gl.deleteShader(shader); // with the program
  }
  gl.linkProgram(program);
  const refusal = gl.getProgramParameter(program, gl.LINK_STATUS) ? undefined : gl.getProgramInfoLog(program) || "no reason given";
  gl.deleteProgram(program);
  return refusal;
}

/** The state that tfjs's programs assume. */
function configure(gl: WebGL2RenderingContext): void {
  for (const off of [gl.DEPTH_TEST, gl.STENCIL_TEST, gl.BLEND, gl.DITHER, gl.POLYGON_OFFSET_FILL, gl.SAMPLE_COVERAGE]) {
    gl.disable(off);
  }
  gl.enable(gl.SCISSOR_TEST);
  gl.enable(gl.CULL_FACE);
  gl.cullFace(gl.BACK);
  flags.WEBGL_MAX_TEXTURE_SIZE = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number;
  // Phones hold commands back until the task ends.
  flags.WEBGL_FLUSH_THRESHOLD = /android|iphone|ipad|mobile/i.test(navigator.userAgent) ? 1 : -1;
}
