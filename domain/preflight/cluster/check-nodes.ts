import type { KubernetesNode } from '../../fleet/kubernetes-node.ts';
import type { PlanStep } from '../../plan/contents/plan.ts';
import { drainsNodes, isForImage, replacesNodes } from '../../plan/contents/replaces-nodes.ts';
import { isOfImage, shortImage } from '../../version/node-image.ts';
import { judgeSkew } from '../../version/skew.ts';
import { type Found, firstNames } from '../findings/preflight-finding.ts';

/** Nodes that are not as they should be before anything is done, and nodes too far behind what is to come. */
export function checkNodes(steps: readonly PlanStep[], nodes: readonly KubernetesNode[]): readonly Found[] {
  const changed = new Set(steps.filter(drainsNodes).map(({ pool }) => pool));
  const moved = new Set(steps.filter(({ migration }) => migration !== undefined).map(({ pool }) => pool));
  const controlPlane = steps.findLast(({ action }) => action === 'upgrade-control-plane')?.to ?? null;
  return [...Map.groupBy(nodes, ({ pool }) => pool)].flatMap(([pool, own]) => [
    ...unhealthy(pool, own, { isChanged: changed.has(pool), isMoved: moved.has(pool) }),
    ...behind(pool, own, controlPlane, steps),
    ...mixed(pool, own, steps),
  ]);
}

/** Nodes of another image than Azure says of their pool: left behind by an upgrade that ended half way, or not of its making. */
function mixed(pool: string, nodes: readonly KubernetesNode[], steps: readonly PlanStep[]): readonly Found[] {
  const step = steps.find((each) => each.pool === pool && each.image !== null && each.strategy !== null);
  if (step === undefined || !isForImage(step)) return [];
  const { from } = step.image!;
  const others = nodes.filter(({ nodeImageVersion: image }) => image !== null && !isOfImage(image, from));
  if (others.length === 0) return [];
  const images = firstNames([
    ...new Set(others.map(({ nodeImageVersion }) => shortImage(nodeImageVersion ?? ''))),
  ]);
  return [
    {
      check: 'unhealthyNodes',
      level: 'warning',
      pool,
      what: `${others.length} of ${nodes.length} nodes run another image than Azure reports for the pool`,
      why: `Azure reports ${shortImage(from)}, the nodes report ${images.join(', ')}`,
      todo: mixedAdvice(step),
      evidence: firstNames(others.map(({ name }) => name)),
    },
  ];
}

function mixedAdvice(step: PlanStep): string {
  if (replacesNodes(step))
    return 'the upgrade fixes it: all nodes get the newest image, and each is verified';
  const fix = 'delete these VMs so that AKS replaces them';
  return step.newestImage === undefined
    ? `no upgrade is sent: Azure reports that the pool has the newest image; ${fix}`
    : `no upgrade is sent while the image is blocked; ${fix}`;
}

/** A pool whose workloads move to another (`isMoved`) is cordoned: an earlier attempt may have done so. */
function unhealthy(
  pool: string,
  nodes: readonly KubernetesNode[],
  { isChanged, isMoved }: { readonly isChanged: boolean; readonly isMoved: boolean },
): readonly Found[] {
  const level = isChanged ? 'blocker' : 'warning';
  const found = (what: string, why: string, todo: string, some: readonly KubernetesNode[]): Found[] =>
    some.length === 0
      ? []
      : [
          {
            check: 'unhealthyNodes',
            level,
            pool: pool === '' ? null : pool,
            what: `${some.length} of ${nodes.length} nodes ${what}`,
            why,
            todo,
            evidence: firstNames(some.map(({ name }) => name)),
          },
        ];
  const quarantined = nodes.filter((each) => each.quarantined);
  const notReady = nodes.filter((each) => !each.ready && !each.quarantined);
  const cordoned = nodes.filter((each) => each.unschedulable && each.ready && !each.quarantined);
  return [
    ...found(
      'are not ready',
      'an upgrade has to move their pods, and draining them cannot succeed',
      'fix them (kubectl describe node), or let AKS repair or delete them',
      notReady,
    ),
    ...found(
      'are quarantined',
      'an earlier upgrade stopped draining them; they keep the old version',
      'find what blocks their drain, then delete the VMs or remove the label upgrade-status',
      quarantined,
    ),
    ...found(
      'are cordoned',
      'an upgrade uncordons them',
      'uncordon them, or find out who cordoned them',
      isMoved ? [] : cordoned,
    ).map((each) => ({ ...each, level: 'warning' as const })),
  ];
}

/** By their own word: what Azure says of a pool need not be true of each of its nodes. */
function behind(
  pool: string,
  nodes: readonly KubernetesNode[],
  controlPlane: string | null,
  steps: readonly PlanStep[],
): readonly Found[] {
  if (controlPlane === null) return [];
  const isUpgradedOnTheWay = steps.filter(({ action }) => action === 'upgrade-control-plane').length > 1;
  const late = isUpgradedOnTheWay
    ? []
    : nodes.filter(({ kubeletVersion }) => !judgeSkew(controlPlane, versionOf(kubeletVersion)).ok);
  if (late.length === 0) return [];
  const versions = firstNames(late.map(({ kubeletVersion }) => versionOf(kubeletVersion)));
  return [
    {
      check: 'versionSkew',
      level: 'blocker',
      pool: pool === '' ? null : pool,
      what: `${late.length} of ${nodes.length} nodes exceed the version skew of control plane ${controlPlane}`,
      why: `kubelets report ${versions.join(', ')}; the limit is 3 minors behind`,
      todo: 'upgrade the pool to its own version again, which includes these nodes, or delete them',
      evidence: firstNames(late.map(({ name }) => name)),
    },
  ];
}

function versionOf(kubeletVersion: string): string {
  return kubeletVersion.replace(/^v/, '').replace(/[-+].*$/, '');
}
