// npm and npx start a program through a shell, and pass signals on to that shell alone: it dies of them and tells nobody
// (npm 11.19 with dash, measured). So whoever is started by them ends as if told to (SIGTERM) once its parent is gone.
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
