export function warn(...message) {
    console.warn(...message);
}
export function log(...message) {
    console.log(...message);
}
