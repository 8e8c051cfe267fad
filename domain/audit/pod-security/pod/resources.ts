import type { Container, PodSpec } from './pod.ts';

type Measured = Pick<Container | PodSpec, 'resources'>;
type Resource = 'cpu' | 'memory';

/** Of the container or of its whole pod; a limit without a request is one. */
export function isRequested(resource: Resource, container: Measured, pod: Measured): boolean {
  return [container, pod].some(
    ({ resources }) => isSet(resources?.requests?.[resource]) || isSet(resources?.limits?.[resource]),
  );
}

export function isLimited(resource: Resource, container: Measured, pod: Measured): boolean {
  return [container, pod].some(({ resources }) => isSet(resources?.limits?.[resource]));
}

/** Zero is none. */
function isSet(quantity: string | number | undefined): boolean {
  return quantity !== undefined && Number.parseFloat(String(quantity)) !== 0;
}
