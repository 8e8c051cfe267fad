import { describe, expect, it } from 'vitest';
import type { Audit } from '#domain/audit/audit.ts';
import { controls } from '#domain/audit/controls/controls.ts';
import { auditedLive, goodObjects } from '../../builders/a-live-cluster.ts';
import { anAzurePool, audited, aWindowsPool } from '../../builders/an-audited-cluster.ts';
import { broken } from '../../builders/broken-clusters.ts';
import { objectsOfEveryKind } from '../../builders/objects-of-every-kind.ts';

/** "Cluster", "AgentPool/np1", "Deployment/shop/web" */
const place = /^(Cluster|[A-Z]\w+(\/[^/]+)+)$/;

/** Whatever deviates or is unknown and does not say where and why. */
function withoutPlace({ controls: found }: Audit): readonly string[] {
  return found.flatMap(({ id, status, evidence, undecided }) => [
    ...(['FAIL', 'WARN', 'UNKNOWN'].includes(status) && evidence.length + undecided.length === 0
      ? [`${id} is ${status} without evidence`]
      : []),
    ...[...evidence, ...undecided]
      .filter(({ resource, reason }) => !place.test(resource) || reason.trim() === '')
      .map(({ resource, reason }) => `${id} ${JSON.stringify(resource)}: ${reason}`),
  ]);
}

describe('what deviates or is unknown says where and why', () => {
  it.each(controls.map(({ id }) => id))('where the cluster breaks %s', (id) => {
    for (const targetMinor of [null, 37]) {
      const changes = broken[id] ?? {};
      expect(withoutPlace(auditedLive({ ...changes, options: { ...changes.options, targetMinor } }))).toEqual(
        [],
      );
      const { objects = [], allObjects = goodObjects, arm, pools = [] } = changes;
      const ofFiles = { objects: [...allObjects, ...objects], arm: arm ?? {}, pools, targetMinor };
      expect(withoutPlace(audited(ofFiles))).toEqual([]);
    }
  });

  it.each([undefined, null, 5, ''])('where Azure names cluster and pools %j', (name) => {
    const linux = anAzurePool({
      name,
      nodeImageVersion: null,
      enableNodePublicIp: true,
      securityProfile: null,
    });
    const pools = [linux, aWindowsPool({ name, upgradeSettings: {} })];
    expect(withoutPlace(auditedLive({ arm: { name, enableRbac: false }, pools }))).toEqual([]);
  });

  it.each(Object.entries(objectsOfEveryKind))('where an object has no name: %s', (_, object) => {
    for (const metadata of [{}, { name: '' }, { name: '', namespace: 'shop' }, { namespace: '' }]) {
      const objects = [{ ...object, metadata }];
      expect(withoutPlace(audited({ objects }))).toEqual([]);
      expect(withoutPlace(auditedLive({ objects }))).toEqual([]);
    }
  });
});
