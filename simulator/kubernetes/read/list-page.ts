import type { AnyKind } from '../objects/kinds.ts';
import { keyOf } from '../store/object-store.ts';
import { problem, StatusProblem } from '../wire/status-answer.ts';

const SNAPSHOTS_KEPT = 200;

// The revision in a token that continues from wherever the list stands now.
const ANY_MOMENT = 0;

interface Token {
  readonly rv: number;
  readonly scope: string;
  readonly start: string;
}

export interface PageRequest {
  /** What is listed: a token of one list does not fit another. */
  readonly scope: string;
  /** At most this many objects; 0 is all of them. */
  readonly limit: number;
  readonly token: string | undefined;
}

export interface Page {
  readonly items: readonly AnyKind[];
  readonly revision: number;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/**
 * Pages of lists. All pages of one list show the moment of its first page; a token whose moment is no longer
 * kept (the last 200 are) is answered 410 Expired, as etcd's compaction would.
 */
export class ListPages {
  private readonly snapshots = new Map<string, readonly AnyKind[]>();

  /** `listNow` answers all objects that meet the list's selectors, at this moment. */
  page(request: PageRequest, revision: number, listNow: () => readonly AnyKind[]): Page {
    const token = request.token === undefined ? undefined : readToken(request.token);
    if (token === undefined) return this.cut(request, revision, sorted(listNow()));
    const isFromNow = token.rv === ANY_MOMENT;
    const moment = isFromNow ? revision : token.rv;
    const snapshot = isFromNow ? sorted(listNow()) : this.snapshots.get(`${moment} ${request.scope}`);
    if (snapshot === undefined || token.scope !== request.scope) throw expired(token);
    const left = snapshot.filter((object) => keyOf(object.metadata) >= token.start);
    return this.cut(request, moment, left);
  }

  private cut({ limit, scope }: PageRequest, revision: number, left: readonly AnyKind[]): Page {
    const next = limit > 0 ? left[limit] : undefined;
    if (next === undefined) return { items: left, revision };
    this.keep(`${revision} ${scope}`, left);
    return {
      items: left.slice(0, limit),
      revision,
      continue: writeToken({ rv: revision, scope, start: keyOf(next.metadata) }),
      remainingItemCount: left.length - limit,
    };
  }

  private keep(key: string, snapshot: readonly AnyKind[]): void {
    if (!this.snapshots.has(key)) this.snapshots.set(key, snapshot);
    const oldest = this.snapshots.keys().next().value;
    if (this.snapshots.size > SNAPSHOTS_KEPT && oldest !== undefined) this.snapshots.delete(oldest);
  }
}

function sorted(objects: readonly AnyKind[]): readonly AnyKind[] {
  return [...objects].sort((a, b) => (keyOf(a.metadata) < keyOf(b.metadata) ? -1 : 1));
}

function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function readToken(text: string): Token {
  try {
    const { rv, scope, start } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<Token>;
    if (typeof rv === 'number' && typeof scope === 'string' && typeof start === 'string') {
      return { rv, scope, start };
    }
  } catch {
    // Falls through: what is no JSON is as wrong as JSON of another shape.
  }
  throw problem('BadRequest', 'continue key is not valid: encoded value is not one this server gave out');
}

// As the real server does, the refusal carries a token for those who accept an inconsistent rest.
function expired(token: Token): StatusProblem {
  const message =
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';
  const { answer } = problem('Expired', message);
  return new StatusProblem({ ...answer, metadata: { continue: writeToken({ ...token, rv: ANY_MOMENT }) } });
}
