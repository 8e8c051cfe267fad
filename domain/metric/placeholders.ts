import { parseResourceId } from '../fleet/ids.ts';

const form = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The placeholders of queries and URLs, each with a sample value. */
const samples = { cluster: 'aks-one', resourceGroup: 'rg-one', subscription: '00000000' } as const;

type Placeholder = keyof typeof samples;

export const placeholders = Object.keys(samples) as readonly Placeholder[];

/** Unknown names in `{{ }}`. */
export function unknownPlaceholders(text: string): readonly string[] {
  return [...text.matchAll(form)].flatMap(([, name = '']) => (isPlaceholder(name) ? [] : [name]));
}

/** The text for one cluster; `encode` escapes each value. */
export function fillPlaceholders(
  text: string,
  resourceId: string,
  encode: (value: string) => string = (value) => value,
): string {
  const { name, resourceGroup, subscriptionId } = parseResourceId(resourceId);
  return fill(text, { cluster: name, resourceGroup, subscription: subscriptionId }, encode);
}

/** The text for a made-up cluster, to validate it. */
export function fillWithSamples(text: string): string {
  return fill(text, samples, (value) => value);
}

function fill(
  text: string,
  values: Readonly<Record<Placeholder, string>>,
  encode: (value: string) => string,
): string {
  return text.replace(form, (whole, name: string) => (isPlaceholder(name) ? encode(values[name]) : whole));
}

function isPlaceholder(name: string): name is Placeholder {
  return Object.hasOwn(samples, name);
}
