import type { Pod, SharedSecurityContext } from '../pod/pod.ts';
import {
  badSetters,
  type Complaint,
  contextsOf,
  distinct,
  hasAny,
  named,
  type PssCheck,
  settersText,
  valuesOfContext,
} from '../pod/pss-check.ts';

type Options = NonNullable<SharedSecurityContext['seLinuxOptions']>;

const allowedTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

/** The types that the policy of a minor allows; empty: unset. */
export function allowedSeLinuxTypes(minor: number): readonly string[] {
  return minor < 31 ? allowedTypes : [...allowedTypes, 'container_engine_t'];
}

export const seLinuxOptions: PssCheck = {
  id: 'seLinuxOptions',
  level: 'baseline',
  versions: [
    { since: 0, judge: judgeWith(new Set(allowedSeLinuxTypes(0))) },
    { since: 31, judge: judgeWith(new Set(allowedSeLinuxTypes(31))) },
  ],
};

function judgeWith(types: ReadonlySet<string>) {
  return ({ spec }: Pod): Complaint | null => {
    const setters = badSetters(spec, ({ seLinuxOptions: options = {} }) => isBad(options, types));
    if (!hasAny(setters)) return null;
    const found = contextsOf(spec).flatMap(({ seLinuxOptions: options }) => options ?? []);
    const badTypes = distinct(found.map(({ type = '' }) => type).filter((type) => !types.has(type)));
    const what = [
      ...(badTypes.length > 0 ? [named('type', badTypes)] : []),
      ...(found.some(({ user = '' }) => user !== '') ? ['user may not be set'] : []),
      ...(found.some(({ role = '' }) => role !== '') ? ['role may not be set'] : []),
    ];
    return {
      reason: 'seLinuxOptions',
      detail: `${settersText(setters)} set forbidden securityContext.seLinuxOptions: ${what.join('; ')}`,
      ...setters,
      values: valuesOfContext(spec, ({ seLinuxOptions: { type = '', user = '', role = '' } = {} }) => [
        ...(types.has(type) ? [] : [`type ${type}`]),
        ...(user === '' ? [] : [`user ${user}`]),
        ...(role === '' ? [] : [`role ${role}`]),
      ]),
    };
  };
}

function isBad({ type = '', user = '', role = '' }: Options, types: ReadonlySet<string>): boolean {
  return !types.has(type) || user !== '' || role !== '';
}
