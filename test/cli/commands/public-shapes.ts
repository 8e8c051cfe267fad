/** What a folder of a public project looks like, and how `scan --target 1.34` and `audit` end for it. */
export interface PublicShape {
  readonly files: Readonly<Record<string, string>>;
  readonly scan: readonly [exitCode: number, verdict: string];
  readonly audit: readonly [exitCode: number, verdict: string];
}

const object = (apiVersion: string, kind: string, name: string, rest = '') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: shop }\n${rest}`;
const podSpec =
  '{ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }, containers: [{ name: main, image: registry.example.com/web@sha256:0a, resources: { limits: { cpu: 1, memory: 1Gi } }, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } } }] }';
const deployment = object(
  'apps/v1',
  'Deployment',
  'web',
  `spec: { template: { metadata: { labels: { app: web } }, spec: ${podSpec} } }\n`,
);
/** What keeps a namespace well: its level, and no way to the metadata service. */
const home = `${object('networking.k8s.io/v1', 'NetworkPolicy', 'closed', 'spec: { podSelector: {}, policyTypes: [Egress], egress: [] }\n')}---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/enforce-version: v1.34 } }
`;
const config = object('v1', 'ConfigMap', 'settings', 'data: { a: b }\n');
const nothing = { scan: [6, 'UNKNOWN'], audit: [6, 'UNKNOWN'] } as const;
const pass = { scan: [0, 'PASS'], audit: [0, 'PASS'] } as const;

const workflow = `name: ci
on: { push: { branches: [main] } }
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: echo "\${{ github.ref }}"
      - run: |
          cat <<EOF | kubectl apply -f -
          apiVersion: v1
          kind: Namespace
          EOF
`;
const tsconfig = '{\n  // strict as can be\n  "compilerOptions": { "strict": true, },\n}\n';
const rule = object(
  'monitoring.coreos.com/v1',
  'PrometheusRule',
  'web',
  `spec:
  groups:
    - name: web
      rules:
        - alert: Down
          expr: up{namespace="shop"} == 0
          annotations: { summary: "{{ $labels.namespace }}/{{ $labels.pod }} has been down for {{ $value | humanizeDuration }}" }
