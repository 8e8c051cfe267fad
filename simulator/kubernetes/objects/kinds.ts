import { z } from 'zod';

/**
 * The kinds a simulated cluster stores, as far as its controllers read them. Objects are loose: every field
 * that is not named here is kept as the client sent it.
 */
const labels = z.record(z.string(), z.string());
const named = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;
const ownLabels = z.record(
  z.string().regex(named, 'must be a qualified name'),
  z.string().regex(/^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/, 'must be a label value'),
);
const count = z.int().min(0);
const intOrPercent = z.union([
  z.int().min(0),
  z.string().regex(/^\d+%$/, 'must be an integer or a percentage'),
]);

const ownerReference = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  uid: z.string(),
  controller: z.boolean().optional(),
});

const metadata = z.looseObject({
  name: z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'must be a lowercase RFC 1123 name'),
  namespace: z.string().optional(),
  uid: z.string(),
  resourceVersion: z.string(),
  generation: z.number().optional(),
  creationTimestamp: z.string(),
  deletionTimestamp: z.string().optional(),
  deletionGracePeriodSeconds: z.number().optional(),
  labels: ownLabels.optional(),
  annotations: labels.optional(),
  ownerReferences: z.array(ownerReference).optional(),
  finalizers: z.array(z.string()).optional(),
});

const condition = z.looseObject({
  type: z.string(),
  status: z.enum(['True', 'False', 'Unknown']),
  reason: z.string().optional(),
  message: z.string().optional(),
  lastTransitionTime: z.string().optional(),
});

const toleration = z.looseObject({
  key: z.string().optional(),
  operator: z.enum(['Exists', 'Equal']).optional(),
  value: z.string().optional(),
  effect: z.string().optional(),
  tolerationSeconds: z.number().optional(),
});

const taint = z.looseObject({ key: z.string(), value: z.string().optional(), effect: z.string() });

const labelSelector = z.looseObject({
  matchLabels: labels.optional(),
  matchExpressions: z
    .array(
      z.looseObject({
        key: z.string(),
        operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
        values: z.array(z.string()).optional(),
      }),
    )
    .optional(),
});

const podSpec = z.looseObject({
  nodeName: z.string().optional(),
  nodeSelector: labels.optional(),
  tolerations: z.array(toleration).optional(),
  terminationGracePeriodSeconds: count.optional(),
  restartPolicy: z.enum(['Always', 'OnFailure', 'Never']).optional(),
  containers: z.array(z.looseObject({ name: z.string(), image: z.string().optional() })).min(1),
});

const podTemplate = z.looseObject({
  metadata: z.looseObject({ labels: labels.optional(), annotations: labels.optional() }).optional(),
  spec: podSpec,
});

const conditions = z.array(condition).optional();

const pod = z.looseObject({
  metadata,
  spec: podSpec,
  status: z
    .looseObject({
      phase: z.enum(['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown']).optional(),
      conditions,
    })
    .optional(),
});

const node = z.looseObject({
  metadata,
  spec: z.looseObject({
    providerID: z.string().optional(),
    unschedulable: z.boolean().nullish(),
    taints: z.array(taint).optional(),
  }),
  status: z
    .looseObject({ conditions, nodeInfo: z.looseObject({ kubeletVersion: z.string() }).optional() })
    .optional(),
});

const namespace = z.looseObject({
  metadata,
  spec: z.looseObject({}).optional(),
  status: z.looseObject({ phase: z.string().optional() }).optional(),
});

const event = z.looseObject({
  metadata,
  involvedObject: z.looseObject({ kind: z.string().optional(), name: z.string().optional() }),
  reason: z.string().optional(),
  message: z.string().optional(),
  type: z.string().optional(),
  count: z.number().optional(),
  firstTimestamp: z.string().nullish(),
  lastTimestamp: z.string().nullish(),
});

const replicated = z.looseObject({
  metadata,
  spec: z.looseObject({ replicas: count.optional(), selector: labelSelector, template: podTemplate }),
  status: z.looseObject({ conditions }).optional(),
});

const daemonSet = z.looseObject({
  metadata,
  spec: z.looseObject({ selector: labelSelector, template: podTemplate }),
  status: z.looseObject({ conditions }).optional(),
});

const statefulSet = z.looseObject({
  metadata,
  spec: z.looseObject({
    replicas: count.optional(),
    selector: labelSelector,
    template: podTemplate,
    podManagementPolicy: z.enum(['OrderedReady', 'Parallel']).optional(),
    updateStrategy: z
      .looseObject({
        type: z.enum(['RollingUpdate', 'OnDelete']).optional(),
        rollingUpdate: z.looseObject({ partition: count.optional() }).nullish(),
      })
      .optional(),
  }),
  status: z.looseObject({ conditions }).optional(),
});

const job = z.looseObject({
  metadata,
  spec: z.looseObject({
    parallelism: count.optional(),
    completions: count.optional(),
    backoffLimit: count.optional(),
    suspend: z.boolean().optional(),
    selector: labelSelector.optional(),
    template: podTemplate,
  }),
  status: z
    .looseObject({
      conditions,
      active: z.number().optional(),
      succeeded: z.number().optional(),
      failed: z.number().optional(),
      startTime: z.string().optional(),
      completionTime: z.string().optional(),
    })
    .optional(),
});

