import { createRequire } from 'node:module';
import type { Duration } from '@temporalio/common';
import { describe, expect, expectTypeOf, it } from 'vitest';

const require = createRequire(import.meta.url);

describe('packages', () => {
  it('have one protobufjs: a replayed history is read by the one and checked by the other', () => {
    const ours = require.resolve('protobufjs');
    const theirs = ['@temporalio/common', '@temporalio/proto'].map((name) =>
      createRequire(require.resolve(name)).resolve('protobufjs'),
    );
    expect(theirs).toEqual([ours, ours]);
  });

  it("have ms's types, which no file names: without them every Duration of Temporal's is any", () => {
    expectTypeOf<Duration>().not.toBeAny();
  });
});
