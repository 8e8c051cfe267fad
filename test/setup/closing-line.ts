import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with "Tests: 12 passed, 0 failed", alone on its line, for anyone who reads logs by machine; before it "Failed in: FILE" lines. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap(statesOf);
    const count = (state: string) => states.filter((each) => each === state).length;
    for (const module of modules)
      if (statesOf(module).includes('failed'))
        process.stdout.write(`Failed in: ${module.relativeModuleId}\n`);
    process.stdout.write(`Tests: ${count('passed')} passed, ${count('failed')} failed\n`);
  }
}

/** What breaks outside tests, in a file or before or after those of a suite, counts as one that failed. */
function statesOf(module: TestModule): readonly string[] {
  const tests = [...module.children.allTests()].map((test) => test.result().state);
  const broken = [module, ...module.children.allSuites()].filter((each) => each.errors().length > 0);
  return [...tests, ...broken.map(() => 'failed')];
}
