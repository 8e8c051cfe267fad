/** What may stand anywhere in JSON. */
const values: readonly unknown[] = [
  null,
  'text',
  '',
  5,
  -0.5,
  true,
  [],
  {},
  [null],
  ['text'],
  [{}],
  { key: null },
];

export interface Malformed {
  /** `spec.containers[0].name: 5` */
  readonly change: string;
  readonly value: unknown;
}

/** The value with each of its nodes replaced by null, text, a number, a truth, a list and a map, one at a time. */
export function* everyMalformed(value: unknown, path = ''): Generator<Malformed> {
  for (const each of values) yield { change: `${path}: ${JSON.stringify(each)}`, value: each };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    for (const { change, value: changed } of everyMalformed(inner, at))
      yield {
        change,
        value: Array.isArray(value)
          ? value.map((each, index) => (index === Number(key) ? changed : (each as unknown)))
          : { ...value, [key]: changed },
      };
  }
}
