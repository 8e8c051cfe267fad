import { expect, it } from 'vitest';
import { whyNoNamespace } from '#domain/audit/hardening/asked-namespaces.ts';
import { aNamespace, anAuditedCluster } from '../../../builders/an-audited-cluster.ts';

const cluster = anAuditedCluster({ objects: [aNamespace('shop'), aNamespace('kube-system')] });

it.each([
  ['one of users', ['shop'], null],
  ['none', [], null],
  ['one that is not there', ['shop', 'nosuch'], 'no such namespace: nosuch'],
  [
    "one of the system's",
    ['kube-system'],
    'kube-system belongs to Kubernetes or AKS: Drydock proposes no change there',
  ],
])('%s is distinguished where it is asked about', (_, asked, why) => {
  expect(whyNoNamespace(asked, cluster)).toBe(why);
});

it('nothing is said where the namespaces could not be read', () => {
  const part = 'namespaces' as const;
  const unread = [{ part, resource: 'Cluster', permission: 'list namespaces', why: 'no', kind: null }];
  expect(whyNoNamespace(['nosuch'], { ...cluster, unread })).toBe(null);
});
