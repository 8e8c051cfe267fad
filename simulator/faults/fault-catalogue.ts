import { z } from 'zod';

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'i') instanceof RegExp;
  } catch {
    return false;
  }
}

const match = z
  .strictObject({
    plane: z.enum(['arm', 'kubernetes', 'token']).default('arm'),
    method: z.string().optional().describe('HTTP method; any where absent'),
    pathPattern: z
      .string()
      .refine(isPattern, 'expected a regular expression')
      .optional()
      .describe('regular expression, compared without regard to case'),
    cluster: z.string().optional(),
    pool: z.string().optional(),
  })
  .prefault({});

const common = {
  match,
  times: z.int().min(1).default(1).describe('how often it is triggered before it is used up'),
  after: z.int().min(0).default(0).describe('how many matches it lets pass first'),
};

/** The catalogue. Documented in docs/simulator.md; `POST /_simulator/faults` and a fleet file's `faults` take it. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('throttle'),
    ...common,
    retryAfterSeconds: z.number().min(0).nullable().default(5),
  }),
  z.strictObject({ kind: z.literal('lost-answer'), ...common }),
  z.strictObject({
    kind: z.literal('late-answer'),
    ...common,
    milliseconds: z
      .number()
      .min(0)
      .default(5000)
      .describe('the change is accepted, its answer comes so late'),
  }),
  z.strictObject({ kind: z.literal('reset'), ...common }),
  z.strictObject({ kind: z.literal('slow'), ...common, milliseconds: z.number().min(0).default(2000) }),
  z.strictObject({ kind: z.literal('deny'), ...common }),
  z.strictObject({
    kind: z.literal('error-answer'),
    ...common,
    status: z.int().min(400).max(599).default(500),
    code: z.string().default('InternalOperationError'),
    subcode: z.string().default('').describe('only flat'),
    message: z.string().default('Internal server error'),
    envelope: z.enum(['flat', 'enveloped']).default('flat'),
  }),
  z.strictObject({ kind: z.literal('conflict'), ...common, minutes: z.number().positive().default(5) }),
  z.strictObject({
    kind: z.literal('operation-fails'),
    ...common,
    code: z.string().default('UpgradeFailed'),
    message: z.string().default('The upgrade did not complete.'),
    afterNodes: z.int().min(0).default(0),
  }),
  z.strictObject({
    kind: z.literal('node-stays-not-ready'),
    ...common,
    minutes: z.number().positive().nullable().default(null).describe('how long; for good where null'),
  }),
  z.strictObject({ kind: z.literal('challenge'), ...common }),
  z.strictObject({ kind: z.literal('policy'), ...common }),
  z.strictObject({ kind: z.literal('scope-locked'), ...common }),
  z.strictObject({ kind: z.literal('etag-mismatch'), ...common }),
  z.strictObject({
    kind: z.literal('deprecated-api'),
    ...common,
    api: z.string().default('flowcontrol.apiserver.k8s.io.flowschemas.v1beta3'),
  }),
  z.strictObject({ kind: z.literal('preemption'), ...common, afterNodes: z.int().min(0).default(0) }),
  z.strictObject({ kind: z.literal('quota'), ...common }),
  z.strictObject({ kind: z.literal('subnet-full'), ...common }),
  z.strictObject({ kind: z.literal('allocation-failed'), ...common }),
  z.strictObject({ kind: z.literal('not-latest-operation'), ...common }),
  z.strictObject({
    kind: z.literal('misleading-status'),
    ...common,
    status: z
      .string()
      .default('RollingUpgradeUpgradingNodes: 1 nodes completed; 1 nodes failed; retrying')
      .describe('what the running operation calls its state'),
  }),
  z.strictObject({
    kind: z.literal('unknown-ending'),
    ...common,
    word: z.string().default('PartiallySucceeded').describe('what it calls itself once it has ended'),
  }),
  z.strictObject({ kind: z.literal('false-success'), ...common }),
  z.strictObject({ kind: z.literal('operation-expired'), ...common }),
  z.strictObject({
    kind: z.literal('setting-lost'),
    ...common,
    setting: z
      .string()
      .default('securityProfile.defender')
      .describe("the operation succeeds, and this is missing from the cluster's properties"),
  }),
]);

export type Fault = z.output<typeof faultSchema>;
type FaultKind = Fault['kind'];

/**
 * What triggers a fault: any request; a request that changes something; a check in the handler of a request; an
 * accepted operation.
 */
type Target = 'request' | 'change' | 'check' | 'operation';

export const targetOf: Readonly<Record<FaultKind, Target>> = {
  throttle: 'request',
  reset: 'request',
  slow: 'request',
  deny: 'request',
  'error-answer': 'request',
  challenge: 'request',
  'lost-answer': 'change',
  'late-answer': 'change',
  conflict: 'change',
  policy: 'change',
  'scope-locked': 'change',
  'etag-mismatch': 'change',
  'deprecated-api': 'check',
  'operation-fails': 'operation',
  preemption: 'operation',
  quota: 'operation',
  'subnet-full': 'operation',
  'allocation-failed': 'operation',
  'not-latest-operation': 'operation',
  'misleading-status': 'operation',
  'unknown-ending': 'operation',
  'node-stays-not-ready': 'operation',
  'false-success': 'operation',
  'operation-expired': 'operation',
  'setting-lost': 'operation',
};
