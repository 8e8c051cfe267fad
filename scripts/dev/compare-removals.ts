import { findGo } from '#cli/process/run-go.ts';
import { catalogue, newestKnownMinor } from '#domain/removal/catalogue/catalogue.ts';
import { catalogueDifferences } from './catalogue-differences.ts';
import { readKubernetesApis } from './kubernetes-api-modules.ts';

/** Compares the catalogue of removals with the modules of Kubernetes' APIs: compare-removals.ts [NEWEST_MINOR]. */
const go = findGo(process.env);
if (go === null) throw new Error('Go is not there: https://go.dev/doc/install');
const apis = await readKubernetesApis(go, Number(process.argv[2] ?? newestKnownMinor));
const differences = catalogueDifferences(catalogue, apis);
for (const line of differences) process.stdout.write(`${line}\n`);
process.stdout.write(
  `${apis.size} minors compared: ${differences.length === 0 ? 'as they are' : `${differences.length} differences`}\n`,
);
process.exitCode = differences.length === 0 ? 0 : 1;
