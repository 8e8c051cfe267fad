import { readFileSync } from 'node:fs';

const lookEveryMs = 20;

/** Follows a process of this machine (Linux); the answer is its peak resident memory, in MB. */
export function watchPeakMemory(pid: number): () => number {
  let peakKb = 0;
  const look = () => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      peakKb = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? peakKb);
    } catch {
      // It has ended: the last reading stands.
      clearInterval(timer);
    }
  };
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  return () => {
    look();
    clearInterval(timer);
    return Math.round(peakKb / 1024);
  };
}
