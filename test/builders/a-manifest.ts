/** A deployment `shop/NAME` of two pods, for a simulated fleet's file; the annotations are its pods', and so is `podSpec`. */
export function aDeployment(
  name: string,
  annotations: Readonly<Record<string, string>> = {},
  podSpec: object = {},
): object {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations },
        spec: { containers: [{ name: 'main', image: 'registry.invalid/app:1' }], ...podSpec },
      },
    },
  };
}

/** A budget over the pods of `aDeployment(NAME)`. */
export function aBudgetOf(name: string, spec: object): object {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: 'shop' },
    spec: { ...spec, selector: { matchLabels: { app: name } } },
  };
}

/** A job `shop/NAME` whose only pod fails at once. */
export function aFailingJob(name: string): object {
  const annotations = { 'simulator.drydock.dev/fails': 'true', 'simulator.drydock.dev/run-seconds': '1' };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'shop' },
    spec: {
      backoffLimit: 0,
      template: {
        metadata: { annotations },
        spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'registry.invalid/app:1' }] },
      },
    },
  };
}
