// npm and npx start a program through a shell, and send signals to that shell alone, which dies without passing them on
// (npm 11.19 with dash, measured). So a program that they start ends as after a SIGTERM once its parent has ended.
import { isMainThread } from 'node:worker_threads';

const lookEveryMs = 500;

if (isMainThread) {
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    process.kill(process.pid, 'SIGTERM');
  }, lookEveryMs);
  look.unref();
  // Ctrl-C reaches the shell, too: a second signal would end at once what is just ending in order.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => clearInterval(look));
}
