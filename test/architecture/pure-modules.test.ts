import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './cruise-modules.ts';

const clock = /\bDate\.now\(|\bnew Date\(\)|\bperformance\.|\bTemporal\.Now\b/;
const chance = /\bMath\.random\(|\bcrypto\.|\buuid4\(/;
const surroundings = /\bprocess\.|\bglobalThis\.|\bfetch\(|\bset(Timeout|Interval)\(/;
const sleep = /\bsleep\(|\bCancellationScope\.withTimeout\(/;

const filesWith = (module: string, pattern: RegExp): readonly string[] =>
  globSync(`${module}/**/*.ts`, { cwd: root })
    .filter((file) => pattern.test(readFileSync(join(root, file), 'utf8')))
    .toSorted();

describe('what decides', () => {
  it.each(['domain', 'spec'])('%s reads no clock: now is an argument', (module) => {
    expect(filesWith(module, clock)).toEqual([]);
  });

  it.each(['domain', 'spec', 'workflows'])('%s leaves nothing to chance', (module) => {
    expect(filesWith(module, chance)).toEqual([]);
  });

  it.each(['domain', 'spec', 'workflows'])('%s knows nothing of the process it runs in', (module) => {
    expect(filesWith(module, surroundings)).toEqual([]);
  });

  it('workflows read time and wait through one module', () => {
    expect(filesWith('workflows', clock)).toEqual(['workflows/pace.ts']);
    expect(filesWith('workflows', sleep)).toEqual([]);
  });
});
