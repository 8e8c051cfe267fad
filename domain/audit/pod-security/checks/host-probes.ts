import type { Container, Handler, Pod } from '../pod/pod.ts';
import {
  allContainers,
  type Complaint,
  containersThat,
  distinct,
  named,
  type PssCheck,
  plural,
  quoted,
  valuesOfContainers,
} from '../pod/pss-check.ts';

/** A probe of another host lets the kubelet send requests where the pod itself may not. */
export const hostProbesAndHostLifecycle: PssCheck = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  versions: [{ since: 34, judge }],
};

function judge({ spec }: Pod): Complaint | null {
  const containers = distinct(containersThat(spec, (each) => hostsOf(each).length > 0));
  if (containers.length === 0) return null;
  const hosts = distinct(allContainers(spec).flatMap(hostsOf));
  const verb = containers.length === 1 ? 'uses' : 'use';
  return {
    reason: 'probe or lifecycle host',
    detail: `${named('container', containers)} ${verb} ${plural('probe or lifecycle host', hosts.length)} ${quoted(hosts)}`,
    containers,
    isOfPod: false,
    values: valuesOfContainers(hostsOf),
  };
}

function hostsOf({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): readonly string[] {
  return [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop].flatMap(
    hostOf,
  );
}

function hostOf(handler: Handler | undefined): readonly string[] {
  return [handler?.httpGet?.host ?? '', handler?.tcpSocket?.host ?? ''].filter((host) => host !== '');
}
