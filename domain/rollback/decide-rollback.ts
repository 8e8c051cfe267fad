import type { Cluster, NodePool, OfferedMinor } from '../fleet/fleet.ts';
import { compareVersions, minorOf } from '../version/kubernetes-version.ts';
import { compareNodeImages, parseNodeImage } from '../version/node-image.ts';
import { minorRefusal, patchesOf } from '../version/offers.ts';
import { judgeSkew } from '../version/skew.ts';
import { type ChannelInTheWay, channelsInTheWay } from './rollback-forecast.ts';
import { rollbackWindow, rollbackWindowMs } from './rollback-window.ts';

/** A version and image that a node pool has left: an entry of Azure's recentlyUsedVersions. */
export interface UsedVersion {
  readonly version: string;
  readonly nodeImageVersion: string;
  /** When it was left (ms); null where Azure does not say. */
  readonly leftAt: number | null;
}

export interface RollbackQuestion {
  readonly cluster: Cluster;
  /** null: the control plane. */
  readonly pool: string | null;
  /** The version to be back at. */
  readonly back: string;
  /** Where the image alone was upgraded: the one to be back at. */
  readonly backImage?: string;
  readonly pairs: readonly UsedVersion[];
  /** null: not asked for; whether the version is still supported is then not judged. */
  readonly offers: readonly OfferedMinor[] | null;
  /** The last thing done to it by anyone who asks was a rollback. */
  readonly rolledBack: boolean;
  /** Until when its blue-green upgrade is in its final soak (ms); absent or null: it is not, as far as was seen. */
  readonly finalSoakUntil?: number | null;
  readonly now: number;
}

export type RollbackVerdict =
  | {
      readonly eligible: true;
      readonly version: string;
      readonly nodeImageVersion: string;
      /** Until when Azure takes it back (ms); null where it does not say. */
      readonly until: number | null;
    }
  | { readonly eligible: false; readonly refusals: readonly RollbackRefusal[] };

interface RollbackRefusal {
  readonly kind: RollbackRefusalKind;
  readonly because: string;
}

export type RollbackRefusalKind =
  | 'control-plane'
  | 'pool-gone'
  | 'stopped'
  | 'operation-running'
  | 'nothing-to-undo'
  | 'already-rolled-back'
  | 'no-earlier-version'
  | 'not-the-one-before'
  | 'too-late'
  | 'too-far-behind'
  | 'version-unsupported'
  | 'image-family-changed'
  | 'image-half-done'
  | 'not-in-final-soak'
  | 'old-nodes-removed'
  | ChannelInTheWay['kind'];

const terminalStates = new Set(['Succeeded', 'Failed', 'Canceled']);

/**
 * Whether a node pool may be rolled back to the pair it left last, by the conditions of AKS: the pair directly before the
 * present one, within the rollback window, not twice in a row, the whole pool, a supported version, the same image
 * family, both automatic channels off, nothing running. Every reason against it is named, not only the first.
 */
export function decideRollback(question: RollbackQuestion): RollbackVerdict {
  const { cluster, pool: name } = question;
  if (name === null)
    return refuse([refusal('control-plane', `the control plane of ${cluster.name} cannot be rolled back`)]);
  const pool = cluster.pools.find((each) => each.name === name);
  if (pool === undefined)
    return refuse([refusal('pool-gone', `${cluster.name} has no node pool ${name} any more`)]);
  const last = lastLeft(question.pairs);
  const refusals = [
    ...stateRefusals(cluster),
    ...(last === undefined ? withoutPair(question, pool) : pairRefusals(question, pool, last)),
    ...channelsInTheWay(cluster),
  ];
  if (last === undefined || refusals.length > 0) return refuse(refusals);
  const { version, nodeImageVersion, leftAt } = last;
  return {
    eligible: true,
    version,
    nodeImageVersion,
    until: endOfRollback(question, pool, leftAt),
  };
}

function endOfRollback(
  { finalSoakUntil = null }: RollbackQuestion,
  { upgradeStrategy }: NodePool,
  leftAt: number | null,
): number | null {
  if (upgradeStrategy === 'BlueGreen') return finalSoakUntil;
  return leftAt === null ? null : leftAt + rollbackWindowMs;
}

/** AKS, "Blue-green node pool upgrades": after an abort, and only as long as the old nodes are kept for the final soak. */
function blueGreenRefusals(
  { finalSoakUntil = null, now }: RollbackQuestion,
  { name, upgradeStrategy, provisioningState }: NodePool,
): readonly RollbackRefusal[] {
  if (upgradeStrategy !== 'BlueGreen') return [];
  if (provisioningState === 'Succeeded')
    return [
      refusal(
        'old-nodes-removed',
        `the old nodes of ${name} were removed at the end of its blue-green upgrade`,
      ),
    ];
  return finalSoakUntil !== null && now < finalSoakUntil
    ? []
    : [refusal('not-in-final-soak', `the blue-green upgrade of ${name} is not in its final soak`)];
}

/** The pair that Azure takes a pool back to. By its time; among those without one the first, as Azure lists the newest first. */
export function lastLeft(pairs: readonly UsedVersion[]): UsedVersion | undefined {
  return pairs.toSorted((a, b) => (b.leftAt ?? 0) - (a.leftAt ?? 0))[0];
}

function stateRefusals(cluster: Cluster): readonly RollbackRefusal[] {
  if (cluster.powerState === 'Stopped') return [refusal('stopped', `${cluster.name} is stopped`)];
  if (!terminalStates.has(cluster.provisioningState))
    return [refusal('operation-running', `${cluster.name} is ${cluster.provisioningState}`)];
  const busy = cluster.pools.find((each) => !terminalStates.has(each.provisioningState));
  return busy === undefined
    ? []
    : [refusal('operation-running', `node pool ${busy.name} is ${busy.provisioningState}`)];
}

