import type { Pod } from '../pod/pod.ts';
import { badSetters, type Complaint, hasAny, type PssCheck, settersText } from '../pod/pss-check.ts';

export const windowsHostProcess: PssCheck = {
  id: 'windowsHostProcess',
  level: 'baseline',
  versions: [{ since: 0, judge }],
};

function judge({ spec }: Pod): Complaint | null {
  const setters = badSetters(spec, (context) => context.windowsOptions?.hostProcess === true);
  if (!hasAny(setters)) return null;
  return {
    reason: 'hostProcess',
    detail: `${settersText(setters)} must not set securityContext.windowsOptions.hostProcess=true`,
    ...setters,
  };
}
