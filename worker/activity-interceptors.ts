import type { ActivityInterceptors, ActivityInterceptorsFactory } from '@temporalio/worker';
import { campaignOfHeaders } from '#activities/envelope/campaign-of-headers.ts';
import { subjectOfWorkflow } from '#domain/campaign/workflow-subject.ts';
import type { Redact } from '#domain/text/redact.ts';
import { type LogSubject, subjectOfInput } from './log-subject.ts';
import { measureActivity } from './measure-activity.ts';
import type { Metrics } from './metrics.ts';
import { redactError, withoutSecrets } from './redact-secrets.ts';

/**
 * What every activity gets around it: log lines that say what they are about, metrics, and results and failures
 * that leave without the worker's secrets.
 */
export function activityInterceptors(metrics: Metrics, redact: Redact): ActivityInterceptorsFactory {
  return ({ info }): ActivityInterceptors => {
    let subject: LogSubject = subjectOfWorkflow(info.workflowExecution?.workflowId ?? '');
    return {
      inbound: {
        async execute(input, next) {
          subject = { ...subject, ...subjectOfHeaders(input.headers), ...subjectOfInput(input.args[0]) };
          const measure = measureActivity(metrics, info, input.args[0]);
          try {
            const result = withoutSecrets(await next(input), redact);
            measure.ended(result);
            return result;
          } catch (thrown) {
            measure.failed(thrown);
            throw redactError(thrown, redact);
          }
        },
      },
      outbound: {
        getLogAttributes: (attributes, next) => next({ ...attributes, ...subject }),
      },
    };
  };
}

/** The workflow of a cluster is named after the cluster alone; its campaign's name comes along. */
function subjectOfHeaders(headers: Parameters<typeof campaignOfHeaders>[0]): LogSubject {
  const campaign = campaignOfHeaders(headers);
  return campaign === null ? {} : { campaign };
}
