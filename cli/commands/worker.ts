import { replaceProcess } from '../process/replace-process.ts';

export async function run(): Promise<never> {
  return replaceProcess('worker/main', []);
}
