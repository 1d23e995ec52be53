/** Python's strings taken apart and stripped; whitespace is Python's. */

import { ValueError } from "./exceptions.js";

const SPACE = "[\\t-\\r\\x1c-\\x1f \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const LEADING = new RegExp(`^${SPACE}+`);
const TRAILING = new RegExp(`${SPACE}+$`);
const WORD_BREAK = new RegExp(`${SPACE}+`);

/** `text.lstrip(chars)` */
export function strippedLeft(text: string, chars: string | null = null): string {
  if (chars === null) return text.replace(LEADING, "");
  const letters = Array.from(text);
  const first = letters.findIndex((letter) => !chars.includes(letter));
  return first < 0 ? "" : letters.slice(first).join("");
}

/** `text.rstrip(chars)` */
export function strippedRight(text: string, chars: string | null = null): string {
  if (chars === null) return text.replace(TRAILING, "");
  const letters = Array.from(text);
  return letters.slice(0, letters.findLastIndex((letter) => !chars.includes(letter)) + 1).join("");
}

/** `text.strip(chars)` */
export function strippedText(text: string, chars: string | null = null): string {
  return strippedRight(strippedLeft(text, chars), chars);
}

function separated(separator: string): string {
  if (separator === "") throw new ValueError("empty separator");
  return separator;
}

/** `text.split(separator, count)`; without a separator, at whitespace. */
export function splitText(text: string, separator: string | null = null, count = -1): string[] {
  if (separator !== null) {
    const parts = text.split(separated(separator));
    return count < 0 || parts.length <= count + 1 ? parts : [...parts.slice(0, count), parts.slice(count).join(separator)];
  }
  const words: string[] = [];
  let rest = strippedLeft(text);
  while (rest !== "") {
    const gap = words.length === count ? null : WORD_BREAK.exec(rest);
    if (gap === null) return [...words, rest];
    words.push(rest.slice(0, gap.index));
    rest = rest.slice(gap.index + gap[0].length);
  }
  return words;
}

/** `text.rsplit(separator, count)` */
export function splitFromRight(text: string, separator: string | null = null, count = -1): string[] {
  if (separator !== null) {
    const { length } = separated(separator);
    const parts: string[] = [];
    let end = text.length;
    while (parts.length !== count) {
      const at = end < length ? -1 : text.lastIndexOf(separator, end - length); // separators may overlap: the last one counts
      if (at < 0) break;
      parts.unshift(text.slice(at + length, end));
      end = at;
    }
    return [text.slice(0, end), ...parts];
  }
  const words: string[] = [];
  let rest = strippedRight(text);
  while (rest !== "") {
    const word = words.length === count ? rest : new RegExp(`(?:(?!${SPACE})[^])+$`).exec(rest)![0];
    words.unshift(word);
    rest = strippedRight(rest.slice(0, rest.length - word.length));
  }
  return words;
}

const LINE_END = /\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/g;

/** `text.splitlines(keepends)` */
export function splitLines(text: string, keepEnds = false): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const end of text.matchAll(LINE_END)) {
    const after = end.index + end[0].length;
    parts.push(text.slice(start, keepEnds ? after : end.index));
    start = after;
  }
  return start < text.length ? [...parts, text.slice(start)] : parts;
}

/** `text.partition(separator)` */
export function partitionText(text: string, separator: string): [string, string, string] {
  const at = text.indexOf(separated(separator));
  return at < 0 ? [text, "", ""] : [text.slice(0, at), separator, text.slice(at + separator.length)];
}

/** `text.rpartition(separator)` */
export function partitionFromRight(text: string, separator: string): [string, string, string] {
  const at = text.lastIndexOf(separated(separator));
  return at < 0 ? ["", "", text] : [text.slice(0, at), separator, text.slice(at + separator.length)];
}

/** `text.isspace()` */
export function isSpace(text: string): boolean {
  return new RegExp(`^${SPACE}+$`).test(text);
}

/** `text.isdigit()` */
export function isDigit(text: string): boolean {
  return /^[\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089]+$/u.test(text);
}

/** `text.isalpha()` */
export function isAlpha(text: string): boolean {
  return /^\p{L}+$/u.test(text);
}

/** `text.isalnum()` */
export function isAlnum(text: string): boolean {
  return /^[\p{L}\p{N}]+$/u.test(text);
}

/** `text.isupper()` */
export function isUpper(text: string): boolean {
  return /[\p{Lu}\p{Lt}]/u.test(text) ? !/[\p{Ll}\p{Lt}]/u.test(text) : false;
}

/** `text.islower()` */
export function isLower(text: string): boolean {
  return /\p{Ll}/u.test(text) && !/[\p{Lu}\p{Lt}]/u.test(text);
}