function withoutPair(question: RollbackQuestion, pool: NodePool): readonly RollbackRefusal[] {
  if (question.rolledBack) return [twice(pool)];
  if (isAt(pool, question)) return [nothingToUndo(pool, question)];
  return [refusal('no-earlier-version', `Azure keeps no earlier version of node pool ${pool.name}`)];
}

function pairRefusals(
  question: RollbackQuestion,
  pool: NodePool,
  last: UsedVersion,
): readonly RollbackRefusal[] {
  const { back, cluster, now, rolledBack } = question;
  if (rolledBack || isAhead(last, pool)) return [twice(pool)];
  if (isAt(pool, question)) return [nothingToUndo(pool, question)];
  if (!isWanted(last, question)) return [wrongPair(pool, question, last)];
  if (isImageHalfDone(pool, question)) return [imageHalfDone(pool)];
  const skew = judgeSkew(cluster.currentKubernetesVersion, back);
  return [
    ...blueGreenRefusals(question, pool),
    ...(last.leftAt !== null && now - last.leftAt >= rollbackWindowMs
      ? [
          refusal(
            'too-late',
            `node pool ${pool.name} left ${describeRollbackTarget(question)} more than ${rollbackWindow} ago`,
          ),
        ]
      : []),
    ...(skew.ok ? [] : [refusal('too-far-behind', skew.reason)]),
    ...supportRefusals(question, back),
    ...(isOtherFamily(last.nodeImageVersion, pool.nodeImageVersion)
      ? [
          refusal(
            'image-family-changed',
            `image ${last.nodeImageVersion} is of another family than ${pool.nodeImageVersion}`,
          ),
        ]
      : []),
  ];
}

/** Azure moves a pool's version at acceptance: one that is half upgraded is Failed or Canceled, and not there. */
function isAt(pool: NodePool, { back, backImage = pool.nodeImageVersion }: RollbackQuestion): boolean {
  return (
    pool.provisioningState === 'Succeeded' &&
    pool.currentOrchestratorVersion === back &&
    pool.nodeImageVersion === backImage
  );
}

function isWanted(pair: UsedVersion, { back, backImage = pair.nodeImageVersion }: RollbackQuestion): boolean {
  return pair.version === back && pair.nodeImageVersion === backImage;
}

/** Azure reports the new image only once every node has it: until then a request for the old one is no rollback. */
function isImageHalfDone(pool: NodePool, { backImage }: RollbackQuestion): boolean {
  return (
    backImage !== undefined && pool.nodeImageVersion === backImage && pool.provisioningState !== 'Succeeded'
  );
}

function imageHalfDone(pool: NodePool): RollbackRefusal {
  return refusal(
    // Afterwards its old nodes are gone.
    pool.upgradeStrategy === 'BlueGreen' ? 'no-earlier-version' : 'image-half-done',
    `Azure still says image ${pool.nodeImageVersion} of node pool ${pool.name}, so a request for it would continue the upgrade`,
  );
}

/** A pair newer than what the pool has: it was left by going back. */
function isAhead({ version, nodeImageVersion }: UsedVersion, pool: NodePool): boolean {
  const versions = compareVersions(version, pool.currentOrchestratorVersion);
  if (versions !== 0) return versions > 0;
  return (compareNodeImages(nodeImageVersion, pool.nodeImageVersion) ?? 0) > 0;
}

function wrongPair(pool: NodePool, question: RollbackQuestion, last: UsedVersion): RollbackRefusal {
  const wanted = describeRollbackTarget(question);
  return question.pairs.some((pair) => isWanted(pair, question))
    ? refusal(
        'not-the-one-before',
        `node pool ${pool.name} has left ${last.version} (${last.nodeImageVersion}) since it left ${wanted}, and only the last goes back`,
      )
    : refusal('no-earlier-version', `Azure keeps no ${wanted} of node pool ${pool.name}`);
}

function describeRollbackTarget({ back, backImage }: RollbackQuestion): string {
  return backImage === undefined ? back : `${back} with image ${backImage}`;
}

function supportRefusals({ cluster, offers }: RollbackQuestion, back: string): readonly RollbackRefusal[] {
  if (offers === null) return [];
  const minor = minorOf(back);
  const reason = minorRefusal(minor, offers, cluster.supportPlan);
  if (reason !== null) return [refusal('version-unsupported', reason)];
  return patchesOf(minor, offers).includes(back)
    ? []
    : [refusal('version-unsupported', `${back} is no longer on offer in ${cluster.location}`)];
}

function isOtherFamily(a: string, b: string): boolean {
  return a !== b && parseNodeImage(a)?.family !== parseNodeImage(b)?.family;
}

function twice(pool: NodePool): RollbackRefusal {
  return refusal(
    'already-rolled-back',
    `node pool ${pool.name} went back already, and AKS takes none back twice`,
  );
}

function nothingToUndo(pool: NodePool, question: RollbackQuestion): RollbackRefusal {
  return refusal('nothing-to-undo', `node pool ${pool.name} is at ${describeRollbackTarget(question)}`);
}

function refusal(kind: RollbackRefusalKind, because: string): RollbackRefusal {
  return { kind, because };
}

function refuse(refusals: readonly RollbackRefusal[]): RollbackVerdict {
  return { eligible: false, refusals };
}
