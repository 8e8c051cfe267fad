import { appArmorAnnotation } from '../pod-security/checks/app-armor-profile.ts';
import { baselineCapabilities } from '../pod-security/checks/capabilities-baseline.ts';
import { allowedSeLinuxTypes } from '../pod-security/checks/se-linux-options.ts';
import { safeSysctls } from '../pod-security/checks/sysctls.ts';
import type { AdmissionRule } from './admission-rule.ts';
import { badContainers, badContexts, celList, textIf } from './cel.ts';

const isOtherProfile = (field: string) => (context: string) =>
  `${context}.?${field}.hasValue() && !(${context}.?${field}.?type.orValue("") in ["RuntimeDefault", "Localhost"])`;
const isMasked = 'c.?securityContext.?procMount.orValue("Default") != "Default"';
const handlers = [
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle.?postStart',
  'lifecycle.?preStop',
];
const hosts = handlers.flatMap((each) =>
  ['httpGet', 'tcpSocket'].map((kind) => `c.?${each}.?${kind}.?host.orValue("") != ""`),
);

/** The level baseline of the Pod Security Standards, by the policy of a minor; each check by upstream's id. */
export function baselineRule(minor: number): AdmissionRule {
  const seLinuxTypes = celList(allowedSeLinuxTypes(minor));
  const isBadSeLinux = (context: string) =>
    [
      `!(${context}.?seLinuxOptions.?type.orValue("") in ${seLinuxTypes})`,
      `${context}.?seLinuxOptions.?user.orValue("") != ""`,
      `${context}.?seLinuxOptions.?role.orValue("") != ""`,
    ].join(' || ');
  const isInUserNamespace = minor < 35 ? '' : ' && variables.podSpec.?hostUsers.orValue(true)';
  return {
    control: 'SB-POD-01',
    of: 'pods',
    readsAnnotations: true,
    found: {
      appArmorProfile: badContexts(isOtherProfile('appArmorProfile'), 'appArmorProfile: '),
      appArmorAnnotation: `variables.annotations.filter(k, k.startsWith(${JSON.stringify(appArmorAnnotation)}) && !(variables.annotations[k] in ["", "runtime/default"]) && !variables.annotations[k].startsWith("localhost/"))`,
      capabilities: badContainers(
        `c.?securityContext.?capabilities.?add.orValue([]).exists(a, !(a in ${celList(baselineCapabilities)}))`,
        'capabilities: ',
      ),
      hostNamespaces: ['hostNetwork', 'hostPID', 'hostIPC']
        .map((field) => textIf(`variables.podSpec.?${field}.orValue(false)`, field))
        .join(' + '),
      hostPathVolumes:
        'variables.podSpec.?volumes.orValue([]).filter(v, has(v.hostPath)).map(v, "hostPath: volume " + v.name)',
      hostPorts: badContainers('c.?ports.orValue([]).exists(p, p.?hostPort.orValue(0) != 0)', 'hostPort: '),
      ...(minor < 34 ? {} : { hostProbes: badContainers(hosts.join(' || '), 'probe or lifecycle host: ') }),
      privileged: badContainers('c.?securityContext.?privileged.orValue(false)', 'privileged: '),
      procMount: badContainers(`${isMasked}${isInUserNamespace}`, 'procMount: '),
      seLinuxOptions: badContexts(isBadSeLinux, 'seLinuxOptions: '),
      seccompProfile: badContexts(isOtherProfile('seccompProfile'), 'seccompProfile: '),
      sysctls: `variables.podSpec.?securityContext.?sysctls.orValue([]).filter(s, !(s.name in ${celList(safeSysctls(minor))})).map(s, "sysctl " + s.name)`,
      windowsHostProcess: badContexts(
        (context) => `${context}.?windowsOptions.?hostProcess.orValue(false)`,
        'hostProcess: ',
      ),
    },
  };
}
