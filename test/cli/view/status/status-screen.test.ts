import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { statusScreen } from '#cli/view/status/status-screen.ts';
import { statusTree } from '#cli/view/status/status-tree.ts';
import { answersToDecision } from '#domain/status/actions.ts';
import type { CampaignStatus, ClusterStatus, Phase, WaitingFor } from '#domain/status/status.ts';
import { withoutColour } from '../terminal/without-colour.ts';
import { halfWay, step } from './a-status.ts';

const since = '2026-11-21T01:36:00Z';
const phases = ['Completed', 'Running', 'NeedsDecision', 'Failed', 'Waiting', 'NotStarted'] as const;
const because = `Node pool np1: ${'aks-np1-29346120-vmss000004 is not Ready; '.repeat(4)}the end.`;

/** Of one cluster: it runs; of more, every phase is among them, in turn. */
function fleetOf(count: number): readonly ClusterStatus[] {
  const [, production] = halfWay().stages;
  const [, running] = production!.clusters;
  return Array.from({ length: count }, (_, at): ClusterStatus => {
    const phase: Phase = count === 1 ? 'Running' : phases[at % phases.length]!;
    const reason = phase === 'Failed' ? because : null;
    return { ...running!, name: `aks-${at}`, phase, reason, resourceId: `${running!.resourceId}-${at}` };
  });
}

function decisionOf(cluster: string): WaitingFor {
  const answers = { campaign: 'k8s-1-34', cluster, pool: 'np1', step: 'np1', mayRollBack: true } as const;
  const actions = answersToDecision(answers);
  return { kind: 'decision', name: cluster, since, until: null, act: '', because, actions };
}

function campaignOf(count: number, isWaiting: boolean): CampaignStatus {
  const [test, production] = halfWay().stages;
  const clusters = fleetOf(count);
  const asking = clusters.filter(({ phase }) => phase === 'NeedsDecision' || count === 1);
  return halfWay({
    stages: [test!, { ...production!, clusters }],
    waitingFor: isWaiting ? asking.map(({ name }) => decisionOf(name)) : [],
  });
}

const sizes = [
  [80, 24],
  [140, 40],
] as const;

describe.each(sizes)('the screen of a campaign at %i columns and %i lines', (width, height) => {
  const show = (status: CampaignStatus) =>
    statusScreen({ status, namespace: 'default', palette: withoutColour, width, height }).split('\n');

  it.each([1, 20, 300])('has its name, its state and how to detach with %i clusters', (count) => {
    for (const isWaiting of [false, true]) {
      const lines = show(campaignOf(count, isWaiting));
      const drawn = lines.reduce(
        (total, line) => total + Math.max(1, Math.ceil(stringWidth(line) / width)),
        0,
      );
      expect(drawn).toBeLessThanOrEqual(height);
      expect(lines[0]).toMatch(/^Name: {5}k8s-1-34/);
      expect(lines.at(-1)).toContain('q detach (the campaign continues)');
      if (count > 1) expect(lines.at(-1)).toContain('drydock status k8s-1-34');
    }
  });

  it.each([1, 20, 300])('has every command of the first question with %i clusters', (count) => {
    const status = campaignOf(count, true);
    const [first, ...others] = status.waitingFor;
    const text = show(status).join('\n');
    expect(text).toContain(`decision ${first!.name}`);
    expect(text).toContain('Node pool np1: aks-np1-29346120-vmss000004 is not Ready;');
    for (const { command } of first!.actions!) expect(text).toContain(command);
    if (others.length > 3) expect(text).toMatch(/… and \d+ more to act on or to wait for/);
  });

  it.each([20, 300])('shows of %i clusters first what needs an operator, and counts the others', (count) => {
    const text = show(campaignOf(count, false)).join('\n');
    expect(text).toMatch(/ aks-2 .*NeedsDecision/);
    expect(text).toMatch(/… \d+ more clusters \(/);
    const shown = [...text.matchAll(/─ aks-\d+ /g)].length;
    const more = Number(/… (\d+) more clusters \(/.exec(text)?.[1]);
    expect(shown + more).toBe(count);
    // A cluster whose steps are not shown says in its own row how far it is.
    expect(text).not.toMatch(/… \d+ more steps? .*1 Running/);
  });

  it('shows all of it where there is room', () => {
    const stages = halfWay().stages.map((stage) => ({
      ...stage,
      clusters: stage.clusters.map((each) => ({ ...each, steps: [step({ name: 'system' })] })),
    }));
    const status = halfWay({ stages });
    const input = { status, namespace: 'default', palette: withoutColour, width };
    expect(show(status).slice(0, -1).join('\n')).toBe(statusTree(input));
  });
});
