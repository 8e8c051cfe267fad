import { expect, it } from 'vitest';
import { failure } from '#domain/failure.ts';
import { isToResend, resentInVain } from '#domain/verify/nodes-behind.ts';

const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks';

it.each([
  ['not before an operator has seen that nodes are behind', false, true, false],
  ['once they are behind after a retry as well', true, true, true],
  ['not where they have caught up', true, false, false],
])('an operation that Azure calls done is sent again: %s', (_, wasBehind, isBehind, resent) => {
  expect(isToResend({ wasBehind, isBehind })).toBe(resent);
});

it('names the nodes that are behind even then, with room for the advice', () => {
  const { message, isAdvised } = resentInVain(
    failure('nodes-not-as-planned', 'n1 runs 1.33.5. '.repeat(99)),
    id,
    'np1',
  );
  expect(message).toMatch(
    /^n1 runs 1\.33\.5\. .*… The operation was sent again.*drydock drain.*az aks nodepool delete-machines .*-g rg --cluster-name aks -n np1 --machine-names NODE.*or skip\.$/,
  );
  expect(isAdvised).toBe(true);
});
