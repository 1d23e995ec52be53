/** The parts of a session that are loaded when they are asked for, or when the app brings them (app/later.ts): one file. */
export const later = () => import("./parts.js");
