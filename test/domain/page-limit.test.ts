import { describe, expect, it } from 'vitest';
import { pageLimit } from '#domain/page-limit.ts';

describe('the pages of a list', () => {
  it('are as many as a big cluster has', () => {
    const check = pageLimit('/pods');
    for (let page = 1; page <= 999; page += 1) check(500, `${page}`);
    expect(() => check(500, '')).not.toThrow();
    expect(() => check(1, '')).toThrow(
      'The list /pods was not read to its end: it has more than 500000 entries.',
    );
  });

  it('are refused where one comes again', () => {
    const check = pageLimit('of the clusters');
    check(1, 'https://management.azure.com/again');
    expect(() => check(0, 'https://management.azure.com/again')).toThrow(
      'The list of the clusters was not read to its end: the server repeats a page.',
    );
  });
});
