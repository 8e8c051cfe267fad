import type { FleetWorkload } from './fleet.ts';

/** The Kubernetes objects that a workload of a fleet file stands for: its namespace, itself, its budget. */
export function workloadManifests(workload: FleetWorkload): readonly object[] {
  const { namespace, name, budget } = workload;
  const labels = { app: name };
  const objects: object[] = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    {
      apiVersion: 'apps/v1',
      kind: workload.kind,
      metadata: { name, namespace, labels },
      spec: {
        ...(workload.kind === 'Deployment' ? { replicas: workload.replicas } : {}),
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: podSpec(workload) },
      },
    },
  ];
  if (budget !== undefined) {
    const spec = { ...budget, selector: { matchLabels: labels } };
    objects.push({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name, namespace },
      spec,
    });
  }
  return objects;
}

function podSpec({ os, pool, image, name }: FleetWorkload): object {
  const nodeSelector = {
    'kubernetes.io/os': os,
    ...(pool === undefined ? {} : { 'kubernetes.azure.com/agentpool': pool }),
  };
  return { nodeSelector, containers: [{ name, image }] };
}
