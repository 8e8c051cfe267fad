import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { programFile } from '#cli/process/program-file.ts';

describe('programFile', () => {
  it.each(['cli/drydock', 'simulator/main', 'worker/main'] as const)('finds %s', (name) => {
    expect(existsSync(programFile(name))).toBe(true);
  });

  it('says which image has a program that this installation was made without', () => {
    expect(() => programFile('simulator/main', pathToFileURL('/nonexistent/'))).toThrow(
      expect.objectContaining({
        message: 'this installation does not have simulator/main.ts',
        exitCode: 69,
        next: expect.stringContaining('--target simulator') as string,
      }),
    );
  });
});
