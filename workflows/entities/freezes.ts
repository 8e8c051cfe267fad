import { ApplicationFailure } from '@temporalio/common';
import {
  allHandlersFinished,
  condition,
  defineQuery,
  defineUpdate,
  makeContinueAsNewFunc,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { type Freeze, refuseLift, standingFreeze } from '#domain/campaign/freeze.ts';
import {
  type CreateFreezeRequest,
  freezeQuery,
  freezeUpdates,
  type LiftFreezeRequest,
} from '#protocol/entities.ts';
import { refusals } from '#protocol/operator-updates.ts';

export interface FreezesInput {
  readonly freezes: readonly Freeze[];
}

const create = defineUpdate<Freeze, [CreateFreezeRequest]>(freezeUpdates.create);
const lift = defineUpdate<Freeze, [LiftFreezeRequest]>(freezeUpdates.lift);
const list = defineQuery<readonly Freeze[]>(freezeQuery);

/** Old freezes are forgotten beyond this many. */
const mostKept = 100;

/**
 * The fleet-wide stop switch: an entity that lives as long as the namespace. Every change asks it right before it
 * is sent; each campaign reads `until` by its own clock.
 */
export async function freezes(input: FreezesInput): Promise<void> {
  const all: Freeze[] = [...input.freezes];
  // The summary of the start does not outlive a continue-as-new.
  setCurrentDetails('Freezes: the stop switch over all campaigns');
  setHandler(list, () => all, { description: 'Every freeze, lifted or not' });
  setHandler(
    create,
    ({ name, from, until, by, reason }) => {
      const freeze: Freeze = {
        name,
        from,
        until,
        by,
        reason,
        lifted: null,
      };
      all.push(freeze);
      if (all.length > mostKept) all.shift();
      return freeze;
    },
    {
      description: 'Let nothing begin anywhere. Input: {name, from, until, by, reason}',
      validator: ({ name, from, until, by, reason }) => {
        if (!name?.trim() || !by?.trim() || !reason?.trim()) refuse('A freeze needs name, by and reason.');
        for (const time of [from, until ?? from])
          if (Number.isNaN(Date.parse(time))) refuse(`"${time}" is not a time.`);
        if (standingFreeze(all, name, Date.parse(from)) !== -1)
          refuse(`There is a freeze named ${name} already.`);
      },
    },
  );
  setHandler(
    lift,
    ({ name, at, by, reason }) => {
      const index = standingFreeze(all, name, Date.parse(at));
      const lifted: Freeze = { ...all[index]!, lifted: { at, by, reason } };
      all[index] = lifted;
      return lifted;
    },
    {
      description: 'End a freeze. Input: {name, at, by, reason}',
      validator: ({ name, at, by, reason }) => {
        if (Number.isNaN(Date.parse(at))) refuse(`"${at}" is not a time.`);
        if (!by?.trim() || !reason?.trim()) refuse('Lifting a freeze needs by and reason.');
        const refusal = refuseLift(all, name, Date.parse(at));
        if (refusal !== null) refuse(refusal);
      },
    },
  );
  await condition(() => workflowInfo().continueAsNewSuggested && allHandlersFinished());
  await makeContinueAsNewFunc<typeof freezes>()({ freezes: all });
}

function refuse(text: string): never {
  throw ApplicationFailure.nonRetryable(text, refusals.invalid);
}
