import { auditBigCluster } from './audit-cluster.ts';
import { auditFolder } from './audit-folder.ts';
import { countEvents } from './count-events.ts';
import { drainBesideKubectl } from './drain-beside-kubectl.ts';
import { machine } from './machine.ts';
import { measureBaseline } from './measure-baseline.ts';
import { measureOverhead } from './measure-overhead.ts';
import { planManyClusters } from './plan-many-clusters.ts';
import { runManyClusters } from './run-many-clusters.ts';
import { scanFolder } from './scan-folder.ts';
import { scanGeneratedCluster } from './scan-generated-cluster.ts';
import { timeCommands } from './time-commands.ts';

const benches: Readonly<
  Record<
    string,
    { readonly title: string; readonly run: (print: (line: string) => void) => Promise<void> | void }
  >
> = {
  commands: { title: 'Start of the command line, median of 15', run: timeCommands },
  events: {
    title: 'Events in the histories of a campaign (aim: 70 a pool, no more for a slower one)',
    run: countEvents,
  },
  plan: {
    title:
      'Plan for 10, 100 and 300 clusters, limits on (aim: shown in 10 s, at most 2 ARM requests a cluster; checks take what limits set)',
    run: planManyClusters,
  },
  campaign: {
    title:
      'Campaign over 300 clusters, 30 at a time, limits on (aim: under 700 MB, 4,000 events, 256 KB a payload)',
    run: runManyClusters,
  },
  overhead: {
    title: 'Overhead of a campaign over one cluster (aim: 2 % of its operations and 2 s each)',
    run: measureOverhead,
  },
  baseline: {
    title: 'Health baseline of a cluster with 5,000 pods (aim: under 3 s, pages only)',
    run: measureBaseline,
  },
  audit: {
    title:
      'Audit of a cluster with 5,000 pods and 500 policies (aim: under 4 s and 300 MB, pages only), and of 60,000 Deployments in files (aim: under 300 MB, JSON of at most 10 MB without --all)',
    run: async (print) => {
      await auditBigCluster(print);
      await auditFolder(print);
    },
  },
  drain: {
    title: "Drain of a node on a real control plane (aim: 0.6 of kubectl's time, no more requests)",
    run: drainBesideKubectl,
  },
  scan: {
    title:
      'Scan (aims: 10,000 documents, 10 MB, in 1.0 s, 0.8 of the time of pluto and 80 MB; 50,000 objects of a cluster in 2 s at the gate, 20 requests beside pages, in 4 s and 320 MB in full)',
    run: async (print) => {
      await scanFolder(print);
      await scanGeneratedCluster(print);
    },
  },
};

/** Prints what is measured, from fixed inputs; judges nothing. Arguments are names of benches; none: all of them. */
const print = (line: string) => void process.stdout.write(`${line}\n`);
const names = process.argv.slice(2);
for (const name of names.length === 0 ? Object.keys(benches) : names) {
  const bench = benches[name];
  if (bench === undefined)
    throw new RangeError(`no bench is called ${name}: ${Object.keys(benches).join(', ')}`);
  print(`\n${bench.title}; ${machine()}`);
  await bench.run(print);
  print(`  (${machine()} at the end)`);
}
