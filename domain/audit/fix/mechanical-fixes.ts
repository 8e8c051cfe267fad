import type { AuditedCluster, Workload } from '../cluster/audited-cluster.ts';
import { serviceAccountOf } from '../cluster/service-accounts.ts';
import { effective } from '../control/pod-findings.ts';
import { annotatedAppArmor, appArmorAnnotation } from '../pod-security/checks/app-armor-profile.ts';
import { capabilitiesBeyondBaseline } from '../pod-security/checks/capabilities-baseline.ts';
import { seccompContainerAnnotation, seccompPodAnnotation } from '../pod-security/checks/seccomp-profile.ts';
import type { Container } from '../pod-security/pod/pod.ts';
import type { PodChange } from './pod-change.ts';

/** What a control's patch sets; only where one value alone makes it pass, and the manifest shows which. */
export interface MechanicalFix {
  readonly control: string;
  readonly sets: string;
  /** Findings of the control that it leaves, and why; null: none. */
  readonly leaves: string | null;
  /** `isFailing`: whether a finding names the container, or the pod (null). */
  readonly changes: (
    workload: Workload,
    isFailing: (container: string | null) => boolean,
    cluster: Pick<AuditedCluster, 'rbac'>,
  ) => readonly PodChange[];
}

interface Placed {
  readonly container: Container;
  readonly path: readonly (string | number)[];
}

export const mechanicalFixes: readonly MechanicalFix[] = [
  {
    control: 'SB-POD-02',
    sets: 'allowPrivilegeEscalation: false',
    leaves: 'privileged containers and those with SYS_ADMIN, for which Kubernetes rejects it',
    changes: ofContainers(({ securityContext = {} }) => {
      const { privileged, capabilities } = securityContext;
      const isForced =
        privileged === true || (capabilities?.add ?? []).some((name) => /^(CAP_)?SYS_ADMIN$/.test(name));
      return isForced ? null : ['allowPrivilegeEscalation', false];
    }),
  },
  {
    control: 'SB-POD-03',
    sets: 'runAsNonRoot: true where runAsUser is above 0',
    leaves: 'containers without a runAsUser above 0: only the image shows whether they run as root',
    changes: ofContainers((container, workload) =>
      !workload.isWindows && (effective('runAsUser', container, workload) ?? 0) > 0
        ? ['runAsNonRoot', true]
        : null,
    ),
  },
  {
    control: 'SB-POD-04',
    sets: 'capabilities.drop: ["ALL"]; what is added stays',
    leaves:
      'privileged containers, and those that add more than the default set: the owner knows whether they need it',
    changes: ofContainers((container) => {
      const { securityContext = {} } = container;
      if (securityContext.privileged === true || capabilitiesBeyondBaseline(container).length > 0)
        return null;
      return ['capabilities', { drop: ['ALL'] }];
    }),
  },
  {
    control: 'SB-POD-15',
    sets: 'automountServiceAccountToken: false where the service account is default and no binding gives it rights',
    leaves: 'other accounts, and pods that ask for the token: their programs may call the API server',
    changes: ({ namespace, pod: { spec } }, isFailing, { rbac }) => {
      const isUnasked = spec.automountServiceAccountToken === undefined && isFailing(null);
      return isUnasked && serviceAccountOf(spec) === 'default' && !hasRights(namespace.name, rbac)
        ? [{ path: ['spec', 'automountServiceAccountToken'], value: false }]
        : [];
    },
  },
  {
    control: 'SB-LSM-01',
    sets: 'appArmorProfile to what the annotation sets, without the annotation',
    leaves: 'Unconfined where the manifest sets it, and annotations that Kubernetes rejects',
    changes: (workload, isFailing) =>
      containersOf(workload).flatMap(({ container, path }) => {
        const { name = '', securityContext } = container;
        const isUnset = securityContext?.appArmorProfile === undefined && isFailing(name);
        const set = isUnset ? annotatedAppArmor(workload.pod.metadata, container) : null;
        if (set === null || set === 'refused' || set.type === 'Unconfined') return [];
        return [
          { path: [...path, 'securityContext', 'appArmorProfile'], value: set },
          { path: ['metadata', 'annotations', appArmorAnnotation + name], value: null },
        ];
      }),
  },
  {
    control: 'SB-LSM-02',
    sets: 'seccompProfile.type: RuntimeDefault',
    leaves: 'Unconfined where the manifest sets it',
    changes: (workload, isFailing) => {
      if (workload.pod.spec.securityContext?.seccompProfile !== undefined) return [];
      const unset = containersOf(workload).filter(
        ({ container }) => container.securityContext?.seccompProfile === undefined,
      );
      const failing = unset.filter(({ container }) => isFailing(container.name ?? ''));
      // A waived container keeps what it has.
      const paths = failing.length === unset.length ? [['spec'] as const] : failing.map(({ path }) => path);
      return failing.length === 0
        ? []
        : paths.map((path) => ({
            path: [...path, 'securityContext', 'seccompProfile'],
            value: { type: 'RuntimeDefault' },
          }));
    },
  },
  {
    control: 'SB-LSM-05',
    sets: 'no annotation, which has no effect',
    leaves: null,
    changes: ({ pod }, isFailing) =>
      Object.keys(pod.metadata.annotations ?? {})
        .filter((key) => key === seccompPodAnnotation || key.startsWith(seccompContainerAnnotation))
        .filter(() => isFailing(null))
        .map((key) => ({ path: ['metadata', 'annotations', key], value: null })),
  },
];

function ofContainers(
  setting: (container: Container, workload: Workload) => readonly [field: string, value: unknown] | null,
): MechanicalFix['changes'] {
  return (workload, isFailing) =>
    containersOf(workload)
      .filter(({ container }) => isFailing(container.name ?? ''))
      .flatMap(({ container, path }) => {
        const set = setting(container, workload);
        if (set === null) return [];
        const [field, value] = set;
        return [{ path: [...path, 'securityContext', field], value }];
      });
}

/** Those of a template: nobody writes ephemeral ones. */
function containersOf({ pod: { spec } }: Workload): readonly Placed[] {
  return (['initContainers', 'containers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, at) => ({ container, path: ['spec', list, at] })),
  );
}

/** Bindings of the system give every service account no more than the discovery of its issuer. */
function hasRights(namespace: string, { bindings }: AuditedCluster['rbac']): boolean {
  return bindings
    .filter(({ name }) => !name.startsWith('system:'))
    .some((binding) =>
      binding.subjects.some(({ kind, name = '', namespace: of = binding.namespace }) =>
        kind === 'Group'
          ? ['system:serviceaccounts', `system:serviceaccounts:${namespace}`].includes(name)
          : kind === 'ServiceAccount' && name === 'default' && of === namespace,
      ),
    );
}
