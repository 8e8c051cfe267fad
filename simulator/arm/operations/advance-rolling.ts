import { nextStage, type RollingStage, statusText } from '../../cluster/lifecycle.ts';
import type { OperationError } from '../../cluster/operation.ts';

/** What a rolling upgrade is to do and what is decided about it in advance; none of it changes. */
export interface RollingTerms {
  /** Nodes at a time. */
  readonly width: number;
  readonly surgeNodes: number;
  /** `undrainableNodeBehavior: Cordon`: a node that cannot be drained is quarantined, and the upgrade continues. */
  readonly quarantines: boolean;
  /** A lying success: the last node is left as it is and counted as done. */
  readonly skipsLastNode: boolean;
  readonly failure:
    | (OperationError & { readonly isBeforeSurge: boolean; readonly afterNodes: number })
    | null;
}

export interface RollingState {
  readonly terms: RollingTerms;
  /** Names of nodes that are still to be replaced, in their order. */
  readonly todo: readonly string[];
  readonly total: number;
  readonly firstNode: string | undefined;
  /** Names of nodes being drained, and of surge nodes. */
  readonly draining: readonly string[];
  readonly surge: readonly string[];
  /** Counts of nodes: begun, in progress, done, quarantined. */
  readonly begun: number;
  readonly active: number;
  readonly done: number;
  readonly quarantined: number;
  readonly error: OperationError | null;
  readonly isOver: boolean;
}

export type RollingEvent =
  | { readonly kind: 'started' | 'surge-available' | 'soaked' | 'nothing-to-do' }
  | { readonly kind: 'surge-created'; readonly nodes: readonly string[] }
  | { readonly kind: 'drained' | 'reimaged' | 'surge-removed'; readonly node: string }
  | { readonly kind: 'undrained'; readonly node: string; readonly message: string }
  | { readonly kind: 'refused'; readonly error: OperationError };

export type RollingEffect =
  | { readonly kind: 'status'; readonly text: string }
  | { readonly kind: 'await-surge' | 'create-surge'; readonly count: number }
  | {
      readonly kind: 'drain' | 'quarantine' | 'uncordon' | 'drop-surge' | 'remove-surge';
      readonly node: string;
    }
  | { readonly kind: 'reimage'; readonly node: string; readonly isFirst: boolean }
  | { readonly kind: 'soak' | 'idle' }
  | { readonly kind: 'end'; readonly error: OperationError | null };

export interface RollingStep {
  readonly state: RollingState;
  readonly effects: readonly RollingEffect[];
}

export function startOfRolling(
  terms: RollingTerms,
  todo: readonly string[],
  surge: readonly string[],
): RollingState {
  const counts = { begun: 0, active: 0, done: 0, quarantined: 0 };
  return {
    terms,
    todo,
    total: todo.length,
    firstNode: todo[0],
    surge,
    draining: [],
    ...counts,
    error: null,
    isOver: false,
  };
}

/**
 * Carries one pool to its goal: surge, then cordon, drain, reimage and soak of as many nodes at a time as there are surge
 * nodes (or, without surge, as may be unavailable); then the surge goes away.
 */
export function advance(state: RollingState, event: RollingEvent): RollingStep {
  if (state.isOver) return { state, effects: [] };
  switch (event.kind) {
    case 'started':
      return state.total === 0 && state.surge.length === 0
        ? { state, effects: [{ kind: 'idle' }] }
        : enter(state, 'creating-surge-nodes');
    case 'nothing-to-do':
      return end(state);
    case 'surge-available':
      return createSurge(state);
    case 'surge-created':
      return afterSurge({ ...state, surge: [...state.surge, ...event.nodes] });
    case 'drained': {
      const draining = state.draining.filter((node) => node !== event.node);
      const isFirst = event.node === state.firstNode;
      return { state: { ...state, draining }, effects: [{ kind: 'reimage', node: event.node, isFirst }] };
    }
    case 'undrained':
      return leaveUndrained(state, event.node, event.message);
    case 'reimaged':
      return finishNode(state);
    case 'soaked':
      return fill({ ...state, active: state.active - 1 });
    case 'surge-removed':
      return removeSurge({ ...state, surge: state.surge.filter((node) => node !== event.node) });
    case 'refused':
      return end({ ...state, error: event.error });
  }
}

