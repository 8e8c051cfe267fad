import { printable } from './printable.ts';

/** Invisible, and no part of any address or tag. */
const wordJoiner = '\u2060';

/** Text from elsewhere on one line, without any meaning in Markdown or HTML; cut to `longest` characters. */
export function plainMarkdown(text: string, longest = Number.POSITIVE_INFINITY): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const short = line.length <= longest ? line : `${line.slice(0, longest - 1).trimEnd()}…`;
  return withoutAddresses(printable(short))
    .replaceAll(/[\\`*_[\]|$~#]|^>/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '&#64;');
}

/** The same for Temporal's UI, which sets two hyphens as a dash. */
export function plainUiMarkdown(text: string, longest?: number): string {
  return plainMarkdown(text, longest).replaceAll('--', '-\\-');
}

/**
 * The same for a text that is shown as it stands by some readers and as Markdown by others, such as Temporal's summaries:
 * no link, image, tag or bare address is left, and nothing else changes.
 */
export function withoutLinks(text: string): string {
  return withoutAddresses(printable(text))
    .replaceAll(/\](?=[([:])/g, `]${wordJoiner}`)
    .replaceAll(/<(?=[a-z/!?])/gi, `<${wordJoiner}`);
}

/** Renderers make links of bare addresses, also of escaped ones. */
function withoutAddresses(text: string): string {
  return text.replaceAll('://', `:${wordJoiner}//`).replaceAll(/\bwww\./gi, `$&${wordJoiner}`);
}
