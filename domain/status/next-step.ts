import type { CampaignStatus } from './status.ts';

/** What is left to do after a campaign that did not complete; null: it runs, or nothing is. */
export function describeNextStep({
  name,
  phase,
  finishedAt,
  notRestored,
}: Pick<CampaignStatus, 'name' | 'phase' | 'finishedAt' | 'notRestored'>): string | null {
  if (finishedAt === null || phase === 'Completed') return null;
  const settings = notRestored.length === 0 ? '' : ', the settings below first';
  return `drydock report ${name} shows how far each cluster came${settings}; for the rest: drydock plan -f FILE, then drydock start -f FILE --id NEW-NAME`;
}
