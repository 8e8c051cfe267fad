import { labelledSystemNamespaces, systemNamespaces } from '../cluster/system-namespaces.ts';
import type { Control } from '../control/control.ts';
import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import type { AdmissionRule } from './admission-rule.ts';
import { celList } from './cel.ts';

/** What an API server does with what a policy finds: records it, warns its sender, or refuses it. */
export const enforcements = ['audit', 'warn', 'deny'] as const;
export type Enforcement = (typeof enforcements)[number];

const validationActions: Readonly<Record<Enforcement, readonly string[]>> = {
  audit: ['Audit'],
  warn: ['Audit', 'Warn'],
  deny: ['Audit', 'Deny'],
};

const apiVersion = 'admissionregistration.k8s.io/v1';
const nameLabel = 'kubernetes.io/metadata.name';
const operations = ['CREATE', 'UPDATE'];

/** The name of the policy of a control and of its binding: "drydock-sb-pod-02". */
export function policyName(control: string): string {
  return `drydock-${control.toLowerCase()}`;
}

interface Variable {
  readonly name: string;
  readonly expression: string;
}

const variable = (name: string) => `variables.${name}`;

/** Each may use those before it. */
function onlyUsed(expression: string, variables: readonly Variable[]): readonly Variable[] {
  const used: Variable[] = [];
  for (const each of variables.toReversed()) {
    const use = new RegExp(`\\bvariables\\.${each.name}\\b`);
    if ([expression, ...used.map((later) => later.expression)].some((text) => use.test(text)))
      used.push(each);
  }
  return used.toReversed();
}

/** Where its expression does not hold, a policy judges nothing. */
export type MatchCondition = Variable;

/** The policy of a rule; `conditions`: besides its own, at most 60. */
export function admissionPolicy(
  rule: AdmissionRule,
  { id, title, remediation }: Control,
  conditions: readonly MatchCondition[] = [],
): KubernetesObject {
  const kinds = subjects[rule.of];
  const expression = [
    ...(kinds.ofSystem === null ? [] : ['variables.isExcused']),
    ...(rule.isForLinux === true ? ['variables.isWindows'] : []),
    'variables.found.size() == 0',
  ].join(' || ');
  const words = `${id} (${title})`;
  return {
    apiVersion,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: policyName(id) },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        ...(kinds.ofSystem === null ? {} : { namespaceSelector: usersNamespaces }),
        resourceRules: kinds.resources.map(([group, resources]) => rulesFor(group, resources)),
      },
      matchConditions: [...kinds.conditions(rule), ...conditions],
      variables: onlyUsed(expression, [
        ...kinds.variables,
        ...(kinds.ofSystem === null ? [] : [{ name: 'isExcused', expression: kinds.ofSystem }]),
        ...Object.entries(rule.found).map(([name, found]) => ({ name, expression: found })),
        { name: 'found', expression: Object.keys(rule.found).map(variable).join(' + ') },
      ]),
      validations: [
        {
          expression,
          message: `${words}: ${remediation}`,
          messageExpression: `${JSON.stringify(`${words}: `)} + variables.found.join(", ") + ${JSON.stringify(`. ${remediation}`)}`,
          reason: 'Forbidden',
        },
      ],
    },
  };
}

/** What binds a policy: "drydock-sb-pod-02" to all that it judges, "drydock-sb-pod-02.shop" to one namespace, so that each takes its own steps; what is in no namespace is in the former alone. */
export function policyBinding(
  { control, of }: Pick<AdmissionRule, 'control' | 'of'>,
  enforcement: Enforcement,
  namespace: string | null = null,
): KubernetesObject {
  const policy = policyName(control);
  return {
    apiVersion,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: namespace === null ? policy : `${policy}.${namespace}` },
    spec: {
      policyName: policy,
      validationActions: validationActions[enforcement],
      ...(namespace === null
        ? {}
        : {
            matchResources: {
              namespaceSelector: { matchLabels: { [nameLabel]: namespace } },
              ...(of === 'bindings' ? { resourceRules: [rulesFor(rbacGroup, ['rolebindings'])] } : {}),
            },
          }),
    },
  };
}

const rbacGroup = 'rbac.authorization.k8s.io';

function rulesFor(group: string, resources: readonly string[]): object {
  return { apiGroups: [group], apiVersions: ['v1'], operations, resources };
}

const usersNamespaces = {
  matchExpressions: [{ key: nameLabel, operator: 'NotIn', values: systemNamespaces }],
};

