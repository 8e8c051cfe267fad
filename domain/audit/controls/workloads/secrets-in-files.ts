import { isSystemNamespace } from '../../cluster/system-namespaces.ts';
import { keyOf } from '../../cluster/workloads.ts';
import { type Control, type Finding, fail, notApplicable, undecided, warn } from '../../control/control.ts';
import { namespaceOf } from '../../control/resource-namespace.ts';
import type { KubernetesObject } from '../../kubernetes/api-objects.ts';
import { isObject } from '../../kubernetes/read-shape.ts';
import { holdsSecret, noSecretValue } from '../../pod-security/secret-variables.ts';

export const secretsInFiles: Control = {
  id: 'SB-WL-07',
  title: 'No secret stands in a ConfigMap or a Secret of a file',
  area: 'workloads',
  severity: 'high',
  rule: 'No ConfigMap has a secret by the name of its key or the form of its value (as SB-POD-12); a Secret whose values stand in the file is a warning, unless SOPS encrypted them or a vault provides them. Of clusters neither is read.',
  source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  remediation:
    'Keep the value in a key vault (Secrets Store CSI driver, External Secrets) or encrypt it (SOPS, Sealed Secrets), and change it: everyone who reads the repository has it.',
  needs: ['namespaces'],
  judge: ({ objects, live }) =>
    live === null
      ? objects.flatMap((each) => (each.apiVersion === 'v1' ? judge(each) : []))
      : notApplicable('only files are judged: values in a cluster are not read'),
};

function judge(object: KubernetesObject): readonly Finding[] {
  const { kind, data, stringData } = object;
  if (kind !== 'ConfigMap' && kind !== 'Secret') return [];
  const resource = keyOf(object);
  if (isSystemNamespace(namespaceOf(resource) ?? 'default', {})) return [];
  const maps = [data ?? {}, kind === 'Secret' ? (stringData ?? {}) : {}];
  if (!maps.every(isObject)) return [undecided(resource, 'its data is no map of texts')];
  const texts = maps.flatMap(Object.entries).filter((each): each is [string, string] => {
    return typeof each[1] === 'string' && each[1] !== '';
  });
  const found = kind === 'Secret' ? plainValues(object, texts) : secretValues(texts);
  if (found.length === 0) return [];
  const facts = [...new Set(found)];
  return kind === 'Secret'
    ? [{ ...warn(resource, `its values stand in the file: ${facts.join(', ')}`), severity: 'medium', facts }]
    : [{ ...fail(resource, `its keys hold secrets: ${facts.join(', ')}`), facts }];
}

function secretValues(texts: readonly (readonly [string, string])[]): readonly string[] {
  return texts.filter(([name, value]) => holdsSecret({ name, value })).map(([name]) => name);
}

/** Public halves of keys are no secrets; `ENC[` is SOPS' own mark, `<` one of Argo CD's vault plugin. */
function plainValues(
  { sops }: KubernetesObject,
  texts: readonly (readonly [string, string])[],
): readonly string[] {
  if (sops !== undefined) return [];
  return texts
    .filter(
      ([name, value]) =>
        !/\.(crt|cer|pub)$/.test(name) && !/^(ENC\[|<)/.test(value) && !noSecretValue.test(value),
    )
    .map(([name]) => name);
}
