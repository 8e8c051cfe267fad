import { randomUUID } from 'node:crypto';
import { campaignWorkflowId } from '#domain/campaign/ids.ts';
import type { OperatorAnswer, OperatorRequest, updates } from '#workflows/messages.ts';
import { answerWithinMs, explainRefusal } from './explain-refusal.ts';
import type { TemporalSession } from './temporal-client.ts';

/** Sends one update to a campaign and waits for its answer. Throws CommandError as `explainRefusal` says. */
export async function steer<R extends OperatorRequest>(
  session: TemporalSession,
  name: string,
  verb: keyof typeof updates,
  request: R,
): Promise<OperatorAnswer> {
  const handle = session.client.workflow.getHandle(campaignWorkflowId(name));
  try {
    return await session.within(
      () =>
        handle.executeUpdate<OperatorAnswer, [R]>(verb, {
          args: [request],
          updateId: `${verb}-${randomUUID()}`,
        }),
      answerWithinMs,
    );
  } catch (error) {
    throw explainRefusal(error, {
      verb,
      missing: {
        message: `${name} cannot be steered: there is no campaign of that name that runs`,
        next: 'drydock list shows the campaigns there are',
      },
      look: `drydock status ${name}`,
    });
  }
}
