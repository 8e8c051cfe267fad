/** What is of the moment: two servers cannot agree on it. Shown as its kind in angle brackets. */
const ofTheMoment: Readonly<Record<string, string>> = {
  uid: '<uid>',
  resourceVersion: '<version>',
  creationTimestamp: '<time>',
  deletionTimestamp: '<time>',
  lastTransitionTime: '<time>',
  lastUpdateTime: '<time>',
  lastProbeTime: '<time>',
  startTime: '<time>',
  startedAt: '<time>',
  continue: '<token>',
};

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** An answer without what is of the moment, so that the rest can be compared word for word. */
export function wordForWord(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(uuid, '<uid>');
  if (Array.isArray(value)) return value.map(wordForWord);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'managedFields')
      .map(([name, part]) => [
        name,
        typeof part === 'string' && part !== ''
          ? (ofTheMoment[name] ?? wordForWord(part))
          : wordForWord(part),
      ]),
  );
}
