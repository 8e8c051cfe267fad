import { allOf, asMatch, type Match, unsure } from './match.ts';

type Labels = Readonly<Record<string, string>>;

const name = '[A-Za-z0-9_./-]+';
const value = `(?:"([^"]*)"|'([^']*)')`;
const equality = new RegExp(`^(${name})\\s*(==|!=)\\s*${value}$`);
const membership = new RegExp(`^(${name})\\s+(not\\s+in|in)\\s*\\{([^}]*)\\}$`);
const existence = new RegExp(`^(!?)\\s*has\\(\\s*(${name})\\s*\\)$`);

/**
 * Whether labels match a selector of Calico: all(), has(k), !has(k), k == 'v', k != 'v', k in {...}, k not in {...}, and several
 * of them joined by &&. Any other is undecided.
 */
export function calicoSelects(selector: string, labels: Labels): Match {
  const text = selector.trim();
  if (text === '') return 'yes';
  return allOf(text.split('&&').map((term) => termHolds(term.trim(), labels)));
}

function termHolds(term: string, labels: Labels): Match {
  if (term === 'all()') return 'yes';
  if (term === 'global()') return 'no';
  const existing = existence.exec(term);
  if (existing !== null) return asMatch(Object.hasOwn(labels, existing[2] ?? '') === (existing[1] === ''));
  const equal = equality.exec(term);
  if (equal !== null) {
    const [, key = '', operator, double, single] = equal;
    return asMatch((labelOf(labels, key) === (double ?? single)) === (operator === '=='));
  }
  const member = membership.exec(term);
  if (member === null) return unsure(`the selector ${JSON.stringify(term)}`);
  const [, key = '', operator, list = ''] = member;
  const values = [...list.matchAll(new RegExp(value, 'g'))].map(
    ([, double, single]) => double ?? single ?? '',
  );
  const label = labelOf(labels, key);
  return asMatch((label !== undefined && values.includes(label)) === (operator === 'in'));
}

function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
