import {
  type Control,
  type Finding,
  fail,
  notApplicable,
  undecided,
  type Violation,
  warn,
} from '../../control/control.ts';
import type { KubernetesObject } from '../../kubernetes/api-objects.ts';
import { isObject, textOf } from '../../kubernetes/read-shape.ts';

const mostDays = 7;
const msPerDay = 86_400_000;

export const pendingReboots: Control = {
  id: 'SB-OS-03',
  title: 'No node has a reboot pending',
  area: 'node-os',
  severity: 'medium',
  rule: "No node has waited for more than 7 days for a reboot (kured's annotations) or a live patch (AKS's annotations). For nodes that patch themselves without kured's --annotate-nodes it is unknown.",
  source: 'https://learn.microsoft.com/azure/aks/node-updates-kured',
  remediation: 'Run a campaign with upgrade.type NodeImageOnly or Reboot.',
  needs: ['nodes', 'azure-cluster'],
  judge: ({ live, arm, objects, now }) => {
    if (live === null) return notApplicable('files do not show it');
    const nodes = objects.filter(({ kind, apiVersion }) => kind === 'Node' && apiVersion === 'v1');
    const linux = nodes.filter((each) => labelsOf(each)['kubernetes.io/os'] !== 'windows');
    const found = linux.flatMap((each) => judge(each, now));
    const channel = textOf(arm?.cluster?.fields('autoUpgradeProfile.nodeOSUpgradeChannel'), '');
    const isAnnotated = linux.some((each) => textOf(annotationsOf(each)[rebootNeeded]) !== '');
    const cannotTell = (arm === null || channel === 'Unmanaged') && linux.length > 0 && !isAnnotated;
    const why = 'nodes may patch themselves, and no node shows whether a reboot is pending';
    return [...found, ...(cannotTell ? [undecided(arm?.cluster?.resource ?? 'Cluster', why)] : [])];
  },
};

const rebootNeeded = 'weave.works/kured-most-recent-reboot-needed';
const rebooting = 'weave.works/kured-reboot-in-progress';
const goldenPatch = 'kubernetes.azure.com/live-patching-golden-timestamp';
const currentPatch = 'kubernetes.azure.com/live-patching-current-timestamp';

/** Named by its pool: nodes come and go. */
function judge(node: KubernetesObject, now: number): readonly Finding[] {
  const annotations = annotationsOf(node);
  const name = isObject(node.metadata) ? textOf(node.metadata.name) : '';
  const pool = `AgentPool/${textOf(labelsOf(node)['kubernetes.azure.com/agentpool'], 'unknown')}`;
  const wait = (since: number, { fact, reason: what }: Violation): Finding => {
    const days = Math.floor((now - since) / msPerDay);
    const reason = `${name} has waited for ${what} for ${days} days`;
    return { ...(days > mostDays ? fail : warn)(pool, reason), facts: [fact] };
  };
  const begun = Date.parse(textOf(annotations[rebooting]));
  const golden = instantOf(annotations[goldenPatch]);
  const current = instantOf(annotations[currentPatch]);
  return [
    ...(Number.isNaN(begun)
      ? []
      : [wait(begun, { fact: 'reboot', reason: 'the reboot that kured started' })]),
    ...(golden !== null && current !== null && golden > current
      ? [wait(golden, { fact: 'live-patch', reason: 'a live patch' })]
      : []),
  ];
}

/** "20261120T000000Z", "2026-11-20T00:00:00Z" or seconds since the epoch; ms, null: neither. */
function instantOf(value: unknown): number | null {
  const text = textOf(value);
  if (/^\d{10}$/.test(text)) return Number(text) * 1_000;
  const spelled = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const instant = Date.parse(spelled);
  return Number.isNaN(instant) ? null : instant;
}

function labelsOf({ metadata }: KubernetesObject): KubernetesObject {
  return isObject(metadata) && isObject(metadata.labels) ? metadata.labels : {};
}

function annotationsOf({ metadata }: KubernetesObject): KubernetesObject {
  return isObject(metadata) && isObject(metadata.annotations) ? metadata.annotations : {};
}
