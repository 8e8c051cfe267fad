const operators = {
  '<': (value: number, limit: number) => value < limit,
  '<=': (value: number, limit: number) => value <= limit,
  '>': (value: number, limit: number) => value > limit,
  '>=': (value: number, limit: number) => value >= limit,
  '==': (value: number, limit: number) => value === limit,
  '!=': (value: number, limit: number) => value !== limit,
} as const;

/** A comparison with a number, such as "< 0.01". */
export interface Condition {
  readonly operator: keyof typeof operators;
  readonly limit: number;
}

const form = /^\s*(?<operator><=|>=|==|!=|<|>)\s*(?<limit>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*$/;

/** Reads an operator and a finite number; null for anything else. */
export function parseCondition(text: string): Condition | null {
  const { operator, limit } = form.exec(text)?.groups ?? {};
  if (operator === undefined || !Number.isFinite(Number(limit))) return null;
  return { operator: operator as Condition['operator'], limit: Number(limit) };
}

/** NaN meets nothing, not even "!=": a division by zero is not a success. */
export function meets({ operator, limit }: Condition, value: number): boolean {
  return !Number.isNaN(value) && operators[operator](value, limit);
}

export function formatCondition({ operator, limit }: Condition): string {
  return `${operator} ${limit}`;
}
