import { spawnSync } from 'node:child_process';

/** null `why`: the tool is not on PATH. */
export type ToolRun =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly why: string | null };

const longestMs = 60_000;
const largestBytes = 128 * 1024 * 1024;
const longestWhy = 300;
/** Kustomizations may refer to repositories: over the network, and with credentials that are there. */
const gitAsksNothing = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_SSH_COMMAND: 'ssh -oBatchMode=yes',
  GIT_ALLOW_PROTOCOL: 'https:ssh',
};

export type RunTool = (command: string, args: readonly string[], input?: string) => ToolRun;

/** For who does not want other programs to run, or to fetch what files refer to. */
export const runNothing: RunTool = () => ({ ok: false, why: null });

/** Runs a renderer, without a shell and without questions, for a minute and 128 MiB of output at most. */
export function runTool(command: string, args: readonly string[], input = ''): ToolRun {
  const ran = spawnSync(command, args, {
    input,
    encoding: 'utf8',
    timeout: longestMs,
    killSignal: 'SIGKILL',
    maxBuffer: largestBytes,
    env: { ...process.env, ...gitAsksNothing },
  });
  if (ran.error === undefined && ran.status === 0) return { ok: true, output: ran.stdout };
  const code = ran.error !== undefined && 'code' in ran.error ? ran.error.code : null;
  if (code === 'ENOENT') return { ok: false, why: null };
  if (code === 'ETIMEDOUT') return { ok: false, why: `it took more than ${longestMs / 1000} s` };
  if (code === 'ENOBUFS') return { ok: false, why: `its output exceeds ${largestBytes / 1024 / 1024} MiB` };
  const said = ran.error?.message ?? `${ran.stderr}`.trim().replaceAll(/\s+/g, ' ');
  return { ok: false, why: said.slice(0, longestWhy) || `exit code ${ran.status}` };
}
