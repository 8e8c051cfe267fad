import { basename } from 'node:path';
import { auditCluster } from '#domain/audit/audit.ts';
import { clusterOfLive, type LiveAuditOptions } from '#domain/audit/cluster/cluster-of-live.ts';
import type { LiveReading } from '#domain/audit/cluster/live-reading.ts';
import { claimsInAnnotation } from '#domain/audit/control/in-object-waivers.ts';
import type { Profile } from '#domain/audit/control/profiles.ts';
import { judgePod } from '#domain/audit/judge-pod.ts';
import type { KubernetesObject } from '#domain/audit/kubernetes/api-objects.ts';
import { isObject, textOf } from '#domain/audit/kubernetes/read-shape.ts';
import { heldNamespaces } from '#domain/audit/nothing-judged.ts';
import { parseResourceId } from '#domain/fleet/ids.ts';
import { kindName } from '#domain/kind-name.ts';
import { readAudit, readServerAudit } from '#procedures/read/read-audit.ts';
import { findCluster } from '../clusters/find-cluster.ts';
import { withKubeconfig } from '../clusters/kubeconfig-cluster.ts';
import { currentClusterTime } from '../clusters/read-simulated-time.ts';
import { withGateways } from '../clusters/with-gateways.ts';
import { refuseDowngrade } from '../input/audit-input.ts';
import { refuseMissingNamespaces } from '../input/check-namespaces.ts';
import type { OptionValues } from '../input/command-input.ts';
import type { Waivers } from '../input/scan-input.ts';
import { untilInterrupted } from '../process/until-interrupted.ts';
import { during } from '../view/terminal/progress.ts';
import type { Audited } from './audit-manifests.ts';

const progress = 'reading the cluster';

interface Read {
  readonly reading: LiveReading;
  /** What the cluster is called where a file would be named. */
  readonly whole: string;
  readonly now: number;
}

/** Judges the cluster that `--cluster` or `--kubeconfig` names; `--pods` lists what the levels say of each of its pods. */
export async function auditLive(
  options: OptionValues,
  { profile, ...given }: LiveAuditOptions & { readonly profile?: Profile },
  { controls: waivers, inObject }: Waivers,
): Promise<Audited> {
  const began = performance.now();
  const { reading, whole, now } = await read(options, given.now);
  const held = heldNamespaces(reading.objects);
  const areKnown = reading.unread.every(({ part }) => part !== 'namespaces');
  if (areKnown) refuseMissingNamespaces(options.list('namespace'), held, 'in the cluster');
  const cluster = clusterOfLive(reading, { ...given, now });
  refuseDowngrade(cluster);
  const { objects, asked } = reading;
  const claims = objects.flatMap((each) => claimsInAnnotation(each, () => whole));
  const audit = auditCluster(cluster, waivers, profile, { claims, policy: inObject });
  const pods = options.isOn('pods') ? objects.flatMap((each) => podOf(each, cluster.pssMinor)) : [];
  const seconds = Math.round((performance.now() - began) / 10) / 100;
  const statistics = { ...asked, seconds };
  return {
    audit: { ...audit, pods, problems: [], statistics },
    places: new Map(),
    whole,
    namespaces: held,
    isPartUnseen: false,
    notes: [],
  };
}

async function read(options: OptionValues, now: number): Promise<Read> {
  const named = options.text('cluster');
  const everyPod = options.isOn('pods');
  if (named === null) {
    const whole = basename(options.text('kubeconfig') ?? '');
    return withKubeconfig(options, (cluster, signal) =>
      during(progress, async (count) => {
        const client = cluster.auditClient(signal, { everyPod, onRequest: count });
        return { reading: await readServerAudit(client), whole, now };
      }),
    );
  }
  return withGateways((gateways) =>
    untilInterrupted((signal) =>
      during(progress, async (count) => {
        const resourceId = await findCluster(gateways.azure, named);
        const reading = await readAudit(gateways, resourceId, signal, { everyPod, onRequest: count });
        return { reading, whole: parseResourceId(resourceId).name, now: await currentClusterTime(gateways) };
      }),
    ),
  );
}

function podOf(object: KubernetesObject, minor: number) {
  const { name, namespace } = isObject(object.metadata) ? object.metadata : ({} as KubernetesObject);
  const location = [kindName(object), namespace, name].map((each) => textOf(each)).join('/');
  const verdict = judgePod(object, () => location, minor);
  return verdict.outcome === 'judged' ? [verdict.judged] : [];
}
