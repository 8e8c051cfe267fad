import { describePause } from '#domain/campaign/pauses.ts';
import { parseDuration } from '#domain/text/duration.ts';
import type { OperatorRequest, OperatorVerb } from '#protocol/operator-updates.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { refuseTogether } from '../failure/refuse-together.ts';
import { proofFor } from '../input/approval-proof.ts';
import type { CommandInput, CommandModule, OptionValues } from '../input/command-input.ts';
import { operatorName, operatorReason, refuseMissingReason } from '../input/operator-identity.ts';
import { confirm, refuseUnasked } from '../input/prompt.ts';
import { optionalTarget, requiredTarget, type TargetKind } from '../input/target-input.ts';
import { readStatus } from '../temporal/read-status.ts';
import { type TemporalSession, withTemporal } from '../temporal/temporal-client.ts';
import { withLocalTimes } from '../view/terminal/local-times.ts';
import { log, printJson, printText } from '../view/terminal/print.ts';
import { type ShownOrder, showBefore } from './show-before.ts';
import { steer } from './steer.ts';
import { steerTarget } from './steer-target.ts';

/** The worker asks Entra before it answers. */
const provenWithinMs = 40_000;

/** What an operator typed after a verb. */
interface Order {
  /** "cluster/aks-pay-weu", "gate test"; empty: the campaign. */
  readonly about: string;
  /** Fields of the update beside who and why. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Asked before it is sent, below what the decision is about (docs/decisions/irreversible-asks-first.md). */
  readonly question?: string;
}

const parts: readonly TargetKind[] = ['stage', 'cluster', 'pool'];

const orders: Readonly<Record<OperatorVerb, (options: OptionValues, campaign: string) => Order>> = {
  approve: (options, campaign) => {
    const order = gateOrder(options, campaign);
    return { ...order, question: `Approve ${order.about} of ${campaign}?` };
  },
  reject: (options, campaign) => {
    const order = gateOrder(options, campaign);
    return { ...order, question: `Reject ${order.about} and end ${campaign} for good?` };
  },
  pause: (options) => ({ about: '', fields: given('at', options.text('at')) }),
  resume: (options) => ({ about: '', fields: given('pause', options.text('pause')) }),
  abort: (options, campaign) => {
    const target = optionalTarget(options, parts);
    const what = target === null ? campaign : `${target} of ${campaign}`;
    return {
      about: target ?? 'the campaign',
      fields: given('target', target),
      question: `Abort ${what}, including its operations in Azure?`,
    };
  },
  retry: (options) => targetOrder(options, parts),
  skip: (options) => {
    const order = targetOrder(options, parts);
    return { ...order, question: `Skip ${order.about}?` };
  },
  rollback: (options) => {
    const order = targetOrder(options, ['cluster', 'pool']);
    return { ...order, question: `Roll back ${order.about}?` };
  },
  force: (options) => {
    const { about, fields } = targetOrder(options, ['cluster']);
    return {
      about,
      fields: { ...fields, forMs: forceDuration(options) },
      question: `Force the upgrade of ${about}, overriding deprecated-API checks and disruption budgets?`,
    };
  },
  'clean-up': (options) => {
    const order = targetOrder(options, ['pool']);
    return {
      ...order,
      question: `Drain the quarantined nodes of ${order.about} and delete their machines?`,
    };
  },
  promote: (options, campaign) => {
    const target = optionalTarget(options, ['stage', 'cluster']);
    const what = target === null ? campaign : `${target} of ${campaign}`;
    return {
      about: target ?? 'the soak',
      fields: given('target', target),
      question: `End the soak of ${what} for good?`,
    };
  },
};

/**
 * A verb sends one update, with who and why, and prints the campaign's answer. Its command throws CommandError (64)
 * where a reason or a confirmation is missing and stdin is not a terminal.
 */
export function operatorCommand(verb: OperatorVerb): CommandModule {
  return {
    async run({ positional: [name = ''], options }: CommandInput) {
      const { about, fields, question: own } = checkedOrder(verb, name, options);
      const by = operatorName(options);
      const pause = verb === 'resume' && !('pause' in fields) ? await seePause(name) : null;
      const question = pause?.question ?? own;
      const isTerminal = process.stdin.isTTY;
      const order = isShown(verb) ? { verb, by, ...fields } : null;
      const isShownFirst = !options.isOn('yes') && (isTerminal || needsYes(verb));
      const seen = order !== null && isShownFirst ? await showFirst(name, order) : null;
      const reason = await operatorReason(options, whatFor(verb, about));
      const isAsked = question !== undefined && (isTerminal || needsYes(verb));
      if (isAsked && !options.isOn('yes')) await confirm(question, `drydock status ${name}`);
      const answer = await withTemporal(async (session) => {
        // What is sent unasked stands in the log with what it was about.
        const shown = order !== null && !isShownFirst ? await show(session, name, order) : seen;
        const request = { by, reason, ...digestOf(shown, order), ...pause?.fields, ...fields };
        return shown?.needsProof === true && isProven(verb)
          ? sendProven(session, name, verb, request)
          : steerTarget(session, name, verb, request);
      });
      if (options.wantsJson()) printJson({ kind: 'OperatorAnswer', campaign: name, ...answer });
      else printText(`${withLocalTimes(answer.text)}\nNext: ${nextOf(verb, name)}`);
      return exitCodes.done;
    },
  };
}

