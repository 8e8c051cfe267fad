// npm and npx start a program through a shell. .npmrc has bash, which gives its place to the program; another one (dash, with npm
// 11.19) takes their signals and passes none on. So a program that they start ends as after a SIGTERM once its parent has ended.
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
