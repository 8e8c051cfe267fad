import { describeOwnedPlace, type PlacedPod } from '../../drain/placed-pod.ts';
import type { PlacedVolume } from '../../drain/placed-volume.ts';
import { firstNames } from '../findings/preflight-finding.ts';
import { aksNamespaces } from './check-disruption-budgets.ts';
import type { DrainFinding, DrainView } from './drain-view.ts';

/** Directories that every node has from its system: what is under them is the node's, and there again on the next one. */
const systemPaths = /^\/(?:proc|sys|dev|etc|usr|lib|boot|run|var\/run|var\/log|var\/lib\/kubelet)(?:\/|$)/;

/** Pods that cannot take what they keep to another node: volumes that are bound to a node or a zone, and hostPath. */
export function checkVolumes(pods: readonly PlacedPod[], view: DrainView): readonly DrainFinding[] {
  const byClaim = new Map(view.volumes.map((each) => [each.claim, each]));
  const used = pods.flatMap((placed) =>
    placed.claims.flatMap((claim) => {
      const volume = byClaim.get(`${placed.pod.namespace}/${claim}`);
      return volume === undefined ? [] : [{ placed, volume }];
    }),
  );
  const bound = used.filter(isBoundToItsNode);
  const alone = used.filter((each) => !isBoundToItsNode(each) && hasNoOtherNode(each, view));
  return [...onNode(bound), ...inZone(alone), ...onHostPath(pods)];
}

interface Use {
  readonly placed: PlacedPod;
  readonly volume: PlacedVolume;
}

/** On AKS a node's host name is its name. */
function isBoundToItsNode({ placed: { node }, volume: { hosts } }: Use): boolean {
  return hosts?.every((host) => host === node) ?? false;
}

/** Nodes of unknown zone do not count. */
function hasNoOtherNode({ placed: { node }, volume: { zones } }: Use, view: DrainView): boolean {
  if (zones === null || !view.openZones.has(node ?? '')) return false;
  return ![...view.openZones].some(([name, zone]) => name !== node && zones.includes(zone));
}

function onNode(uses: readonly Use[]): readonly DrainFinding[] {
  if (uses.length === 0) return [];
  return [
    {
      level: 'blocker',
      what: `${podsOf(uses)} cannot run on another node`,
      why: 'a volume is bound to the node (local disk); the pod stays Pending until the node is back, and reimaging may destroy its data',
      todo: `back up the data, or move ${ownersOf(uses)} to a network disk; drainBlockers: Warn reports it without blocking`,
      evidence: namesOf(uses),
    },
  ];
}

function inZone(uses: readonly Use[]): readonly DrainFinding[] {
  const groups = Map.groupBy(uses, ({ volume }) => (volume.zones ?? []).join(', '));
  return [...groups].map(([zones, alike]) => ({
    level: 'warning',
    what: `${podsOf(alike)} may stay Pending`,
    why: `a disk is in zone ${zones}, where the pool has no other ready, schedulable node; the surge node may start in another zone`,
    todo: `add a node in that zone first, or accept that ${ownersOf(alike)} is unavailable until the node is back`,
    evidence: namesOf(alike),
  }));
}

function onHostPath(pods: readonly PlacedPod[]): readonly DrainFinding[] {
  const uses = pods.flatMap((placed) => placed.hostPaths.map((hostPath) => ({ placed, hostPath })));
  const isLosing = ({ placed: { pod }, hostPath: { path, isWritten } }: (typeof uses)[number]) =>
    isWritten && !systemPaths.test(path) && !aksNamespaces.has(pod.namespace);
  const losing = uses.filter(isLosing);
  const losers = new Set(losing.map(({ placed }) => placed));
  const others = uses.filter(({ placed }) => !losers.has(placed));
  const told = (some: typeof uses) => ({
    evidence: firstNames(
      some.map(({ placed, hostPath }) => `${hostPath.path} of ${describeOwnedPlace(placed)}`),
    ),
  });
  return [
    ...(losing.length === 0
      ? []
      : [
          {
            ...told(losing),
            level: 'warning' as const,
            what: `${podsOf(losing)} will lose hostPath data`,
            why: 'the directory is on the node, which AKS reimages; the next node does not have it',
            todo: `check that the data is expendable, or keep it in a volume (${ownersOf(losing)})`,
          },
        ]),
    ...(others.length === 0
      ? []
      : [
          {
            ...told(others),
            level: 'info' as const,
            what: `${podsOf(others)} use${podCount(others) === 1 ? 's' : ''} node files (hostPath)`,
            why: 'they are read-only or system files; every node has its own',
            todo: '',
          },
        ]),
  ];
}

interface Placing {
  readonly placed: PlacedPod;
}

function podCount(uses: readonly Placing[]): number {
  return new Set(uses.map(({ placed }) => placed)).size;
}

function podsOf(uses: readonly Placing[]): string {
  const count = podCount(uses);
  return `${count} pod${count === 1 ? '' : 's'}`;
}

function namesOf(uses: readonly Use[]): readonly string[] {
  return firstNames(uses.map(({ placed, volume }) => `${describeOwnedPlace(placed)} (${volume.name})`));
}

function ownersOf(uses: readonly Placing[]): string {
  return firstNames(uses.map(({ placed }) => placed.owner)).join(', ');
}
