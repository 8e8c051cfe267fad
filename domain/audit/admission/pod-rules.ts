import { appArmorAnnotation } from '../pod-security/checks/app-armor-profile.ts';
import { baselineCapabilities } from '../pod-security/checks/capabilities-baseline.ts';
import { seccompContainerAnnotation, seccompPodAnnotation } from '../pod-security/checks/seccomp-profile.ts';
import type { AdmissionRule } from './admission-rule.ts';
import { badContainers, badContexts, celList, effective, textIf } from './cel.ts';

const added = 'c.?securityContext.?capabilities.?add.orValue([])';
const nonRoot = `${effective('runAsNonRoot')}.orValue(false)`;
const user = effective('runAsUser');
const appArmor = effective('appArmorProfile');
const administrator = JSON.stringify('(?i)^(.*\\\\)?ContainerAdministrator$');
const isHostProcess = (context: string) => `${context}.?windowsOptions.?hostProcess.orValue(false)`;
const isAdministrator = (context: string) =>
  `${context}.?windowsOptions.?runAsUserName.orValue("").matches(${administrator})`;

/** Of the controls for pods, but those on volumes and variables. */
export const podRules: readonly AdmissionRule[] = [
  {
    control: 'SB-POD-02',
    of: 'pods',
    isForLinux: true,
    found: {
      escalating: badContainers(
        [
          'c.?securityContext.?privileged.orValue(false)',
          `${added}.exists(a, a in ["SYS_ADMIN", "CAP_SYS_ADMIN"])`,
          'c.?securityContext.?allowPrivilegeEscalation.orValue(true)',
        ].join(' || '),
      ),
    },
  },
  {
    control: 'SB-POD-03',
    of: 'pods',
    found: {
      root: badContainers(
        `variables.isWindows ? !${nonRoot} : (${user}.orValue(1) == 0 || (!${nonRoot} && !${user}.hasValue()))`,
      ),
    },
  },
  {
    control: 'SB-POD-04',
    of: 'pods',
    isForLinux: true,
    found: {
      adding: badContainers(`${added}.exists(a, !(a in ${celList(baselineCapabilities)}))`),
      keeping: badContainers('!("ALL" in c.?securityContext.?capabilities.?drop.orValue([]))'),
    },
  },
  {
    control: 'SB-POD-07',
    of: 'pods',
    found: {
      hostProcess: badContexts(isHostProcess),
      administrators: badContainers(isAdministrator('c.?securityContext')),
      administratorOfPod: textIf(
        `${isAdministrator('variables.podSpec.?securityContext')} && !variables.containers.all(c, c.?securityContext.?windowsOptions.?runAsUserName.hasValue())`,
        'pod',
      ),
    },
  },
  {
    control: 'SB-POD-11',
    of: 'pods',
    found: {
      ports: badContainers(
        '!variables.podSpec.?hostNetwork.orValue(false) && c.?ports.orValue([]).exists(p, p.?hostPort.orValue(0) != 0)',
      ),
    },
  },
  {
    control: 'SB-POD-13',
    of: 'pods',
    isForLinux: true,
    found: { writable: badContainers('!c.?securityContext.?readOnlyRootFilesystem.orValue(false)') },
  },
  {
    control: 'SB-POD-14',
    of: 'pods',
    found: {
      secrets: badContainers(
        'c.?env.orValue([]).exists(e, e.?valueFrom.?secretKeyRef.hasValue()) || c.?envFrom.orValue([]).exists(e, e.?secretRef.hasValue())',
      ),
    },
  },
  {
    control: 'SB-POD-16',
    of: 'pods',
    found: {
      accounts: textIf(
        'variables.podSpec.?serviceAccountName.orValue("") in ["", "default"]',
        'service account default',
      ),
    },
  },
  {
    control: 'SB-LSM-01',
    of: 'pods',
    isForLinux: true,
    readsAnnotations: true,
    found: {
      unconfined: badContainers(
        `${appArmor}.hasValue() ? ${appArmor}.?type.orValue("") == "Unconfined" : variables.annotations[?${JSON.stringify(appArmorAnnotation)} + c.name].orValue("") == "unconfined"`,
      ),
    },
    differs:
      'a pod that names one profile for itself and another by annotation for a container has the latter in its field before the policy sees it (API servers up to 1.36): the control sees what was written',
  },
  {
    control: 'SB-LSM-02',
    of: 'pods',
    isForLinux: true,
    found: {
      unconfined: badContainers(`${effective('seccompProfile')}.?type.orValue("Unconfined") == "Unconfined"`),
    },
    differs:
      'a pod without a profile is refused where seccompDefault of its nodes would give it one, too: the API server does not know the nodes',
  },
  {
    control: 'SB-LSM-05',
    of: 'pods',
    readsAnnotations: true,
    found: {
      alphaAnnotations: `variables.annotations.filter(k, k == ${JSON.stringify(seccompPodAnnotation)} || k.startsWith(${JSON.stringify(seccompContainerAnnotation)}))`,
    },
  },
  {
    control: 'SB-NET-03',
    of: 'pods',
    found: {
      hostNetwork: textIf('variables.podSpec.?hostNetwork.orValue(false)', 'hostNetwork'),
      hostProcess: badContexts(isHostProcess),
    },
  },
];
