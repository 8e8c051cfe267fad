import { allOf, anyOf, asMatch, type Match, not, unsure } from './match.ts';

type Labels = Readonly<Record<string, string>>;

const tokenText =
  /\s*(?:(\|\||&&|==|!=|[!(){},])|"([^"]*)"|'([^']*)'|(not\s+in|starts\s+with|ends\s+with)\b|([A-Za-z0-9_./-]+))/y;
/** Selectors come from a cluster: a longer or deeper one is not read. */
const longest = 4096;
const deepest = 30;

type Token = { readonly mark: string } | { readonly value: string } | { readonly word: string };

/** Whether labels match. */
export type CalicoSelector = (labels: Labels) => Match;

/** A selector that this grammar does not know. */
class Unread extends Error {}

/**
 * Reads a selector of Calico: all(), global(), has(k), k == 'v', k != 'v', k in {...}, k not in {...}, contains, starts
 * with, ends with, joined by ||, && (which binds closer), ! and parentheses
 * (https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#selectors). Any other is undecided.
 */
export function readCalicoSelector(selector: string): CalicoSelector {
  if (selector.trim() === '') return () => 'yes';
  const tokens = selector.length > longest ? null : tokensOf(selector);
  if (tokens === null) return unread(selector);
  try {
    return new SelectorReader(tokens).whole();
  } catch (error) {
    if (error instanceof Unread) return unread(selector);
    throw error;
  }
}

function unread(selector: string): CalicoSelector {
  const text = selector.trim();
  const match = unsure(
    `the selector ${JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}...` : text)}`,
  );
  return () => match;
}

function tokensOf(selector: string): readonly Token[] | null {
  const tokens: Token[] = [];
  const text = selector.trim();
  for (let at = 0; at < text.length; at = tokenText.lastIndex) {
    tokenText.lastIndex = at;
    const found = tokenText.exec(text);
    if (found === null) return null;
    const [, mark, double, single, operator, word] = found;
    const value = double ?? single;
    if (value !== undefined) tokens.push({ value });
    else if (word !== undefined) tokens.push({ word });
    else tokens.push({ mark: mark ?? (operator ?? '').replace(/\s+/, ' ') });
  }
  return tokens;
}

class SelectorReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): CalicoSelector {
    const match = this.#either();
    if (this.#at < this.#tokens.length) throw new Unread();
    return match;
  }

  #either(): CalicoSelector {
    const parts = [this.#both()];
    while (this.#takes('||')) parts.push(this.#both());
    return (labels) => anyOf(parts.map((part) => part(labels)));
  }

  #both(): CalicoSelector {
    const parts = [this.#term()];
    while (this.#takes('&&')) parts.push(this.#term());
    return (labels) => allOf(parts.map((part) => part(labels)));
  }

  #term(): CalicoSelector {
    this.#depth += 1;
    if (this.#depth > deepest) throw new Unread();
    try {
      if (this.#takes('!')) return negated(this.#term());
      if (!this.#takes('(')) return this.#comparison(this.#word());
      const inner = this.#either();
      this.#expects(')');
      return inner;
    } finally {
      this.#depth -= 1;
    }
  }

  #comparison(word: string): CalicoSelector {
    if (this.#takes('(')) {
      const key = word === 'has' ? this.#word() : null;
      this.#expects(')');
      if (key !== null) return (labels) => asMatch(Object.hasOwn(labels, key));
      if (word === 'all') return () => 'yes';
      // Endpoints without a namespace, of which a pod is none.
      if (word === 'global') return () => 'no';
      throw new Unread();
    }
    if (this.#takes('not in')) return negated(isIn(word, this.#set()));
    if (this.#takes('!=')) return negated(isIn(word, [this.#value()]));
    if (this.#takes('==')) return isIn(word, [this.#value()]);
    const operator = this.#takes('starts with') ? 'starts' : this.#takes('ends with') ? 'ends' : this.#word();
    if (operator === 'in') return isIn(word, this.#set());
    const part = this.#value();
    if (operator === 'starts') return ofLabel(word, (label) => label.startsWith(part));
    if (operator === 'ends') return ofLabel(word, (label) => label.endsWith(part));
    if (operator === 'contains') return ofLabel(word, (label) => label.includes(part));
    throw new Unread();
  }

  #set(): readonly string[] {
    this.#expects('{');
    if (this.#takes('}')) return [];
    const values = [this.#value()];
    while (this.#takes(',')) values.push(this.#value());
    this.#expects('}');
    return values;
  }

  #takes(mark: string): boolean {
    const token = this.#tokens[this.#at];
    if (token === undefined || !('mark' in token) || token.mark !== mark) return false;
    this.#at += 1;
    return true;
  }

  #expects(mark: string): void {
    if (!this.#takes(mark)) throw new Unread();
  }

  #word(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined || !('word' in token)) throw new Unread();
    this.#at += 1;
    return token.word;
  }

  #value(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined || !('value' in token)) throw new Unread();
    this.#at += 1;
    return token.value;
  }
}

function negated(selector: CalicoSelector): CalicoSelector {
  return (labels) => not(selector(labels));
}

/** A label that is not there is in no set. */
function isIn(key: string, values: readonly string[]): CalicoSelector {
  return ofLabel(key, (label) => values.includes(label));
}

function ofLabel(key: string, fits: (label: string) => boolean): CalicoSelector {
  return (labels) => {
    const label = Object.hasOwn(labels, key) ? labels[key] : undefined;
    return asMatch(label !== undefined && fits(label));
  };
}
