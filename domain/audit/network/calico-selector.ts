import { allOf, anyOf, asMatch, type Match, not, unsure } from './match.ts';

type Labels = Readonly<Record<string, string>>;

const tokenText =
  /\s*(?:(\|\||&&|==|!=|[!(){},])|"([^"]*)"|'([^']*)'|(not\s+in|starts\s+with|ends\s+with)\b|([A-Za-z0-9_./-]+))/y;
/** Selectors come from a cluster: a longer or deeper one is not read. */
const longest = 4096;
const deepest = 30;

type Token = { readonly mark: string } | { readonly value: string } | { readonly word: string };

/** A selector that this grammar does not know. */
class Unread extends Error {}

/**
 * Whether labels match a selector of Calico: all(), global(), has(k), k == 'v', k != 'v', k in {...}, k not in {...}, contains, starts
 * with, ends with, joined by ||, && (which binds closer), ! and parentheses
 * (https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#selectors). Any other is undecided.
 */
export function calicoSelects(selector: string, labels: Labels): Match {
  if (selector.trim() === '') return 'yes';
  const tokens = selector.length > longest ? null : tokensOf(selector);
  if (tokens === null) return unread(selector);
  try {
    const reader = new SelectorReader(tokens, labels);
    return reader.whole();
  } catch (error) {
    if (error instanceof Unread) return unread(selector);
    throw error;
  }
}

function unread(selector: string): Match {
  const text = selector.trim();
  return unsure(`the selector ${JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}...` : text)}`);
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
  readonly #labels: Labels;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], labels: Labels) {
    this.#tokens = tokens;
    this.#labels = labels;
  }

  whole(): Match {
    const match = this.#either();
    if (this.#at < this.#tokens.length) throw new Unread();
    return match;
  }

  #either(): Match {
    const parts = [this.#both()];
    while (this.#takes('||')) parts.push(this.#both());
    return anyOf(parts);
  }

  #both(): Match {
    const parts = [this.#term()];
    while (this.#takes('&&')) parts.push(this.#term());
    return allOf(parts);
  }

  #term(): Match {
    this.#depth += 1;
    if (this.#depth > deepest) throw new Unread();
    try {
      if (this.#takes('!')) return not(this.#term());
      if (!this.#takes('(')) return this.#comparison(this.#word());
      const inner = this.#either();
      this.#expects(')');
      return inner;
    } finally {
      this.#depth -= 1;
    }
  }

  #comparison(word: string): Match {
    if (this.#takes('(')) {
      const key = word === 'has' ? this.#word() : null;
      this.#expects(')');
      if (key !== null) return asMatch(Object.hasOwn(this.#labels, key));
      if (word === 'all') return 'yes';
      // Endpoints without a namespace, of which a pod is none.
      if (word === 'global') return 'no';
      throw new Unread();
    }
    const label = Object.hasOwn(this.#labels, word) ? this.#labels[word] : undefined;
    if (this.#takes('not in')) return not(isIn(label, this.#set()));
    if (this.#takes('!=')) return not(isIn(label, [this.#value()]));
    if (this.#takes('==')) return isIn(label, [this.#value()]);
    const operator = this.#takes('starts with') ? 'starts' : this.#takes('ends with') ? 'ends' : this.#word();
    if (operator === 'in') return isIn(label, this.#set());
    const part = this.#value();
    if (label === undefined) return 'no';
    if (operator === 'starts') return asMatch(label.startsWith(part));
    if (operator === 'ends') return asMatch(label.endsWith(part));
    if (operator === 'contains') return asMatch(label.includes(part));
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

/** A label that is not there is in no set. */
function isIn(label: string | undefined, values: readonly string[]): Match {
  return asMatch(label !== undefined && values.includes(label));
}
