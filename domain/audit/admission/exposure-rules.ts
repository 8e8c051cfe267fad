import { everywhere } from '../controls/network/network-load-balancers.ts';
import { isInternalMark, sourceMarks } from '../exposure/load-balancers.ts';
import type { AdmissionRule } from './admission-rule.ts';
import { celList, textIf } from './cel.ts';

const annotation = (name: string) => `object.metadata.?annotations[?${JSON.stringify(name)}].orValue("")`;
const sources = `(${['object.spec.?loadBalancerSourceRanges.orValue([])', ...sourceMarks.map((each) => `${annotation(each)}.split(",")`)].join(' + ')}).map(s, s.trim()).filter(s, s != "")`;
const isOpen = `[${sources}].exists(l, l.size() == 0 || l.exists(s, s.lowerAscii() in ${celList(everywhere)}))`;
const isPublic = `object.spec.?type.orValue("") == "LoadBalancer" && ${annotation(isInternalMark)} != "true"`;

const tls = 'object.spec.?tls.orValue([])';
const plain =
  '(object.spec.?rules.orValue([]).size() == 0 ? [""] : object.spec.rules.map(r, r.?host.orValue("")))';
const parent = '(h.contains(".") ? "*" + h.substring(h.indexOf(".")) : h)';
const isSecured = `${tls}.exists(t, h == "" || t.?hosts.orValue([]).size() == 0 || t.hosts.exists(n, n == "" || n == h || n == ${parent}))`;
const isExcused = `object.metadata.?labels[?"acme.cert-manager.io/http01-solver"].orValue("") == "true" || ${annotation('appgw.ingress.kubernetes.io/appgw-ssl-certificate')} != ""`;

/** Of the controls for what lets others in. */
export const exposureRules: readonly AdmissionRule[] = [
  {
    control: 'SB-NET-06',
    of: 'ingresses',
    found: {
      hosts: `${isExcused} ? [] : ${plain}.filter(h, !${isSecured}).map(h, h == "" ? "HTTP without a host" : h)`,
    },
    differs: 'gateways are not judged: their kind is a custom one',
  },
  {
    control: 'SB-NET-07',
    of: 'services',
    found: { open: textIf(`${isPublic} && ${isOpen}`, 'the internet reaches it') },
  },
  {
    control: 'SB-POD-06',
    of: 'namespaces',
    found: {
      level: textIf(
        '!(object.metadata.?labels[?"pod-security.kubernetes.io/enforce"].orValue("") in ["baseline", "restricted", "privileged"])',
        'no level in pod-security.kubernetes.io/enforce',
      ),
    },
  },
];
