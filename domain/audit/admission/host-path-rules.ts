import { dangerousPlaces } from '../pod-security/host-paths.ts';
import type { AdmissionRule } from './admission-rule.ts';
import { badContainers, celList } from './cel.ts';

const ofHost = 'variables.podSpec.?volumes.orValue([]).filter(v, has(v.hostPath))';
const everywhere = celList(dangerousPlaces.flatMap(({ paths }) => paths));
const whole = celList(dangerousPlaces.flatMap(({ paths, isWhole }) => (isWhole === true ? paths : [])));
/** As `judgeHostPath` reads a path `p`; the API server takes none with `..`. */
const ofWindows = String.raw`p.replace("\\", "/").lowerAscii().find("^.*[^/]")`;
const ofLinux = '("/" + p.split("/").filter(s, s != "" && s != ".").join("/"))';
const isOfWindows = String.raw`p.matches("^([a-zA-Z]:|\\\\\\\\)")`;
const isInRun = 'n == "/var/run" || n.startsWith("/var/run/")';
const normal = `[${isOfWindows} ? ${ofWindows} : ${ofLinux}].map(n, ${isInRun} ? n.substring(4) : n)`;
const holdsPlace = `${everywhere}.exists(d, d == n || (n == "/" ? d.startsWith("/") && !d.startsWith("//") : d.startsWith(n + "/")))`;
const isInPlace = `${whole}.exists(d, n.startsWith(d + "/"))`;

/** Of the controls for volumes of the node. */
export const hostPathRules: readonly AdmissionRule[] = [
  {
    control: 'SB-POD-09',
    of: 'pods',
    found: {
      paths: `${ofHost}.map(v, v.hostPath.path).filter(p, ${normal}.exists(n, ${holdsPlace} || ${isInPlace}))`,
    },
  },
  {
    control: 'SB-POD-10',
    of: 'pods',
    found: {
      writing: badContainers(
        `c.?volumeMounts.orValue([]).exists(m, !m.?readOnly.orValue(false) && ${ofHost}.exists(v, v.name == m.name))`,
      ),
    },
  },
];
