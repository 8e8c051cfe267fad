import { expect, it } from 'vitest';
import { forceChoice } from '#domain/text/operator-command.ts';

const command = 'drydock force k8s --target cluster/aks --reason TEXT';

it.each([
  [
    'names the step that alone is forced',
    'np1',
    `${command} (np1 alone, by someone other than the initiator)`,
  ],
  ['names none where none is known', undefined, `${command} (by someone other than the initiator)`],
])('the offer of a force is a command, and %s', (_, step, text) => {
  expect(forceChoice('k8s', 'aks', step)).toBe(text);
});
