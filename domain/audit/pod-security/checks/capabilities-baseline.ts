import type { Container, Pod } from '../pod/pod.ts';
import {
  allContainers,
  type Complaint,
  containersThat,
  distinct,
  named,
  type PssCheck,
  quoted,
  valuesOfContainers,
} from '../pod/pss-check.ts';

/** The default set of container runtimes but NET_RAW. */
export const baselineCapabilities: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

export const capabilitiesBaseline: PssCheck = {
  id: 'capabilities_baseline',
  level: 'baseline',
  versions: [{ since: 0, judge }],
};

function judge({ spec }: Pod): Complaint | null {
  const containers = containersThat(spec, (each) => capabilitiesBeyondBaseline(each).length > 0);
  if (containers.length === 0) return null;
  const names = distinct(allContainers(spec).flatMap(capabilitiesBeyondBaseline));
  return {
    reason: 'non-default capabilities',
    detail: `${named('container', containers)} must not include ${quoted(names)} in securityContext.capabilities.add`,
    containers,
    isOfPod: false,
    values: valuesOfContainers(capabilitiesBeyondBaseline),
  };
}

export function capabilitiesBeyondBaseline({ securityContext }: Container): readonly string[] {
  return (securityContext?.capabilities?.add ?? []).filter((name) => !baselineCapabilities.has(name));
}
