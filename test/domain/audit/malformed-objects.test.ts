import { describe, expect, it } from 'vitest';
import { auditCluster } from '#domain/audit/audit.ts';
import { clusterOfLive } from '#domain/audit/cluster/cluster-of-live.ts';
import { clusterOfManifests } from '#domain/audit/cluster/cluster-of-manifests.ts';
import { unjudgedTemplates } from '#domain/audit/cluster/unjudged-templates.ts';
import { judgePod } from '#domain/audit/judge-pod.ts';
import { malformations } from '#domain/audit/kubernetes/malformations.ts';
import type { NetworkPolicyEngine } from '#domain/audit/network/network-policies.ts';
import { judgeFeatures } from '#domain/removal/objects/judge-features.ts';
import { judgeObject } from '#domain/removal/objects/judge-object.ts';
import { objectsOf } from '#spec/manifests/objects-of.ts';
import { aLiveReading } from '../../builders/a-live-cluster.ts';
import { theMetadataBlock } from '../../builders/a-network-policy.ts';
import { aPod } from '../../builders/a-pod.ts';
import { auditedAt } from '../../builders/an-audited-cluster.ts';
import { everyMalformed } from '../../builders/malformed.ts';
import { objectsOfEveryKind } from '../../builders/objects-of-every-kind.ts';

const fixtures = Object.entries(objectsOfEveryKind);
const others = [aPod({ metadata: { name: 'other', namespace: 'other' } }), theMetadataBlock()];
const options = { arm: null, targetMinor: 37, pssMinor: 37, pssLevel: null, now: auditedAt } as const;

/** As the commands do; throws where one of them would end. */
function judgeAll(object: Readonly<Record<string, unknown>>, engine: NetworkPolicyEngine): void {
  const objects = [...others.map((each) => ({ ...each })), object];
  judgePod(object, () => '', 37);
  unjudgedTemplates(objects);
  auditCluster(clusterOfManifests(objects, { ...options, engine }).cluster);
  auditCluster(clusterOfLive(aLiveReading({ objects }), { ...options, engine }));
}

describe('an object in which any value is replaced by any other', () => {
  it.each(fixtures)('ends no audit: %s', (name, fixture) => {
    const engine = /Cilium/.test(name) ? 'cilium' : /Calico/.test(name) ? 'calico' : 'azure';
    const failed: string[] = [];
    for (const { change, value } of everyMalformed(fixture)) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
      try {
        judgeAll(value as Readonly<Record<string, unknown>>, engine);
      } catch (error) {
        failed.push(`${change}: ${String(error)}`);
      }
    }
    expect(failed).toEqual([]);
  });

  it.each(fixtures)('is reported with its place, and ends no scan: %s', (_, fixture) => {
    expect(malformations({ ...fixture })).toEqual([]);
    const failed: string[] = [];
    for (const { change, value } of everyMalformed(fixture))
      try {
        for (const object of objectsOf([{ apiVersion: 'v1', kind: 'ConfigMap' }, value]).objects) {
          judgeObject(object, 37, 'full', () => '');
          judgeFeatures(object, 37, 'full', () => '');
          const place = change.slice(0, change.lastIndexOf(': '));
          for (const { path } of malformations(object.value)) {
            const plain = path.replaceAll(/\["([^"]+)"\]/g, '.$1');
            if (!plain.startsWith(place) && !place.startsWith(plain))
              failed.push(`${change} told at ${plain}`);
          }
        }
      } catch (error) {
        failed.push(`${change}: ${String(error)}`);
      }
    expect(failed).toEqual([]);
  });
});
