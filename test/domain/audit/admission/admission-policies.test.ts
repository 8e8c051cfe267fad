import { describe, expect, it } from 'vitest';
import { admissionPolicy, enforcements, policyBinding } from '#domain/audit/admission/admission-policy.ts';
import { admissionRules } from '#domain/audit/admission/admission-rules.ts';
import { unenforcedControls } from '#domain/audit/admission/unenforced-controls.ts';
import { controls } from '#domain/audit/controls/controls.ts';
import { hardenedByPolicies } from '#domain/audit/hardening/hardened-controls.ts';
import { proposePolicies } from '#domain/audit/hardening/propose-policies.ts';
import { newestPssMinor } from '#domain/audit/pod-security/pod/pss-version.ts';
import { auditedAt } from '../../../builders/an-audited-cluster.ts';

const ids = controls.map(({ id }) => id);
const rules = admissionRules(newestPssMinor);
const ruled = rules.map(({ control }) => control);

interface Policy {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
    readonly variables: readonly { readonly name: string; readonly expression: string }[];
    readonly validations: readonly { readonly expression: string; readonly messageExpression: string }[];
  };
}

function policyOf(id: string): Policy {
  const rule = rules.find(({ control }) => control === id)!;
  return admissionPolicy(rule, controls.find((each) => each.id === id)!) as unknown as Policy;
}

const objectsOf = (question: Partial<Parameters<typeof proposePolicies>[0]>) =>
  proposePolicies({
    controls: [],
    namespaces: [],
    enforcement: 'audit',
    pssMinor: 36,
    waivers: [],
    now: auditedAt,
    ...question,
  }).flatMap((each) => (each.kind === 'apply' ? [each.object] : []));

describe('every control', () => {
  it('has an admission policy or a reason why none enforces it', () => {
    expect([...ruled, ...unenforcedControls.keys()].toSorted()).toEqual(ids.toSorted());
  });

  it('with a policy is among the choices of the command', () => {
    expect(hardenedByPolicies.toSorted()).toEqual(ruled);
  });
});

describe('the policies', () => {
  it('keep their names, by which clusters and audit logs know them', () => {
    const named = ruled.map((id) => policyOf(id).metadata.name);
    expect(named).toEqual(ruled.map((id) => `drydock-${id.toLowerCase()}`));
    expect(named).toContain('drydock-sb-pod-02');
  });

  it.each(ruled)('of %s name each variable once, use every one, and those alone', (id) => {
    const { variables, validations } = policyOf(id).spec;
    const defined = variables.map(({ name }) => name);
    expect(new Set(defined).size).toBe(defined.length);
    const texts = [...variables, ...validations].map((each) => JSON.stringify(each)).join();
    const used = [...texts.matchAll(/\bvariables\.(\w+)/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(defined));
  });

  it.each(ruled)('of %s say of a violation the id, what is wrong and what to do', (id) => {
    const [validation] = policyOf(id).spec.validations;
    expect(validation?.messageExpression).toMatch(new RegExp(`^"${id} \\(.*variables\\.found\\.join`));
  });

  it('judge no pod whose spec an update leaves as it is', () => {
    for (const id of ruled) expect(policyOf(id).spec.matchConditions[0]).toMatchObject({ name: 'changed' });
  });

  it.each(enforcements)('are bound to %s, also to some namespaces alone', (enforcement) => {
    const actions = { audit: ['Audit'], warn: ['Audit', 'Warn'], deny: ['Audit', 'Deny'] }[enforcement];
    const name = 'drydock-sb-pod-02';
    expect(policyBinding({ control: 'SB-POD-02', of: 'pods' }, enforcement)).toMatchObject({
      metadata: { name },
      spec: { policyName: name, validationActions: actions },
    });
    expect(policyBinding({ control: 'SB-POD-02', of: 'pods' }, enforcement, 'shop')).toMatchObject({
      metadata: { name: `${name}.shop` },
      spec: {
        policyName: name,
        validationActions: actions,
        matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } },
      },
    });
  });

  it('of bindings judge no ClusterRoleBinding where they are bound to a namespace', () => {
    const rule = { control: 'SB-ENT-06', of: 'bindings' } as const;
    expect(JSON.stringify(policyBinding(rule, 'deny', 'shop'))).toContain('"resources":["rolebindings"]');
  });

  it('are those of the recommended profile, or those that are named', () => {
    const named = (question: Parameters<typeof objectsOf>[0]) =>
      objectsOf(question).map(
        ({ kind, metadata }) => `${String(kind)} ${(metadata as { name: string }).name}`,
      );
    expect(named({})).not.toContain('ValidatingAdmissionPolicy drydock-sb-wl-04');
    expect(named({ controls: ['SB-WL-04'] })).toEqual([
      'ValidatingAdmissionPolicy drydock-sb-wl-04',
      'ValidatingAdmissionPolicyBinding drydock-sb-wl-04',
    ]);
  });

  it('have the baseline level of the minor that is asked for', () => {
    const at = (pssMinor: number) => JSON.stringify(objectsOf({ controls: ['SB-POD-01'], pssMinor }));
    expect(at(33)).not.toContain('hostProbes');
    expect(at(34)).toContain('hostProbes');
    expect(at(34)).not.toContain('hostUsers');
    expect(at(35)).toContain('hostUsers');
    expect(at(31)).not.toContain('tcp_rmem');
    expect(at(32)).toContain('tcp_rmem');
    expect(at(30)).not.toContain('container_engine_t');
    expect(at(31)).toContain('container_engine_t');
  });
});
