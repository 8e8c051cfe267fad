import type { CampaignStatus } from '#domain/campaign/status.ts';
import { waitKey, waitSentence } from './waits.ts';

/**
 * What changed between two looks, one line each, for places that are no terminal. `previous` is null at the
 * first look: then everything that is not as at the start is said.
 */
export function transitions(previous: CampaignStatus | null, current: CampaignStatus): readonly string[] {
  const before = previous === null ? new Map<string, string>() : phasesOf(previous);
  const phases = [...phasesOf(current)].filter(([what, phase]) => {
    return before.get(what) !== phase && !(before.get(what) === undefined && phase === 'NotStarted');
  });
  const waited = new Set(previous?.waitingFor.map(waitKey));
  const waits = current.waitingFor.filter((wait) => !waited.has(waitKey(wait)));
  const decided = current.decisions.slice(previous?.decisions.length ?? 0);
  return [
    ...decided.map(
      ({ verb, target, by, reason }) => `${verb} ${target} by ${by}${reason === '' ? '' : `: ${reason}`}`,
    ),
    ...phases.map(([what, phase]) => `${what} ${phase}`),
    ...waits.map(waitSentence),
    ...(current.incomplete !== null && previous?.incomplete !== current.incomplete
      ? [current.incomplete]
      : []),
  ].map((line) => `${current.updatedAt.slice(0, 19)}Z  ${line}`);
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