const lease = z.looseObject({
  metadata,
  spec: z
    .looseObject({
      holderIdentity: z.string().nullish(),
      renewTime: z.string().nullish(),
      leaseDurationSeconds: z.number().nullish(),
    })
    .optional(),
  // Leases have no status; kept open so that every kind can be read alike.
  status: z.undefined().optional(),
});

const budget = z.looseObject({
  metadata,
  spec: z
    .looseObject({
      minAvailable: intOrPercent.optional(),
      maxUnavailable: intOrPercent.optional(),
      selector: labelSelector.optional(),
      unhealthyPodEvictionPolicy: z.enum(['IfHealthyBudget', 'AlwaysAllow']).optional(),
    })
    .refine(
      (spec) => spec.minAvailable === undefined || spec.maxUnavailable === undefined,
      'minAvailable and maxUnavailable cannot be both set',
    ),
  status: z
    .looseObject({
      disruptionsAllowed: z.number(),
      currentHealthy: z.number(),
      desiredHealthy: z.number(),
      expectedPods: z.number(),
      observedGeneration: z.number().optional(),
      disruptedPods: labels.optional(),
      conditions,
    })
    .optional(),
});

/** Kept and shown, never asked. */
const webhookConfiguration = z.looseObject({
  metadata,
  webhooks: z.array(z.looseObject({ name: z.string() })).optional(),
  spec: z.undefined().optional(),
  status: z.undefined().optional(),
});

/** Kept and shown: the simulated API server admits everything. */
const admissionPolicy = z.looseObject({
  metadata,
  spec: z
    .looseObject({ validations: z.array(z.unknown()).optional(), policyName: z.string().optional() })
    .optional(),
  status: z.undefined().optional(),
});

/** As it was written: no controller keeps it up to date. */
const endpointSlice = z.looseObject({
  metadata,
  addressType: z.string(),
  endpoints: z.array(z.looseObject({ addresses: z.array(z.string()) })).nullish(),
  spec: z.undefined().optional(),
  status: z.undefined().optional(),
});

/** As it was written: Helm keeps its releases in such. */
const secret = z.looseObject({
  metadata,
  type: z.string().optional(),
  data: z.record(z.string(), z.string()).nullish(),
  spec: z.undefined().optional(),
  status: z.undefined().optional(),
});

/** As it was written: nothing here keeps to it. */
const written = z.looseObject({
  metadata,
  spec: z.looseObject({}).optional(),
  status: z.looseObject({}).optional(),
});

/** As it was written, for anyone who has a token may do everything. Their names may have any form: "system:node". */
const role = z.looseObject({
  metadata: metadata.extend({ name: z.string().regex(/^[^/%]+$/, 'must be a path segment') }),
  spec: z.undefined().optional(),
  status: z.undefined().optional(),
});

/** Schema of each stored kind, by the plural name that stands in its URL. */
export const schemas = {
  namespaces: namespace,
  nodes: node,
  pods: pod,
  persistentvolumes: written,
  events: event,
  secrets: secret,
  deployments: replicated,
  replicasets: replicated,
  daemonsets: daemonSet,
  statefulsets: statefulSet,
  jobs: job,
  poddisruptionbudgets: budget,
  leases: lease,
  validatingwebhookconfigurations: webhookConfiguration,
  mutatingwebhookconfigurations: webhookConfiguration,
  validatingadmissionpolicies: admissionPolicy,
  validatingadmissionpolicybindings: admissionPolicy,
  endpointslices: endpointSlice,
  cronjobs: written,
  services: written,
  serviceaccounts: role,
  ingresses: written,
  networkpolicies: written,
  ciliumnetworkpolicies: written,
  ciliumclusterwidenetworkpolicies: written,
  caliconetworkpolicies: written,
  globalnetworkpolicies: written,
  globalnetworksets: written,
  adminnetworkpolicies: written,
  baselineadminnetworkpolicies: written,
  clusterroles: role,
  clusterrolebindings: role,
  roles: role,
  rolebindings: role,
} as const;

export type Plural = keyof typeof schemas;
export type Kinds = { [P in Plural]: z.infer<(typeof schemas)[P]> };
export type AnyKind = Kinds[Plural];
export type Metadata = z.infer<typeof metadata>;
export type OwnerReference = z.infer<typeof ownerReference>;
export type Condition = z.infer<typeof condition>;
export type LabelSelector = z.infer<typeof labelSelector>;
export type PodTemplate = z.infer<typeof podTemplate>;
export type Taint = z.infer<typeof taint>;
export type Toleration = z.infer<typeof toleration>;
export type Pod = Kinds['pods'];
export type Node = Kinds['nodes'];
export type Budget = Kinds['poddisruptionbudgets'];
export type ReplicaSet = Kinds['replicasets'];
export type Deployment = Kinds['deployments'];
export type StatefulSet = Kinds['statefulsets'];
export type Job = Kinds['jobs'];
export type DaemonSet = Kinds['daemonsets'];
export type KubeEvent = Kinds['events'];
