import type { AdmissionRule } from './admission-rule.ts';
import { badContainers, badRunningContainers } from './cel.ts';

/** The API server writes every zero as "0". */
const isSet = (list: string, resource: string) =>
  ['c', 'variables.podSpec']
    .map((of) => `${of}.?resources.?${list}.?${resource}.orValue("0") != "0"`)
    .join(' || ');
const isLimited = (resource: string) => `(${isSet('limits', resource)})`;
const isRequested = (resource: string) => `(${isSet('requests', resource)} || ${isSet('limits', resource)})`;

/** Of the controls for resources, images and probes. */
export const workloadRules: readonly AdmissionRule[] = [
  {
    control: 'SB-WL-01',
    of: 'pods',
    found: {
      unbounded: badRunningContainers(
        `!${isRequested('cpu')} || !${isRequested('memory')} || !${isLimited('memory')}`,
      ),
    },
  },
  { control: 'SB-WL-02', of: 'pods', found: { unlimited: badRunningContainers(`!${isLimited('cpu')}`) } },
  {
    control: 'SB-WL-03',
    of: 'pods',
    found: {
      untagged: badContainers(
        '!c.image.contains("@") && (!c.image.matches(":[^/]*$") || c.image.endsWith(":latest"))',
      ),
    },
  },
  { control: 'SB-WL-04', of: 'pods', found: { unpinned: badContainers('!c.image.contains("@")') } },
  {
    control: 'SB-WL-05',
    of: 'pods',
    found: {
      unpulled: badContainers('!c.image.contains("@") && c.?imagePullPolicy.orValue("Always") != "Always"'),
    },
  },
  {
    control: 'SB-WL-06',
    of: 'pods',
    found: {
      unprobed: badRunningContainers(
        'variables.podSpec.?restartPolicy.orValue("Always") == "Always" && !(c.?readinessProbe.hasValue() && c.?livenessProbe.hasValue())',
      ),
    },
  },
];
