import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TestModule } from 'vitest/node';
import ClosingLine from './closing-line.ts';

interface Run {
  readonly tests?: readonly ('passed' | 'failed' | 'skipped')[];
  readonly errors?: number;
  readonly suiteErrors?: number;
}

const many = (count: number) => Array.from({ length: count }, () => new Error('broken'));

function aModule({ tests = [], errors = 0, suiteErrors = 0 }: Run): TestModule {
  const suites = [{ errors: () => many(suiteErrors) }];
  return {
    relativeModuleId: 'test/a.test.ts',
    errors: () => many(errors),
    children: {
      allTests: () => tests.map((state) => ({ result: () => ({ state }) })),
      allSuites: () => suites,
    },
  } as unknown as TestModule;
}

function closing(run: Run): string {
  let said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  new ClosingLine().onTestRunEnd([aModule(run)]);
  return said;
}
afterEach(() => void vi.restoreAllMocks());

describe('the closing lines of a run', () => {
  it.each<[string, Run, string]>([
    ['that went well', { tests: ['passed', 'skipped'] }, 'Tests: 1 passed, 0 failed\n'],
    [
      'of a test that failed',
      { tests: ['failed'] },
      'Failed in: test/a.test.ts\nTests: 0 passed, 1 failed\n',
    ],
    ['of a file that breaks', { errors: 1 }, 'Failed in: test/a.test.ts\nTests: 0 passed, 1 failed\n'],
    [
      'of a suite that breaks before its tests',
      { tests: ['skipped'], suiteErrors: 1 },
      'Failed in: test/a.test.ts\nTests: 0 passed, 1 failed\n',
    ],
  ])('are those of one %s', (_, run, lines) => {
    expect(closing(run)).toBe(lines);
  });
});
