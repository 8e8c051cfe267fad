import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { auditCluster } from '#domain/audit/audit.ts';
import { clusterOfLive } from '#domain/audit/cluster/cluster-of-live.ts';
import type { ObjectProposal } from '#domain/audit/hardening/proposal.ts';
import { proposeHardening } from '#domain/audit/hardening/propose-hardening.ts';
import { openAuditClient } from '#gateways/kubernetes/audit/audit-client.ts';
import { builtInLists, rightTo } from '#gateways/kubernetes/audit/audit-lists.ts';
import { openHardeningClient } from '#gateways/kubernetes/audit/hardening-client.ts';
import { type ClusterClient, openCluster } from '#gateways/kubernetes/client/cluster-client.ts';
import { applyProposal } from '#procedures/harden/apply-proposal.ts';
import { readServerAudit } from '#procedures/read/read-audit.ts';
import { documentedRules, type PolicyRule } from '#scripts/dev/permissions/documented-permissions.ts';
import { noEntra } from '../../builders/no-entra.ts';
import { openRealBench, type RealBench } from '../clusters/real-bench.ts';
import { grant, takeAway } from '../clusters/rights-of-stranger.ts';
import { untilPasses } from '../clusters/until-passes.ts';

const access = inject('controlPlane');
let bench: RealBench;
let stranger: ClusterClient;

beforeAll(async () => {
  if (access === null) return;
  bench = await openRealBench(access);
  stranger = await openCluster(access.strangersKubeconfig, noEntra);
});
afterEach(() => (access === null ? undefined : takeAway(bench)));
afterAll(async () => {
  await stranger?.close();
  await bench?.close();
});

const soon = () => AbortSignal.timeout(60_000);

async function audited() {
  const reading = await readServerAudit(openAuditClient((call) => call(stranger), soon()));
  const cluster = clusterOfLive(reading, {
    arm: null,
    engine: 'calico',
    targetMinor: 37,
    pssMinor: null,
    pssLevel: null,
    now: Date.now(),
  });
  return { cluster, audit: auditCluster(cluster, [], 'strict'), unread: reading.unread };
}

/** Whose permissions are still unread once the API server knows of what was granted. */
async function untilUnread(expected: readonly string[]) {
  await untilPasses(async () => {
    const { unread } = await audited();
    expect([...new Set(unread.map(({ permission }) => permission))]).toEqual(expected);
  });
  return audited();
}

const rulesWithout = (plural: string, group: string): readonly PolicyRule[] =>
  documentedRules('drydock-audit').flatMap((rule) => {
    if (rule.apiGroups?.includes(group) !== true) return [rule];
    const resources = rule.resources?.filter((each) => each !== plural) ?? [];
    return resources.length === 0 ? [] : [{ ...rule, resources }];
  });

describe.skipIf(access === null)('an audit by the rights that docs/permissions.md names', () => {
  it('reads all that it asks for', async () => {
    await grant(bench, documentedRules('drydock-audit'));
    const { audit } = await untilUnread([]);
    // It is about Azure's pools and nodes' metrics, or nothing of it is there.
    const unknown = audit.controls.filter(({ status }) => status === 'UNKNOWN');
    expect(unknown.flatMap(({ undecided }) => undecided.map(({ reason }) => reason)).join()).not.toMatch(
      /requires permission/,
    );
  });

  it.each(builtInLists.map((list) => [rightTo(list), list] as const))(
    'says without permission to %s which controls require it, and passes none of them',
    async (right, { plural, group, parts }) => {
      await grant(bench, rulesWithout(plural, group));
      const { audit } = await untilUnread([right]);
      const named = audit.controls.filter(({ undecided }) =>
        undecided.some(({ reason }) => reason.includes(`permission to ${right}`)),
      );
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter(({ status }) => status === 'PASS')).toEqual([]);
      expect(parts.length).toBeGreaterThan(0);
    },
  );

  it('says so of /metrics', async () => {
    await grant(
      bench,
      documentedRules('drydock-audit').map((rule) =>
        rule.nonResourceURLs === undefined ? rule : { ...rule, nonResourceURLs: ['/version'] },
      ),
    );
    const { audit } = await untilUnread(['get /metrics']);
    expect(audit.controls.find(({ id }) => id === 'SB-UPG-05')).toMatchObject({ status: 'UNKNOWN' });
  });
});

describe.skipIf(access === null)('hardening by the rights that docs/permissions.md names', () => {
  const both = () => [...documentedRules('drydock-audit'), ...documentedRules('drydock-harden')];

  async function outcomes(namespace: string) {
    const { cluster, audit } = await untilUnread([]);
    const proposals = proposeHardening({
      cluster,
      audit,
      resourceId: null,
      controls: ['SB-NET-02', 'SB-POD-06'],
      namespaces: [namespace],
      holdKuredMs: null,
    });
    const hardeningClient = openHardeningClient(stranger, soon());
    const told: string[] = [];
    for (const each of proposals.filter((one): one is ObjectProposal => one.kind === 'apply')) {
      const { state, why } = await applyProposal(hardeningClient, each, true);
      told.push(`${each.control} ${state}${why === null ? '' : `: ${why}`}`);
    }
    return told;
  }

  const make = (name: string) => bench.client.core.createNamespace({ body: { metadata: { name } } });

  it('applies both of its objects', async () => {
    await make('rights-harden');
    await grant(bench, both());
    expect(await outcomes('rights-harden')).toEqual(['SB-NET-02 applied', 'SB-POD-06 applied']);
  });

  it('is refused in the words of the server what it may not do, and does the rest', async () => {
    await make('rights-halved');
    const isOfPolicies = ({ apiGroups, verbs }: PolicyRule) =>
      apiGroups?.includes('networking.k8s.io') === true && verbs.includes('patch');
    await grant(
      bench,
      both().map((rule) => (isOfPolicies(rule) ? { ...rule, verbs: ['get'] } : rule)),
    );
    const [block, label] = await outcomes('rights-halved');
    expect(block).toMatch(/^SB-NET-02 refused: networkpolicies.* is forbidden: User "stranger" cannot patch/);
    expect(label).toBe('SB-POD-06 applied');
  });
});
