import type { Pod, SharedSecurityContext } from '../pod/pod.ts';
import {
  badSetters,
  type Complaint,
  contextsOf,
  distinct,
  hasAny,
  type PssCheck,
  plural,
  quoted,
  settersText,
} from '../pod/pss-check.ts';

export const appArmorAnnotation = 'container.apparmor.security.beta.kubernetes.io/';

export const appArmorProfile: PssCheck = {
  id: 'appArmorProfile',
  level: 'baseline',
  versions: [{ since: 0, judge }],
};

function judge({ metadata, spec }: Pod): Complaint | null {
  const setters = badSetters(spec, isBad);
  const annotations = badAnnotations(metadata.annotations ?? {});
  if (!hasAny(setters) && annotations.length === 0) return null;
  const types = contextsOf(spec)
    .filter(isBad)
    .map((each) => each.appArmorProfile?.type ?? '');
  const values = [...distinct(types), ...distinct(annotations.map(({ text }) => text))];
  const whose = [
    ...(hasAny(setters) ? [settersText(setters)] : []),
    ...(annotations.length > 0 ? [plural('annotation', annotations.length)] : []),
  ];
  return {
    reason: plural('forbidden AppArmor profile', values.length),
    detail: `${whose.join(' and ')} must not set AppArmor profile type to ${quoted(values)}`,
    containers: distinct([...setters.containers, ...annotations.map(({ container }) => container)]),
    isOfPod: setters.isOfPod,
  };
}

function isBad({ appArmorProfile: profile }: SharedSecurityContext): boolean {
  return profile !== undefined && profile.type !== 'RuntimeDefault' && profile.type !== 'Localhost';
}

function badAnnotations(annotations: Readonly<Record<string, string>>) {
  return Object.entries(annotations)
    .filter(([key, value]) => key.startsWith(appArmorAnnotation) && !isAllowedValue(value))
    .map(([key, value]) => ({
      container: key.slice(appArmorAnnotation.length),
      text: `${key}=${JSON.stringify(value)}`,
    }));
}

function isAllowedValue(value: string): boolean {
  return value === '' || value === 'runtime/default' || value.startsWith('localhost/');
}
