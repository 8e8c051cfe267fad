import { describe, expect, it } from 'vitest';
import { type RawWebhook, toWebhook } from '#gateways/kubernetes/preflight/read-webhooks.ts';

type Rule = NonNullable<RawWebhook['rules']>[number];

const rule = (over: Partial<Rule> = {}): Rule => ({
  operations: ['CREATE'],
  apiGroups: [''],
  resources: ['pods'],
  ...over,
});
const askedBy = (rules: readonly Rule[]) => toWebhook({ rules }).flatMap(({ asked }) => asked);

describe('a webhook is asked about', () => {
  it.each<[string, Rule, readonly string[]]>([
    ['new pods by their name', rule(), ['new pods']],
    ['new nodes by their name', rule({ resources: ['nodes'] }), ['new nodes']],
    ['evictions, as the creation of a subresource', rule({ resources: ['pods/eviction'] }), ['evictions']],
    ['evictions by a pattern of subresources', rule({ resources: ['pods/*'] }), ['evictions']],
    ['pods and nodes, but no subresource, by *', rule({ resources: ['*'] }), ['new pods', 'new nodes']],
    [
      'everything by */*',
      rule({ operations: ['*'], apiGroups: ['*'], resources: ['*/*'] }),
      ['evictions', 'new pods', 'new nodes'],
    ],
    ['nothing that an upgrade does: other operations', rule({ operations: ['UPDATE', 'DELETE'] }), []],
    ['nothing that an upgrade does: other groups', rule({ apiGroups: ['apps'] }), []],
    ['nothing that an upgrade does: other kinds', rule({ resources: ['secrets'] }), []],
  ])('%s', (_what, one, asked) => {
    expect(askedBy([one])).toEqual(asked);
  });

  it('nothing where it may be passed over', () => {
    expect(toWebhook({ failurePolicy: 'Ignore', rules: [rule()] })).toEqual([]);
  });
});

it('a webhook outside of the cluster has no service', () => {
  expect(toWebhook({ name: 'a', rules: [rule()], clientConfig: {} })).toMatchObject([{ service: null }]);
});
