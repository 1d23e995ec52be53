// Bundles have no engine. The backends still name it where they make their tables, which don't use it.
export function engine() {
    return undefined;
}