/** Throws CommandError (64) with everything that is missing. */
function checkedOrder(verb: OperatorVerb, name: string, options: OptionValues): Order {
  let order: Order = { about: '', fields: {} };
  try {
    refuseTogether([
      () => (order = orders[verb](options, name)),
      () => operatorName(options),
      () => refuseMissingReason(options, whatFor(verb, order.about)),
    ]);
  } catch (error) {
    refuseTogether([
      () => {
        throw error;
      },
      // Alone, it is refused below what the order is about.
      () => needsYes(verb) && !options.isOn('yes') && refuseUnasked(`drydock status ${name}`),
    ]);
  }
  return order;
}

function whatFor(verb: OperatorVerb, about: string): string {
  return [verb, about].filter(Boolean).join(' ');
}

/** Without a terminal, too. An approval is itself the answer that its gate asks for, a resume that of its pause. */
function needsYes(verb: OperatorVerb): boolean {
  return verb !== 'approve' && verb !== 'resume' && verb !== 'pause' && verb !== 'retry';
}

function nextOf(verb: OperatorVerb, campaign: string): string {
  return verb === 'pause' ? `drydock resume ${campaign} --reason TEXT` : `drydock watch ${campaign}`;
}

/** An abort is not kept waiting for a reading; the others take each other back. */
function isShown(verb: OperatorVerb): verb is ShownOrder['verb'] {
  return verb !== 'abort' && verb !== 'pause' && verb !== 'resume' && verb !== 'retry';
}

/** What will be asked about. Without a terminal nothing is sent, and what cannot be shown is one more reason. */
async function showFirst(name: string, order: ShownOrder): ReturnType<typeof showBefore> {
  try {
    return await withTemporal((session) => show(session, name, order));
  } catch (error) {
    refuseTogether([
      () => refuseUnasked(`drydock status ${name}`),
      () => {
        throw error;
      },
    ]);
    throw error;
  }
}

async function show(
  session: TemporalSession,
  name: string,
  order: ShownOrder,
): ReturnType<typeof showBefore> {
  const shown = await showBefore(session, name, order);
  log(shown.text);
  return shown;
}

/** An approval is bound to the plan that was shown. */
function digestOf(
  shown: { readonly digest: string } | null,
  order: ShownOrder | null,
): { readonly digest?: string } {
  return shown === null || order?.gate === undefined ? {} : { digest: shown.digest };
}

/** A resume is bound to the pause that was shown; to accept what a rule stopped for is a decision of its own. */
async function seePause(name: string): Promise<Pick<Order, 'fields' | 'question'> | null> {
  const { pause } = await withTemporal(async (session) => (await readStatus(session, name)).status);
  if (pause === undefined) return null;
  log(`${name} is stopped by ${withLocalTimes(describePause(pause))}.`);
  const asked = pause.by === 'rule' ? { question: `Accept that and continue ${name}?` } : {};
  return { fields: { pause: pause.id }, ...asked };
}

type ProvenVerb = 'approve' | 'reject' | 'force';

function isProven(verb: OperatorVerb): verb is ProvenVerb {
  return verb === 'approve' || verb === 'reject' || verb === 'force';
}

/** With a token of Entra. */
async function sendProven(
  session: TemporalSession,
  name: string,
  verb: ProvenVerb,
  { by, ...terms }: OperatorRequest,
) {
  const proof = await proofFor({ namespace: session.namespace, campaign: name, verb, terms });
  return steer(session, name, verb, { by, ...terms, proof }, provenWithinMs);
}

function gateOrder(options: OptionValues, campaign: string): Order {
  const gate = options.requiredText('gate', `a gate is named after its stage: drydock status ${campaign}`);
  return { about: `gate ${gate}`, fields: { gate, ...given('digest', options.text('digest')) } };
}

function targetOrder(options: OptionValues, kinds: readonly TargetKind[]): Order {
  const target = requiredTarget(options, kinds);
  return { about: target, fields: { target } };
}

/** How long Azure keeps the override at most (ms). Throws CommandError (64) for anything but a duration. */
function forceDuration(options: OptionValues): number {
  const text = options.text('for') ?? '1h';
  const forMs = parseDuration(text) ?? 0;
  if (forMs > 0) return forMs;
  throw new CommandError(exitCodes.usage, `--for "${text}" is not a duration`, 'for example 30m or 2h');
}

function given(name: string, value: string | null): Readonly<Record<string, string>> {
  return value === null ? {} : { [name]: value };
}
