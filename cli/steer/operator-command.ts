import { parseDuration } from '#domain/text/duration.ts';
import type { OperatorRequest, updates } from '#protocol/operator-updates.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { proofFor } from '../input/approval-proof.ts';
import type { CommandInput, CommandModule, OptionValues } from '../input/command-input.ts';
import { operatorName, operatorReason } from '../input/operator-identity.ts';
import { confirm } from '../input/prompt.ts';
import { optionalTarget, requiredTarget, type TargetKind } from '../input/target-input.ts';
import { readStatus } from '../temporal/read-status.ts';
import { type TemporalSession, withTemporal } from '../temporal/temporal-client.ts';
import { log, printJson, printText } from '../view/terminal/print.ts';
import { type BlindOrder, showBefore } from './show-before.ts';
import { refuseEnded, steer } from './steer.ts';
import { steerTarget } from './steer-target.ts';

/** The worker asks Entra before it answers. */
const provenWithinMs = 40_000;

export type OperatorVerb = keyof typeof updates;

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
  resume: () => ({ about: '', fields: {} }),
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
      const { about, fields, question } = orders[verb](options, name);
      const isTerminal = process.stdin.isTTY;
      const shown =
        isTerminal && !options.isOn('yes') && isBlind(verb)
          ? await show(name, { verb, by: operatorName(options), ...fields })
          : {};
      const reason = await operatorReason(options, [verb, about].filter(Boolean).join(' '));
      const request = { by: operatorName(options), reason, ...shown, ...fields };
      // An approval is itself the answer that its gate asks for.
      const isAsked = question !== undefined && (isTerminal || verb !== 'approve');
      if (isAsked && !options.isOn('yes')) await confirm(question, `drydock status ${name}`);
      const answer = await withTemporal((session) => send(session, name, verb, request));
      if (options.wantsJson()) printJson({ kind: 'OperatorAnswer', campaign: name, ...answer });
      else printText(`${answer.text}\nNext: ${nextOf(verb, name)}`);
      return exitCodes.done;
    },
  };
}

function nextOf(verb: OperatorVerb, campaign: string): string {
  return verb === 'pause' ? `drydock resume ${campaign} --reason TEXT` : `drydock watch ${campaign}`;
}

function isBlind(verb: OperatorVerb): verb is BlindOrder['verb'] {
  return verb === 'approve' || verb === 'reject' || verb === 'skip' || verb === 'rollback';
}

/** An approval is bound to the plan that was shown. */
async function show(name: string, order: BlindOrder): Promise<{ readonly digest?: string }> {
  const { text, digest } = await withTemporal((session) => showBefore(session, name, order));
  log(text);
  return order.gate === undefined ? {} : { digest };
}

async function send(
  session: TemporalSession,
  name: string,
  verb: OperatorVerb,
  request: Parameters<typeof steerTarget>[3] & { readonly digest?: unknown },
) {
  if (verb === 'approve' || verb === 'reject' || verb === 'force')
    return sendProven(session, name, verb, request);
  const isChecked = verb !== 'pause' && verb !== 'resume' && verb !== 'clean-up';
  return isChecked ? steerTarget(session, name, verb, request) : steer(session, name, verb, request);
}

/** With a token of Entra where the campaign asks for that. An approval is bound to a plan: that of `--digest`, else the running one, which is printed. */
async function sendProven(
  session: TemporalSession,
  name: string,
  verb: 'approve' | 'reject' | 'force',
  { by, ...asked }: OperatorRequest & { readonly digest?: unknown },
) {
  const { status } = await readStatus(session, name);
  refuseEnded(status);
  if (status.incomplete !== null)
    throw new CommandError(exitCodes.unavailable, status.incomplete, 'start a worker, then decide');
  const { planDigest, approvalIdentity } = status;
  if (verb !== 'force' && asked.digest === undefined) log(`Plan ${planDigest}`);
  const terms = verb === 'force' ? asked : { digest: planDigest, ...asked };
  if (approvalIdentity === undefined) return steer(session, name, verb, { by, ...terms });
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