function enter(state: RollingState, stage: RollingStage): RollingStep {
  const next = enterSilently(state, stage);
  return { ...next, effects: [statusOf(state, stage), ...next.effects] };
}

function enterSilently(state: RollingState, stage: RollingStage): RollingStep {
  if (stage === 'creating-surge-nodes')
    return { state, effects: [{ kind: 'await-surge', count: missingSurge(state) }] };
  if (stage === 'draining') return fill(state);
  return stage === 'removing-surge-nodes' ? removeSurge(state) : end(state);
}

function createSurge(state: RollingState): RollingStep {
  const { failure } = state.terms;
  if (failure?.isBeforeSurge === true) return fail(state, failure);
  const count = missingSurge(state);
  return count > 0 ? { state, effects: [{ kind: 'create-surge', count }] } : afterSurge(state);
}

function afterSurge(state: RollingState): RollingStep {
  return enter(state, nextStage('creating-surge-nodes', state.todo.length));
}

/** Begins nodes until as many are in progress as may be, and continues once the last one is done. */
function fill(state: RollingState): RollingStep {
  const { width, failure } = state.terms;
  const isFailing = failure !== null && state.begun >= failure.afterNodes;
  if (state.active < width && state.todo.length > 0 && !isFailing) {
    const first = begin(state);
    const rest = fill(first.state);
    return { state: rest.state, effects: [...first.effects, ...rest.effects] };
  }
  if (state.active > 0) return { state, effects: [] };
  return isFailing ? fail(state, failure) : enter(state, nextStage('soaking', state.todo.length));
}

function begin(state: RollingState): RollingStep {
  const [node, ...todo] = state.todo as [string, ...string[]];
  const begun = { ...state, todo, begun: state.begun + 1, active: state.active + 1 };
  return todo.length === 0 && state.terms.skipsLastNode
    ? finishNode(begun)
    : {
        state: { ...begun, draining: [...state.draining, node] },
        effects: [{ kind: 'drain', node }],
      };
}

function finishNode(state: RollingState): RollingStep {
  const next = { ...state, done: state.done + 1 };
  return { state: next, effects: [statusOf(next, 'soaking'), { kind: 'soak' }] };
}

/** Azure's undrainableNodeBehavior: Cordon quarantines the node and continues, any other value ends the upgrade. */
function leaveUndrained(state: RollingState, node: string, message: string): RollingStep {
  const error = { code: 'UpgradeFailed', message };
  const draining = state.draining.filter((each) => each !== node);
  if (!state.terms.quarantines) {
    const uncordoned = [node, ...draining].map((each) => ({ kind: 'uncordon' as const, node: each }));
    const dropped = state.surge.map((each) => ({ kind: 'drop-surge' as const, node: each }));
    const ended = end({ ...state, draining: [], surge: [], error });
    return { ...ended, effects: [...uncordoned, ...dropped, ...ended.effects] };
  }
  const next = { ...state, draining, quarantined: state.quarantined + 1, active: state.active - 1, error };
  const filled = fill(next);
  return {
    ...filled,
    effects: [{ kind: 'quarantine', node }, statusOf(next, 'draining'), ...filled.effects],
  };
}

/** Surge nodes go one by one; one stays for every quarantined node. */
function removeSurge(state: RollingState): RollingStep {
  const node = state.surge.at(-1);
  return node === undefined || state.surge.length <= state.quarantined
    ? end(state)
    : { state, effects: [{ kind: 'remove-surge', node }] };
}

function missingSurge({ terms, surge }: RollingState): number {
  return terms.surgeNodes - surge.length;
}

function statusOf({ done, total, quarantined }: RollingState, stage: RollingStage): RollingEffect {
  return { kind: 'status', text: statusText(stage, done, total, quarantined) };
}

function fail(state: RollingState, { code, message }: OperationError): RollingStep {
  return end({ ...state, error: { code, message } });
}

function end(state: RollingState): RollingStep {
  return { state: { ...state, isOver: true }, effects: [{ kind: 'end', error: state.error }] };
}
