import { becomeRoom } from '../process/replace-process.ts';

export async function run(): Promise<never> {
  return becomeRoom('worker/main.ts', []);
}
