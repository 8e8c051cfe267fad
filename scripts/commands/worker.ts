import { becomeRoom } from '../become-room.ts';

export async function run(): Promise<never> {
  return becomeRoom('worker/main.ts', []);
}
