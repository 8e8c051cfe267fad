import { describe, expect, it } from 'vitest';
import { judgeAuditLog, readAuditedCall } from '#domain/removal/usage/audit-log.ts';

const now = Date.parse('2026-11-27T12:00:00Z');
const anEvent = (verb: string, more: object = {}) => ({
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  stage: 'ResponseComplete',
  verb,
  user: { username: 'system:serviceaccount:shop:bot' },
  userAgent: 'kubectl/v1.27.1 (linux/amd64) kubernetes/4c94112',
  objectRef: {
    resource: 'flowschemas',
    apiGroup: 'flowcontrol.apiserver.k8s.io',
    apiVersion: 'v1beta3',
    name: 'shop',
  },
  stageTimestamp: '2026-11-27T10:00:00.000000Z',
  annotations: { 'k8s.io/deprecated': 'true', 'k8s.io/removed-release': '1.32' },
  ...more,
});
const judge = (...events: readonly object[]) =>
  judgeAuditLog(
    events.flatMap((event) => readAuditedCall(event) ?? []),
    32,
    { mode: 'gate', now, location: 'audit.log' },
  );

describe('an audit log', () => {
  it('names the clients that write, how and when, and until when AKS refuses', () => {
    const later = { stageTimestamp: '2026-11-27T11:30:00Z', userAgent: 'velero/1.9' };
    expect(judge(anEvent('patch'), anEvent('list', later), anEvent('patch'))).toMatchObject([
      {
        rule: 'removed-api',
        severity: 'BLOCK',
        apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta3',
        kind: 'FlowSchema',
        source: 'audit-log',
        location: 'audit.log',
        evidence: '3 requests, last on 2026-11-27T11:30:00.000Z: patch 2, list 1',
        who: [{ as: 'client', name: 'kubectl/v1.27.1 as system:serviceaccount:shop:bot' }],
        lastSeen: '2026-11-27T11:30:00.000Z',
        aks: { stops: 'yes', until: '2026-11-27T23:00:00.000Z' },
      },
    ]);
  });

  it('only warns of readers, whom AKS does not count', () => {
    expect(judge(anEvent('list'), anEvent('watch'))).toMatchObject([
      { severity: 'WARN', aks: { stops: 'no' }, who: [{ as: 'client' }] },
    ]);
  });

  it("may come in the envelope of Azure's diagnostic settings", () => {
    const exported = { category: 'kube-audit', properties: { log: JSON.stringify(anEvent('update')) } };
    expect(judge(exported)).toMatchObject([{ severity: 'BLOCK' }]);
  });

  it.each([
    ['an event of a version that stays', anEvent('get', { annotations: {} })],
    ['another stage of a request', anEvent('get', { stage: 'RequestReceived' })],
    ['an event without an object', anEvent('get', { objectRef: undefined })],
    [
      'a custom resource',
      anEvent('get', { objectRef: { apiGroup: 'a.b', apiVersion: 'v1', resource: 'c' } }),
    ],
    ['a broken envelope', { properties: { log: '{' } }],
    ['no event', []],
  ])('has nothing said of it by %s', (_, event) => {
    expect(judge(event)).toEqual([]);
  });
});
