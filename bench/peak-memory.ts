import { readFileSync } from 'node:fs';

const lookEveryMs = 20;

/** Ticks of a processor a second, in /proc. */
const ticks = 100;

/** Follows a process of this machine (Linux); the answer is its peak resident memory, in MB. */
export function watchPeakMemory(pid: number): () => number {
  const watched = watchProcess(pid);
  return () => watched().peakMb;
}

/** Its peak resident memory in MB and its processor time; of that the last 20 ms may be missing. */
export function watchProcess(pid: number): () => { readonly peakMb: number; readonly cpuSeconds: number } {
  let peakKb = 0;
  let cpuSeconds = 0;
  const look = () => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      peakKb = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? peakKb);
      const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .split(') ')[1]!
        .split(' ')
        .slice(11, 13);
      cpuSeconds = Math.max(cpuSeconds, (Number(user) + Number(system)) / ticks);
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
    return { peakMb: Math.round(peakKb / 1024), cpuSeconds };
  };
}
