import type { CampaignStatus, Decision } from '#domain/campaign/status.ts';
import { waitKey, waitSentence } from './waits.ts';

/** What changed between two looks, one line each, for places that are no terminal; at the first, where it stands. */
export function transitions(previous: CampaignStatus | null, current: CampaignStatus): readonly string[] {
  const lines = previous === null ? standing(current) : changes(previous, current);
  return lines.map((line) => `${current.updatedAt.slice(0, 19)}Z  ${line}`);
}

function standing(current: CampaignStatus): readonly string[] {
  const phases = [...phasesOf(current)].filter(
    ([, phase]) => phase !== 'NotStarted' && phase !== 'Completed',
  );
  return [
    ...phases.map(([what, phase]) => `${what} ${phase}`),
    ...current.waitingFor.map(waitSentence),
    ...(current.incomplete === null ? [] : [current.incomplete]),
  ];
}

function changes(previous: CampaignStatus, current: CampaignStatus): readonly string[] {
  const before = phasesOf(previous);
  const phases = [...phasesOf(current)].filter(
    ([what, phase]) => before.get(what) !== phase && (before.has(what) || phase !== 'NotStarted'),
  );
  const waited = new Set(previous.waitingFor.map(waitKey));
  const waits = current.waitingFor.filter((wait) => !waited.has(waitKey(wait)));
  const isNews = current.incomplete !== null && previous.incomplete === null;
  return [
    ...current.decisions.slice(previous.decisions.length).map(decisionSentence),
    ...phases.map(([what, phase]) => `${what} ${phase}`),
    ...waits.map(waitSentence),
    ...(isNews ? [current.incomplete] : []),
  ];
}

function decisionSentence({ verb, target, by, reason }: Decision): string {
  return `${verb} ${target} by ${by}${reason === '' ? '' : `: ${reason}`}`;
}

function phasesOf(status: CampaignStatus): ReadonlyMap<string, string> {
  const phases = new Map<string, string>();
  phases.set(`campaign ${status.name}`, status.phase);
  for (const stage of status.stages) {
    phases.set(`stage ${stage.name}`, stage.phase);
    for (const cluster of stage.clusters) {
      phases.set(`cluster ${cluster.name}`, withReason(cluster.phase, cluster.reason));
      for (const step of cluster.steps)
        phases.set(`${cluster.name} ${step.name} ${step.from} -> ${step.to}`, step.phase);
    }
  }
  return phases;
}

function withReason(phase: string, reason: string | null): string {
  return reason === null ? phase : `${phase} (${reason})`;
}
