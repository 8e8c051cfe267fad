import { describe, expect, it } from 'vitest';
import type { PlacedPod } from '#domain/drain/placed-pod.ts';
import type { PlacedVolume } from '#domain/drain/placed-volume.ts';
import { ownedBy } from '../../../builders/a-drain.ts';
import { aNode, aPlacedPod, preflightFindings, told } from '../../../builders/a-preflight-reading.ts';

const onOneNode: Partial<PlacedVolume> = { hosts: ['n1'], zones: null };
const inZone2: Partial<PlacedVolume> = { zones: ['westeurope-2'] };
const withClaim = { claims: ['data'], owner: 'StatefulSet shop/db' };
const node = (name: string, zone: string, over: object = {}) => aNode({ name, zone, ...over });

function volumesOf(
  volume: Partial<PlacedVolume>,
  nodes = [node('n1', 'westeurope-2'), node('n2', 'westeurope-1')],
  pod: Partial<Omit<PlacedPod, 'pod'>> = {},
) {
  const claimed = { name: 'pv-1', claim: 'shop/data', hosts: null, zones: null, ...volume };
  return told(
    preflightFindings({
      nodes: { value: nodes },
      pods: { value: [aPlacedPod({ ...withClaim, ...pod })] },
      volumes: { value: [claimed] },
    }),
  );
}

describe('a volume that is bound to a node', () => {
  it('blocks the drain of the node whose pod has it, for the pod can run nowhere else', () => {
    expect(volumesOf(onOneNode)).toEqual([
      'blocker drainBlockers aks-one-weu/system: 1 pod cannot run on another node: a volume is bound to the node (local disk); the pod stays Pending until the node is back, and reimaging may destroy its data (shop/web-1 of StatefulSet shop/db on n1 (pv-1)); back up the data, or move StatefulSet shop/db to a network disk; drainBlockers: Warn reports it without blocking',
    ]);
  });

  it.each<[string, ReturnType<typeof volumesOf>]>([
    ['two nodes can mount', volumesOf({ hosts: ['n1', 'n2'] })],
    ['every node can mount', volumesOf({})],
    ['a claim of that name has in another namespace', volumesOf({ ...onOneNode, claim: 'other/data' })],
    ['no pod of these nodes has', volumesOf(onOneNode, undefined, { claims: [] })],
  ])('is none where %s it', (_, findings) => {
    expect(findings).toEqual([]);
  });
});

describe('a disk of a zone', () => {
  it('is warned of where the pool has no other node in that zone', () => {
    expect(volumesOf(inZone2)).toEqual([
      expect.stringMatching(
        /^warning drainBlockers aks-one-weu\/system: 1 pod may stay Pending: a disk is in zone westeurope-2, where the pool has no other ready, schedulable node; .*\(shop\/web-1 of StatefulSet shop\/db on n1 \(pv-1\)\); add a node in that zone first/,
      ),
    ]);
  });

  it.each([
    ['is cordoned', { unschedulable: true }],
    ['is not ready', { ready: false }],
    ['is of another pool', { pool: 'other' }],
  ])('is warned of where the only other node in it %s', (_, over) => {
    const nodes = [node('n1', 'westeurope-2'), node('n2', 'westeurope-2', over)];
    expect(volumesOf(inZone2, nodes)).toContainEqual(
      expect.stringMatching(/no other ready, schedulable node/),
    );
  });

  it.each([
    ['another node is in it', [node('n1', 'westeurope-2'), node('n2', 'westeurope-2')], inZone2],
    ['it is in several zones', undefined, { zones: ['westeurope-1', 'westeurope-2'] }],
    ['no node says its zone', [aNode(), aNode({ name: 'n2' })], inZone2],
  ])('has room where %s', (_, nodes, volume) => {
    expect(volumesOf(volume, nodes)).toEqual([]);
  });
});

describe('files of the node that pods use (hostPath)', () => {
  const using = (path: string, isWritten: boolean, over: Parameters<typeof aPlacedPod>[0] = {}) =>
    told(preflightFindings({ pods: { value: [aPlacedPod({ hostPaths: [{ path, isWritten }], ...over })] } }));

  it('are warned of where they are written: the next node does not have them', () => {
    expect(using('/data', true)).toEqual([
      'warning drainBlockers aks-one-weu/system: 1 pod will lose hostPath data: the directory is on the node, which AKS reimages; the next node does not have it (/data of shop/web-1 of Deployment shop/web on n1); check that the data is expendable, or keep it in a volume (Deployment shop/web)',
    ]);
  });

  it.each([
    ['are only read', using('/data', false)],
    ["are the system's", using('/var/run/docker.sock', true)],
    ["are used by AKS's own pods", using('/data', true, { pod: { namespace: 'kube-system' } })],
  ])('are for the record where they %s', (_, findings) => {
    expect(findings).toEqual([expect.stringMatching(/^info .*1 pod uses node files \(hostPath\)/)]);
  });

  it('are taken for written where the name of a directory only begins like one of the system', () => {
    expect(using('/development', true)).toEqual([expect.stringMatching(/^warning/)]);
  });

  it('of daemon sets are not looked at: their pods stay', () => {
    expect(using('/data', true, { pod: { controller: ownedBy('DaemonSet') } })).toEqual([]);
  });
});

it('says what it could not read of volumes, and holds nothing for it', () => {
  const lost = { why: 'forbidden', permission: 'list persistentvolumes' };
  expect(told(preflightFindings({ volumes: { unread: lost } }))).toEqual([
    'unknown drainBlockers aks-one-weu: unknown: persistent volumes: forbidden; required: list persistentvolumes',
  ]);
});
