import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { workflowInterceptorsPath, workflowsPath } from './workflows-path.ts';

/** The workflows and what they get around them as one text. Of the bundler's own words only trouble is let through. */
export function bundledWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: [workflowInterceptorsPath],
    logger: new DefaultLogger('WARN', ({ level, message, meta }) =>
      Runtime.instance().logger.log(level, message, meta),
    ),
  });
}
