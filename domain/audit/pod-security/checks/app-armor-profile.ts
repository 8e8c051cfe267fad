import type { Container, Pod, SharedSecurityContext } from '../pod/pod.ts';
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
  valuesOfContext,
} from '../pod/pss-check.ts';

export const appArmorAnnotation = 'container.apparmor.security.beta.kubernetes.io/';

/**
 * What the annotation of a container sets where the container has no field of its own, as API servers up to 1.36 copy it; null: it
 * sets nothing.
 */
export function annotatedAppArmor(
  { annotations }: Pod['metadata'],
  { name = '' }: Pick<Container, 'name'>,
): NonNullable<SharedSecurityContext['appArmorProfile']> | 'refused' | null {
  const value = annotations?.[appArmorAnnotation + name] ?? '';
  if (value === '' || value === 'localhost/') return null;
  if (value === 'runtime/default') return { type: 'RuntimeDefault' };
  if (value === 'unconfined') return { type: 'Unconfined' };
  return value.startsWith('localhost/')
    ? { type: 'Localhost', localhostProfile: value.slice('localhost/'.length) }
    : 'refused';
}

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
    values: (holder) => [
      ...valuesOfContext(spec, (each) => (isBad(each) ? [each.appArmorProfile?.type ?? ''] : []))(holder),
      ...annotations
        .filter(({ container }) => container === holder?.name)
        .map(({ value }) => `annotation ${value}`),
    ],
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
      value,
      text: `${key}=${JSON.stringify(value)}`,
    }));
}

function isAllowedValue(value: string): boolean {
  return value === '' || value === 'runtime/default' || value.startsWith('localhost/');
}
