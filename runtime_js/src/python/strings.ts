/** Python's strings: counted in code points, with the methods that JavaScript's strings lack or mean otherwise. */

import { IndexError, TypeError, ValueError } from "./exceptions.js";

const ASTRAL = /[\ud800-\udfff]/;

/** `len(text)` */
export function textLength(text: string): number {
  return ASTRAL.test(text) ? Array.from(text).length : text.length;
}

/** `text[index]` */
export function textItem(text: string, index: number): string {
  const chars = ASTRAL.test(text) ? Array.from(text) : text;
  const at = index < 0 ? index + chars.length : index;
  if (at < 0 || at >= chars.length) throw new IndexError("string index out of range");
  return chars[at]!;
}

/** `text * times` */
export function repeatedText(text: string, times: number): string {
  return text.repeat(Math.max(times, 0));
}

/** Where `part` begins in `text[start:stop]`, in code points, or -1; the last place with `last`. */
function find(text: string, part: string, start: number, stop: number | null, last: boolean): number {
  const chars = Array.from(text);
  const bound = (index: number): number => Math.min(Math.max(index < 0 ? index + chars.length : index, 0), chars.length);
  const [first, end] = [bound(start), bound(stop ?? chars.length)];
  if (start > chars.length || first > end) return -1;
  const within = chars.slice(first, end).join("");
  const at = last ? within.lastIndexOf(part) : within.indexOf(part);
  return at < 0 ? -1 : first + textLength(within.slice(0, at));
}

function found(at: number): number {
  if (at < 0) throw new ValueError("substring not found");
  return at;
}

/** `text.find(part, start, stop)` */
export function findText(text: string, part: string, start = 0, stop: number | null = null): number {
  return find(text, part, start, stop, false);
}

/** `text.rfind(part, start, stop)` */
export function findLastText(text: string, part: string, start = 0, stop: number | null = null): number {
  return find(text, part, start, stop, true);
}

/** `text.index(part, start, stop)` */
export function indexText(text: string, part: string, start = 0, stop: number | null = null): number {
  return found(find(text, part, start, stop, false));
}

/** `text.rindex(part, start, stop)` */
export function indexLastText(text: string, part: string, start = 0, stop: number | null = null): number {
  return found(find(text, part, start, stop, true));
}

/** `text.count(part)` */
export function countText(text: string, part: string): number {
  return part === "" ? textLength(text) + 1 : text.split(part).length - 1;
}

/** `text.replace(old, next, count)` */
export function replaceText(text: string, old: string, next: string, count = -1): string {
  const parts = old === "" ? ["", ...text, ""] : text.split(old);
  const most = count < 0 ? parts.length - 1 : Math.min(count, parts.length - 1);
  return parts.slice(0, most + 1).join(next) + parts.slice(most + 1).map((part) => old + part).join("");
}

/** `text.capitalize()` */
export function capitalizedText(text: string): string {
  const [first = ""] = text;
  return titled(first) + text.toLowerCase().slice(first.toLowerCase().length); // whole, for the sigma at the end
}

/** The first letter of a word: of "ß" Ss, of "ǆ" ǅ; an iota that stands under a letter stays there. */
function titled(char: string): string {
  if (/[ა-ჿ]/.test(char)) return char; // Georgian has capitals, but no words that begin with one
  const upper = char.toUpperCase();
  const digraph = Array.from("ǅǈǋǲ").find((each) => each.toUpperCase() === upper);
  if (digraph !== undefined) return digraph;
  const below = /.\u0345/u.test(char.normalize("NFD")) ? upper.replace("\u0399", "\u0345") : upper;
  if (below !== upper) return below.length === 2 ? below.normalize() : below;
  const [head = "", ...more] = upper;
  return /\p{Lu}/u.test(head) ? head + more.join("").toLowerCase() : upper;
}

/** `text.title()` */
export function titledText(text: string): string {
  return text.replace(/\p{Cased}+/gu, capitalizedText);
}

/** `text.swapcase()` */
export function caseSwapped(text: string): string {
  return Array.from(text, (char) => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase())).join("");
}

function missing(text: string, width: number): number {
  return Math.max(width - textLength(text), 0);
}

function filler(fill: string): string {
  if (textLength(fill) !== 1) throw new TypeError("The fill character must be exactly one character long");
  return fill;
}

/** `text.ljust(width, fill)` */
export function leftJustified(text: string, width: number, fill = " "): string {
  return text + filler(fill).repeat(missing(text, width));
}

/** `text.rjust(width, fill)` */
export function rightJustified(text: string, width: number, fill = " "): string {
  return filler(fill).repeat(missing(text, width)) + text;
}

/** `text.center(width, fill)`. Source: `pad` in CPython's Objects/unicodeobject.c: of an odd rest, which side gets more. */
export function centeredText(text: string, width: number, fill = " "): string {
  const rest = missing(text, width);
  const left = (rest >> 1) + (rest & width & 1);
  return filler(fill).repeat(left) + text + fill.repeat(rest - left);
}

/** `text.zfill(width)` */
export function zeroFilled(text: string, width: number): string {
  const sign = /^[-+]/.test(text) ? text[0]! : "";
  return sign + "0".repeat(missing(text, width)) + text.slice(sign.length);
}

/** `text.removeprefix(prefix)` */
export function withoutPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

/** `text.removesuffix(suffix)` */
export function withoutSuffix(text: string, suffix: string): string {
  return suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}

/** `text.startswith(prefixes)` */
export function startsWithAny(text: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => text.startsWith(prefix));
}

/** `text.endswith(suffixes)` */
export function endsWithAny(text: string, suffixes: readonly string[]): boolean {
  return suffixes.some((suffix) => text.endsWith(suffix));
}

/** `separator.join(texts)` */
export function joinedTexts(separator: string, texts: Iterable<string>): string {
  return Array.from(texts).join(separator);
}