`,
);

const chart = (name: string, templates: Readonly<Record<string, string>>, more = '') => ({
  [`${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name.split('/').at(-1)}\nversion: 1.0.0\n${more}`,
  [`${name}/values.yaml`]: 'replicas: 1\n',
  [`${name}/values.schema.json`]: '{"type":"object"}',
  [`${name}/templates/_helpers.tpl`]: '{{- define "name" -}}x{{- end }}',
  ...Object.fromEntries(Object.entries(templates).map(([file, text]) => [`${name}/templates/${file}`, text])),
});
const templated = `{{- if .Values.enabled }}\n${object('policy/v1beta1', 'PodDisruptionBudget', '{{ include "name" . }}')}{{- end }}\n`;
const kustomize = (text: string, kind = 'Kustomization') =>
  `apiVersion: kustomize.config.k8s.io/v1${kind === 'Component' ? 'alpha1' : 'beta1'}\nkind: ${kind}\n${text}`;
const withTemplate = (apiVersion: string, kind: string, spec: string) =>
  `${home}---\n${object(apiVersion, kind, 'web', `spec: ${spec}\n`)}`;
const rooted =
  '{ hostPID: true, containers: [{ name: main, image: web, securityContext: { privileged: true } }] }';

export const publicShapes: Readonly<Record<string, PublicShape>> = {
  'an operator: bundle of definition, role and deployment': {
    files: {
      'bundle.yaml': `${home}---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: databases.example.com }\nspec: { group: example.com, names: { kind: Database, plural: databases }, scope: Namespaced, versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }] }\n---\n${deployment}`,
    },
    ...pass,
  },
  'an old operator: definition and roles of beta versions': {
    files: {
      'deploy/crd.yaml':
        'apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nmetadata: { name: queues.example.com }\nspec: { group: example.com, version: v1, names: { kind: Queue, plural: queues } }\n',
      'deploy/role.yaml': object('rbac.authorization.k8s.io/v1beta1', 'Role', 'queue', 'rules: []\n'),
    },
    scan: [6, 'BLOCK'],
    audit: [0, 'PASS'],
  },
  'alerts and dashboards with braces in their texts': {
    files: {
      'rules/web.yaml': rule,
      'dashboards/web.yaml': object(
        'v1',
        'ConfigMap',
        'dashboard',
        'data: { web.json: \'{"legendFormat":"{{pod}}"}\' }\n',
      ),
    },
    ...pass,
  },
  'a library: continuous integration, settings with comments, a package, no object': {
    files: {
      '.github/workflows/ci.yaml': workflow,
      'tsconfig.json': tsconfig,
      'package.json': '{"name":"web","version":"1.0.0"}',
      '.pre-commit-config.yaml': 'repos: []\n',
    },
    ...nothing,
  },
  'an application with its manifests among all of that': {
    files: {
      '.github/workflows/ci.yaml': workflow,
      '.vscode/settings.json': tsconfig,
      'docker-compose.yml': `services:\n  web: { image: "web:\${TAG:-latest}", ports: ["80:80"] }\n`,
      'deploy/web.yaml': `${home}---\n${deployment}`,
      'mkdocs.yml': 'nav: [a]\nmarkdown_extensions:\n  - x: !!python/name:a.b\n',
    },
    ...pass,
  },
  'playbooks: lists, and templates in YAML that does not parse': {
    files: {
      'site.yml': '- hosts: all\n  tasks:\n    - k8s: { state: present }\n',
      'vars.yml': '{{ vault | to_yaml }}\nkey: {{ value }}: x\n',
      'roles/web/files/web.yaml': config,
    },
    ...pass,
  },
  'pipelines of another tool, with expressions': {
    files: {
      'azure-pipelines.yml': `steps:\n  - \${{ if eq(variables.a, 1) }}:\n      - script: x\n`,
      '.gitlab-ci.yml': 'deploy:\n  script: !reference [.setup, script]\n',
      '.circleci/config.yml': 'jobs:\n  << pipeline.parameters.x >>: {}\n  y: [<<\n',
      'k8s/config.yaml': config,
    },
    ...pass,
  },
  'a working copy that is not clean: what git ignores is not judged': {
    files: {
      '.gitignore': 'rendered/\n',
      'rendered/old.yaml': object('policy/v1beta1', 'PodDisruptionBudget', 'web'),
      'config.yaml': config,
    },
    ...pass,
  },
  'fixtures that are broken on purpose, named in .drydockignore': {
    files: {
      '.drydockignore': 'testdata/\n',
      'testdata/bad.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: [\n',
      'config.yaml': config,
    },
    ...pass,
  },
  'what kubectl get prints: a List in JSON, a bare array beside it': {
    files: {
      'list.json': `{"apiVersion":"v1","kind":"List","items":[${JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } })}]}`,
      'array.json': JSON.stringify([
        { apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget', metadata: { name: 'web' } },
      ]),
    },
    scan: [6, 'BLOCK'],
    audit: [0, 'PASS'],
  },
  'values alone': { files: { 'values.yaml': 'replicas: 2\nimage: { tag: v1 }\n' }, ...nothing },
  'comments, empty documents and one object': {
    files: { 'all.yaml': `# Source: web\n---\nnull\n---\n${config}---\n`, 'empty.yaml': '' },
    ...pass,
  },
  'a cluster from yesterday: extensions/v1beta1 everywhere': {
    files: {
      'web.yaml': `${home}---\n${deployment.replace('apps/v1', 'extensions/v1beta1')}---\n${object('extensions/v1beta1', 'Ingress', 'web', 'spec: { tls: [{ secretName: web }] }\n')}`,
    },
    scan: [6, 'BLOCK'],
    audit: [0, 'PASS'],
  },
  'workflows of Argo and triggers of Tekton, with expressions in quotes': {
    files: {
      'workflow.yaml': object(
        'argoproj.io/v1alpha1',
        'WorkflowTemplate',
        'build',
        'spec: { templates: [{ name: a, container: { image: "{{inputs.parameters.image}}" } }] }\n',
      ),
      'trigger.yaml': object(
        'triggers.tekton.dev/v1beta1',
        'TriggerTemplate',
        'build',
        'spec: { params: [{ name: rev }], resourcetemplates: [{ apiVersion: tekton.dev/v1, kind: PipelineRun, spec: { revision: $(tt.params.rev) } }] }\n',
      ),
    },
    ...pass,
  },
  'tools with a configuration of their own that has apiVersion and kind': {
    files: {
      'skaffold.yaml': 'apiVersion: skaffold/v4beta6\nkind: Config\nbuild: { artifacts: [{ image: web }] }\n',
      'kind.yaml': 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes: [{ role: control-plane }]\n',
      'catalog-info.yaml': 'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: web }\n',
    },
    ...pass,
  },
  'provisioning of a dashboard: apiVersion is a number, there is no kind': {
    files: { 'datasources.yaml': 'apiVersion: 1\ndatasources: [{ name: p }]\n', 'config.yaml': config },
    ...pass,
  },
  'an interface: a description of endpoints with $ref and kind among its fields': {
    files: {
      'openapi.yaml':
        'openapi: 3.0.0\npaths: { /pods: { get: { parameters: [{ name: kind, in: query }] } } }\n',
      'config.yaml': config,
    },
    ...pass,
  },
  'a pod that may do everything': {
    files: {
      'debug.yaml': `${home}---\n${object('v1', 'Pod', 'debug', 'spec: { hostPID: true, containers: [{ name: a, image: b, securityContext: { privileged: true } }] }\n')}`,
    },
    scan: [0, 'PASS'],
    audit: [6, 'FAIL'],
  },
  'a chart alone, not rendered': { files: chart('web', { 'pdb.yaml': templated }), ...nothing },
  'a repository of charts beside plain manifests': {
    files: {
      ...chart('charts/web', { 'pdb.yaml': templated, 'NOTES.txt': '{{ .Release.Name }}' }),
      ...chart('charts/api', { 'tests/test.yaml': templated }),
      'charts/api/ci/small-values.yaml': 'replicas: 1\n',
      'deploy/config.yaml': config,
    },
    ...pass,
  },
  'an umbrella of charts, with definitions in crds and an old one among them': {
    files: {
      ...chart('shop', {}, 'dependencies: [{ name: db, version: 1.0.0 }]\n'),
      ...chart('shop/charts/db', { 'a.yaml': templated }),
      'shop/crds/db.yaml':
        'apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nmetadata: { name: dbs.example.com }\nspec: { group: example.com, version: v1, names: { kind: Db, plural: dbs } }\n',
    },
    scan: [6, 'BLOCK'],
    audit: [0, 'PASS'],
  },
  'a library of templates beside an application': {
    files: {
      ...chart('lib', { 'all.yaml': '{{ define "all" }}\nx: {{ . }}\n{{ end }}\n' }, 'type: library\n'),
      'config.yaml': config,
    },
    ...pass,
  },
  'a chart whose templates are plain': {
    files: chart('web', { 'config.yaml': config, 'web.yaml': `${home}---\n${deployment}` }),
    ...pass,
  },
  'a kustomize tree: base, overlays with patches that are no objects of their own, a component': {
    files: {
      'base/kustomization.yaml': kustomize('resources: [web.yaml]\n'),
      'base/web.yaml': `${home}---\n${deployment}`,
      'overlays/prod/kustomization.yaml': kustomize(
        'resources: [../../base]\npatches: [{ path: host.yaml }, { path: ops.json }]\n',
      ),
      'overlays/prod/host.yaml': object(
        'apps/v1',
        'Deployment',
        'web',
        `spec: { template: { spec: ${rooted} } }\n`,
      ),
      'overlays/prod/ops.json': '[{"op":"replace","path":"/spec/replicas","value":3}]',
      'components/debug/kustomization.yaml': kustomize('patchesStrategicMerge: [debug.yaml]\n', 'Component'),
      'components/debug/debug.yaml': object('v1', 'Pod', 'debug', `spec: ${rooted}\n`),
    },
    ...pass,
  },
  'an old kustomize tree: bases, merges, and budgets of policy/v1beta1': {
    files: {
      'base/kustomization.yml': kustomize('resources:\n- pdb.yaml\n'),
      'base/pdb.yaml': object('policy/v1beta1', 'PodDisruptionBudget', 'web'),
      'prod/Kustomization': kustomize('bases: [../base]\npatchesJson6902: [{ path: patch.yaml }]\n'),
      'prod/patch.yaml': '- op: add\n  path: /metadata/labels/a\n  value: b\n',
    },
    scan: [6, 'BLOCK'],
    audit: [0, 'PASS'],
  },
  'a fleet of Flux: sources, kustomizations, releases of charts of others': {
    files: {
      'clusters/prod/apps.yaml': object(
        'kustomize.toolkit.fluxcd.io/v1',
        'Kustomization',
        'apps',
        'spec: { path: ./apps, postBuild: { substitute: { a: b } }, sourceRef: { kind: GitRepository, name: fleet } }\n',
      ),
      'apps/release.yaml': object(
        'helm.toolkit.fluxcd.io/v2',
        'HelmRelease',
        'web',
        `spec: { chart: { spec: { chart: web, sourceRef: { kind: HelmRepository, name: x } } }, values: { tag: "\${tag}" } }\n`,
      ),
    },
    ...pass,
  },
  'an application of applications of Argo CD, with a set of them': {
    files: {
      'apps/web.yaml': object(
        'argoproj.io/v1alpha1',
        'Application',
        'web',
        'spec: { source: { path: manifests }, destination: { namespace: shop } }\n',
      ),
      'apps/set.yaml': object(
        'argoproj.io/v1alpha1',
        'ApplicationSet',
        'all',
        'spec: { goTemplate: true, template: { metadata: { name: "{{.name}}" } } }\n',
      ),
      'manifests/config.yaml': config,
    },
    ...pass,
  },
  "a Rollout of Argo whose pod is root on its node's processes": {
    files: {
      'web.yaml': withTemplate('argoproj.io/v1alpha1', 'Rollout', `{ template: { spec: ${rooted} } }`),
    },
    scan: [0, 'PASS'],
    audit: [6, 'FAIL'],
  },
  'a Rollout that is well': {
    files: {
      'web.yaml': withTemplate('argoproj.io/v1alpha1', 'Rollout', `{ template: { spec: ${podSpec} } }`),
    },
    ...pass,
  },
  'a service of Knative': {
    files: {
      'web.yaml': withTemplate('serving.knative.dev/v1', 'Service', `{ template: { spec: ${podSpec} } }`),
    },
    ...pass,
  },
  'workloads of OpenKruise, one of them not well': {
    files: {
      'clone.yaml': withTemplate('apps.kruise.io/v1alpha1', 'CloneSet', `{ template: { spec: ${podSpec} } }`),
      'set.yaml': object(
        'apps.kruise.io/v1beta1',
        'StatefulSet',
        'db',
        `spec: { template: { spec: ${rooted} } }\n`,
      ),
    },
    scan: [0, 'PASS'],
    audit: [6, 'FAIL'],
  },
  'a broker of Strimzi, and the set of its pods': {
    files: {
      'kafka.yaml': object(
        'kafka.strimzi.io/v1beta2',
        'Kafka',
        'events',
        'spec: { kafka: { replicas: 3 } }\n',
      ),
      'pods.yaml': withTemplate(
        'core.strimzi.io/v1beta2',
        'StrimziPodSet',
        `{ pods: [{ spec: ${podSpec} }] }`,
      ),
    },
    ...pass,
  },
  'removed volumes in the template of a Rollout': {
    files: {
      'web.yaml': `${home}---\n${object('argoproj.io/v1alpha1', 'Rollout', 'web', `spec: { template: { spec: ${podSpec.replace('containers:', 'volumes: [{ name: a, cephfs: { monitors: [a] } }], containers:')} } }\n`)}`,
    },
    scan: [6, 'BLOCK'],
    audit: [0, 'PASS'],
  },
  'files from Windows: byte order marks and line ends': {
    files: { 'web.yaml': `﻿${home}---\n﻿${deployment}`.replaceAll('\n', '\r\n') },
    ...pass,
  },
  'releases as a tool of its own declares them, with templates outside of charts': {
    files: {
      'helmfile.yaml': 'releases:\n{{- range .Values.all }}\n  - name: {{ . }}\n{{- end }}\n',
      'environments/prod.yaml': 'all: [web]\n',
      'config.yaml': config,
    },
    ...pass,
  },
  'dashboards and translations in JSON, one with a comment and one cut off': {
    files: {
      'grafana/web.json': '{"panels":[{"targets":[{"legendFormat":"{{pod}}"}]}]}',
      'i18n/de.json': '["a", 1]',
      '.eslintrc.json': '{ /* all */ "root": true }',
      'broken.json': '{"a":',
      'config.yaml': config,
    },
    ...pass,
  },
  'secrets that are sealed, certificates, issuers: resources of many operators': {
    files: {
      'sealed.yaml': object(
        'bitnami.com/v1alpha1',
        'SealedSecret',
        'a',
        'spec: { encryptedData: { a: b } }\n',
      ),
      'certificate.yaml': object('cert-manager.io/v1', 'Certificate', 'a', 'spec: { secretName: a }\n'),
      'external.yaml': object(
        'external-secrets.io/v1',
        'ExternalSecret',
        'a',
        'spec: { target: { template: { data: { a: "{{ .password }}" } } } }\n',
      ),
    },
    ...pass,
  },
};
