import type { ClusterTerms } from '../campaign/campaign.ts';
import { type FailureKind, failureRules } from '../failure.ts';

/**
 * What follows from a step's failure before anything is found out about it. fail: the cluster ends. skip-cluster: the file
 * skips a cluster that is busy or stopped, as long as nothing was sent to it. assess: an operator or the rollback rule
 * decides, by what is found.
 */
export function decideFailedStep(
  kind: FailureKind,
  { onBusy, onStopped }: Pick<ClusterTerms['cluster'], 'onBusy' | 'onStopped'>,
  begun: boolean,
): 'fail' | 'skip-cluster' | 'assess' {
  if (failureRules[kind].reaction === 'stop') return 'fail';
  const isSkipped =
    (kind === 'busy' && onBusy.afterwards === 'Skip') || (kind === 'stopped' && onStopped === 'Skip');
  return isSkipped && !begun ? 'skip-cluster' : 'assess';
}