/** As `isSystemNamespace`; those that it knows by name alone are in no policy. */
const isOfSystem = (name: string, namespace: string) =>
  `${name} in ${celList(labelledSystemNamespaces)} && (${namespace}.metadata.?labels[?"kubernetes.azure.com/managedby"].orValue("") == "aks" || ${namespace}.metadata.?labels[?"control-plane"].hasValue())`;
const inSystem = isOfSystem('request.namespace', 'namespaceObject');

/** Judged when it is created, and when one of these fields changes: whatever stands may be labelled and deleted. */
const changed = (...fields: readonly string[]): MatchCondition => ({
  name: 'changed',
  expression: [
    'request.operation == "CREATE"',
    ...fields.map((field) => `dyn(object).${field} != dyn(oldObject).${field}`),
  ].join(' || '),
});
const labels = 'metadata.?labels.orValue({})';
const annotations = 'metadata.?annotations.orValue({})';

interface Subject {
  /** Whether the object is the system's, in CEL; null: it is judged wherever it is. */
  readonly ofSystem: string | null;
  readonly resources: readonly (readonly [group: string, resources: readonly string[]])[];
  readonly variables: readonly Variable[];
  readonly conditions: (rule: AdmissionRule) => readonly MatchCondition[];
}

/** Where each kind keeps the pod, or the template of its pods; as `readPod` does for Kubernetes' own kinds. One type for all: it is not checked. */
const podOf = (object: string) =>
  [
    `${object}.kind == "Pod" ? ${object}`,
    `${object}.kind == "PodTemplate" ? ${object}.template`,
    `${object}.kind == "CronJob" ? ${object}.spec.jobTemplate.spec.template`,
    `${object}.spec.template`,
  ].join(' : ');
const annotationsOf = (object: string) => `(${podOf(object)}).?metadata.?annotations.orValue({})`;

const subjects: Readonly<Record<AdmissionRule['of'], Subject>> = {
  bindings: {
    ofSystem: null,
    resources: [[rbacGroup, ['clusterrolebindings', 'rolebindings']]],
    conditions: () => [changed('?subjects.orValue([])', labels)],
    variables: [],
  },
  services: {
    ofSystem: inSystem,
    resources: [['', ['services']]],
    conditions: () => [changed('spec', annotations)],
    variables: [],
  },
  ingresses: {
    ofSystem: inSystem,
    resources: [['networking.k8s.io', ['ingresses']]],
    conditions: () => [changed('spec', labels, annotations)],
    variables: [],
  },
  namespaces: {
    ofSystem: isOfSystem('object.metadata.name', 'object'),
    resources: [['', ['namespaces']]],
    conditions: () => [changed(labels)],
    variables: [],
  },
  pods: {
    ofSystem: inSystem,
    resources: [
      ['', ['pods', 'pods/ephemeralcontainers', 'podtemplates', 'replicationcontrollers']],
      ['apps', ['daemonsets', 'deployments', 'replicasets', 'statefulsets']],
      ['batch', ['cronjobs', 'jobs']],
    ],
    conditions: ({ readsAnnotations }) => [
      {
        // Whatever stands may be scaled, labelled and deleted.
        name: 'changed',
        expression: [
          'request.operation == "CREATE"',
          `(${podOf('dyn(object)')}).spec != (${podOf('dyn(oldObject)')}).spec`,
          ...(readsAnnotations === true
            ? [`${annotationsOf('dyn(object)')} != ${annotationsOf('dyn(oldObject)')}`]
            : []),
        ].join(' || '),
      },
      {
        name: 'not-of-a-node',
        expression: '!("kubernetes.io/config.mirror" in object.metadata.?annotations.orValue({}))',
      },
    ],
    variables: [
      { name: 'podSpec', expression: `(${podOf('dyn(object)')}).spec` },
      { name: 'annotations', expression: annotationsOf('dyn(object)') },
      {
        name: 'containers',
        expression:
          'variables.podSpec.?initContainers.orValue([]) + variables.podSpec.containers + variables.podSpec.?ephemeralContainers.orValue([])',
      },
      {
        name: 'isWindows',
        expression:
          'variables.podSpec.?os.?name.or(variables.podSpec.?nodeSelector[?"kubernetes.io/os"]).or(variables.podSpec.?nodeSelector[?"beta.kubernetes.io/os"]).orValue("") == "windows"',
      },
    ],
  },
};
