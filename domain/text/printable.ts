/** Control characters, and those that change the direction of text or are invisible (Unicode, Bidi_Control; tags). */
const unprintable = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\u{e0000}-\u{e007f}]/gu;

/** Text from elsewhere on one line: none of its characters may move a cursor, change a colour or hide others. */
export function printable(text: string): string {
  return text.replaceAll(unprintable, '?');
}

const colour = String.raw`\u{1b}\[(?:[12]|22|3[1236]|39)m`;
const unprintableInLines = new RegExp(`${colour}|[\\n\\t]|${unprintable.source}`, 'gu');

/** The same for lines that Drydock wrote itself: line ends, tabs, and the colours of its own palette remain. */
export function printableLines(text: string): string {
  return text.replaceAll(unprintableInLines, (found) => (/^(?:[\n\t]$|.\[)/su.test(found) ? found : '?'));
}

/** The same for JSON, where a character can be written as what it is. */
export function printableJson(json: string): string {
  return json.replaceAll(unprintable, (found) =>
    found === '\n'
      ? found
      : Array.from({ length: found.length }, (_, index) => {
          return `\\u${found.charCodeAt(index).toString(16).padStart(4, '0')}`;
        }).join(''),
  );
}
