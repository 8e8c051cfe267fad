import { randomUUID } from 'node:crypto';
import {
  WithStartWorkflowOperation,
  type WorkflowHandle,
  type WorkflowStartOptions,
} from '@temporalio/client';
import type { Freeze } from '#domain/campaign/freeze.ts';
import { paceTime } from '#domain/campaign/pace.ts';
import { taskQueueFor } from '#domain/campaign/task-queue.ts';
import {
  type CreateFreezeRequest,
  freezesWorkflowId,
  freezeUpdates,
  type LiftFreezeRequest,
} from '#protocol/entities.ts';
import { workflowTypes } from '#protocol/workflow-types.ts';
import type { freezes as freezesWorkflow } from '#workflows/entities/freezes.ts';
import { paceOfClock } from '../clusters/read-simulated-time.ts';
import { withGateways } from '../clusters/with-gateways.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { answerWithinMs, explainRefusal, type RefusedUpdate } from '../temporal/explain-refusal.ts';
import { readFreezes } from '../temporal/read-freezes.ts';
import { type TemporalSession, withTemporal } from '../temporal/temporal-client.ts';
import { meansNoWorker } from '../temporal/worker-polls.ts';

/** The freezes of one task queue. Its verbs throw CommandError as `explainRefusal` says. */
export interface Freezes {
  create(request: CreateFreezeRequest): Promise<Freeze>;
  lift(request: LiftFreezeRequest): Promise<Freeze>;
  /** Every freeze that is remembered, oldest first. */
  list(): Promise<readonly Freeze[]>;
}

/**
 * Now (ms), and the freezes of the workers that this environment is about: those of public Azure, or those of the
 * simulator at its endpoint, by the simulator's clock.
 */
export async function withFreezes<T>(work: (freezes: Freezes, now: number) => Promise<T>): Promise<T> {
  const clock = await withGateways((gateways) => gateways.readSimulatorClock());
  const taskQueue = taskQueueFor(clock);
  const pace = clock === null ? null : paceOfClock(clock);
  return withTemporal((session) => work(openFreezes(session, taskQueue), paceTime(pace, Date.now())));
}

function openFreezes(session: TemporalSession, taskQueue: string): Freezes {
  const workflowId = freezesWorkflowId(taskQueue);
  const handle: WorkflowHandle<typeof freezesWorkflow> = session.client.workflow.getHandle(workflowId);
  const updateId = (verb: string) => `${verb}-${randomUUID()}`;
  return {
    create: (request) =>
      answered('freeze create', request.name, () =>
        session.within(
          () =>
            session.client.workflow.executeUpdateWithStart<
              typeof freezesWorkflow,
              Freeze,
              [CreateFreezeRequest]
            >(freezeUpdates.create, {
              startWorkflowOperation: startOnce(workflowId, taskQueue),
              args: [request],
              updateId: updateId('create'),
            }),
          answerWithinMs,
        ),
      ),
    lift: (request) =>
      answered('freeze lift', request.name, () =>
        session.within(
          () =>
            handle.executeUpdate<Freeze, [LiftFreezeRequest]>(freezeUpdates.lift, {
              args: [request],
              updateId: updateId('lift'),
            }),
          answerWithinMs,
        ),
      ),
    list: async () => {
      try {
        return await readFreezes(session, taskQueue);
      } catch (error) {
        throw meansNoWorker(error) ? unanswered(taskQueue, error) : error;
      }
    },
  };
}

/** The entity is there from the first freeze on. */
function startOnce(
  workflowId: string,
  taskQueue: string,
): WithStartWorkflowOperation<typeof freezesWorkflow> {
  const options: WorkflowStartOptions<typeof freezesWorkflow> & { workflowIdConflictPolicy: 'USE_EXISTING' } =
    {
      workflowId,
      taskQueue,
      args: [{ freezes: [] }],
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: 'Freezes: the stop switch over all campaigns',
    };
  return new WithStartWorkflowOperation(workflowTypes.freezes, options);
}

async function answered(verb: string, name: string, send: () => Promise<Freeze>): Promise<Freeze> {
  const refused: RefusedUpdate = {
    verb,
    missing: { message: `There is no freeze named ${name}.`, next: 'drydock freeze list' },
    check: 'drydock freeze list',
  };
  try {
    return await send();
  } catch (error) {
    throw explainRefusal(error, refused);
  }
}

function unanswered(taskQueue: string, cause: unknown): CommandError {
  return new CommandError(
    exitCodes.unavailable,
    `no worker answers on task queue ${taskQueue}, so the freezes cannot be read; campaigns treat that as a freeze`,
    'start a worker: drydock worker',
    cause,
  );
}
