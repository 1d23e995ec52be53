/** A wasm kernel that calls others behind its back also sets those up (tools/vendoring/rewrite/setups.py). */

interface Config {
  setupFunc?: (backend: unknown) => void;
}

export function chainSetups<C extends Config>(config: C, ...called: Config[]): C {
  return {
    ...config,
    setupFunc: (backend: unknown) => {
      for (const each of [config, ...called]) each.setupFunc?.(backend);
    },
  };
}
