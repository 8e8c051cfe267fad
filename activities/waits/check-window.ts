import { cancellationSignal } from '@temporalio/activity';
import { mayBegin, type StartDecision } from '#domain/calendar/decide-start.ts';
import { type OwnWindows, ownWindows } from '#domain/calendar/own-windows.ts';
import { type PlannedRun, type Prediction, predictDuration } from '#domain/calendar/predict-duration.ts';
import type { Campaign, Maintenance } from '#domain/campaign/campaign.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { campaignNow } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';
import { readFleetRecord } from '../plan/fleet-record.ts';

export interface CheckWindowInput extends PacedInput {
  readonly maintenance: Maintenance;
  /** The cluster whose own windows count where the file says so, and which of them. */
  readonly resourceId: string;
  readonly type: Campaign['upgrade']['type'];
  /** What is to be begun, to be predicted by what the fleet's record has measured; absent: it is not. */
  readonly planned?: PlannedRun;
}

/** Whether something may be begun now; calendars stay out of workflows, where time zones are not at hand. */
export function checkWindow(gateways: Gateways) {
  return async (input: CheckWindowInput): Promise<StartDecision> => {
    const own = await readOwnWindows(gateways, input);
    const predicted = await predict(input);
    return mayBegin(input.maintenance, campaignNow(input.pace), { own, predicted });
  };
}

async function predict({ planned }: CheckWindowInput): Promise<Prediction | null> {
  return planned === undefined ? null : predictDuration(planned, (await readFleetRecord()).runs);
}

/** Read each time: anyone who moves a window means the next change already. */
async function readOwnWindows(
  { azure }: Gateways,
  { maintenance, resourceId, type }: CheckWindowInput,
): Promise<OwnWindows | null> {
  if (maintenance.source === 'Spec') return null;
  return ownWindows(await azure.maintenanceConfigurations(resourceId, cancellationSignal()), type);
}
