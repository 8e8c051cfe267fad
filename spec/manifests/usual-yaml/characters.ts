export const newline = 10;
export const space = 32;
export const doubleQuote = 34;
export const hash = 35;
export const singleQuote = 39;
export const comma = 44;
export const dash = 45;
export const colon = 58;
export const openBracket = 91;
export const backslash = 92;
export const closeBracket = 93;
export const openBrace = 123;
export const bar = 124;
export const closeBrace = 125;

const ofKey = tableOf(/[\w./-]/);
const ofStart = tableOf(/[\w./$(+~-]/);
const lastOfControl = 0xa0;

/** Letters, digits and - . / _ */
export function isOfKey(code: number): boolean {
  return ofKey[code] === 1;
}

/** What a plain scalar usually begins with: as a key does, or with $ ( + ~ or a letter beyond ASCII. */
export function isStart(code: number): boolean {
  return ofStart[code] === 1 || code > lastOfControl;
}

/** 1 for each character of ASCII that fits. */
function tableOf(pattern: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => Number(pattern.test(String.fromCharCode(code))));
}
