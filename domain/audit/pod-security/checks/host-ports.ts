import type { Container, Pod } from '../pod/pod.ts';
import {
  allContainers,
  type Complaint,
  containersThat,
  distinct,
  named,
  type PssCheck,
  plural,
  valuesOfContainers,
} from '../pod/pss-check.ts';

export const hostPorts: PssCheck = {
  id: 'hostPorts',
  level: 'baseline',
  versions: [{ since: 0, judge }],
};

function judge({ spec }: Pod): Complaint | null {
  const containers = containersThat(spec, (each) => hostPortsOf(each).length > 0);
  if (containers.length === 0) return null;
  const ports = distinct(allContainers(spec).flatMap(hostPortsOf));
  const verb = containers.length === 1 ? 'uses' : 'use';
  return {
    reason: 'hostPort',
    detail: `${named('container', containers)} ${verb} ${plural('hostPort', ports.length)} ${ports.join(', ')}`,
    containers,
    isOfPod: false,
    values: valuesOfContainers(hostPortsOf),
  };
}

/** Those that are set. */
export function hostPortsOf({ ports = [] }: Container): readonly string[] {
  return ports.flatMap(({ hostPort = 0 }) => (hostPort === 0 ? [] : [String(hostPort)]));
}
