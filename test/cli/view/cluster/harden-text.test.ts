import { describe, expect, it } from 'vitest';
import type { HardeningStep } from '#cli/inspect/harden-cluster.ts';
import { hardenText } from '#cli/view/cluster/harden-text.ts';
import type { Proposal } from '#domain/audit/hardening/proposal.ts';

const block: Proposal = {
  kind: 'apply',
  control: 'SB-NET-02',
  namespace: 'shop',
  object: { kind: 'NetworkPolicy', spec: { podSelector: {} } },
  why: 'no policy isolates its egress',
};
const label: Proposal = {
  ...block,
  control: 'SB-POD-06',
  object: { kind: 'Namespace' },
  why: 'it has no label',
};
const step = (proposal: Proposal, over: Partial<HardeningStep> = {}): HardeningStep => ({
  proposal,
  state: 'tried',
  why: null,
  cautions: [],
  undo: null,
  ...over,
});

describe('the text of a hardening', () => {
  it('reports what would be applied, with what may stop working, and that nothing was changed', () => {
    expect(hardenText([step(block, { cautions: ['ask shop/web'] }), step(label)], false)).toBe(
      [
        'would apply: SB-NET-02 shop (NetworkPolicy): no policy isolates its egress',
        '    kind: NetworkPolicy',
        '    spec:',
        '      podSelector: {}',
        '  caution: ask shop/web',
        'would apply: SB-POD-06 shop: it has no label',
        '    kind: Namespace',
        '',
        'Nothing was changed. Next: the same command with --apply.',
      ].join('\n'),
    );
  });

  it('ends with how everything that was applied is taken back', () => {
    const undo = 'kubectl -n shop delete networkpolicy drydock-block-metadata';
    const text = hardenText([step(block, { state: 'applied', undo })], true);
    expect(text).toBe(
      `applied: SB-NET-02 shop (NetworkPolicy): no policy isolates its egress\n    kind: NetworkPolicy\n    spec:\n      podSelector: {}\n\nTo undo:\n  ${undo}`,
    );
  });

  it('reports why something was refused in the words of who refused it, without control characters', () => {
    const refused = step(block, { state: 'refused', why: 'Flux keeps it\u001b[2J' });
    expect(hardenText([refused], true)).toBe('refused: SB-NET-02 shop (NetworkPolicy): Flux keeps it?[2J');
  });

  it('names every workload that speaks against a level, and how many are not listed', () => {
    const offenders = ['a', 'b'].map((name) => ({ resource: `Pod/shop/${name}`, reason: 'host ports' }));
    const refusal = { kind: 'refuse', control: 'SB-POD-06', namespace: 'shop', why: 'w' } as const;
    const text = (offenderCount: number) =>
      hardenText([step({ ...refusal, offenders, offenderCount }, { state: 'refused', why: 'w' })], true);
    expect(text(2)).toBe('refused: SB-POD-06 shop: w\n  Pod/shop/a: host ports\n  Pod/shop/b: host ports');
    expect(text(9)).toMatch(/\n {2}and 7 more$/);
  });

  it('shows the commands that a person has to send', () => {
    const command: Proposal = {
      kind: 'command',
      control: 'SB-ENT-02',
      resource: 'ManagedCluster/aks-1',
      command: 'az aks update --disable-local-accounts',
      why: 'Local accounts are off: rotate the certificates',
    };
    expect(hardenText([step(command, { state: 'yours' })], false)).toBe(
      'manual action required: SB-ENT-02 ManagedCluster/aks-1: Local accounts are off: rotate the certificates\n  az aks update --disable-local-accounts',
    );
  });

  it('says where there is nothing to do', () => {
    expect(hardenText([], false)).toBe('Nothing to propose.');
  });
});
