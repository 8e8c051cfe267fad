import { Agent, type RequestOptions, request } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';

/** What an API server answered, unread by any client library. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | null;
  /** JSON as data, anything else as text. */
  readonly body: unknown;
}

export interface Asked {
  readonly method?: string;
  readonly contentType?: string;
  readonly accept?: string;
  /** A text goes out as it is, everything else as JSON. */
  readonly body?: unknown;
  /** In place of the kubeconfig's; empty: none. */
  readonly token?: string;
}

/** Requests to one API server as HTTP has them. */
export interface Wire {
  ask(path: string, asked?: Asked): Promise<Answer>;
  close(): void;
}

/** Speaks to the server of a kubeconfig with its token. */
export function openWire(kubeconfig: string): Wire {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const { server, caData } = config.getCurrentCluster()!;
  const agent = new Agent({ ca: Buffer.from(caData!, 'base64'), keepAlive: true });
  const ownToken = config.getCurrentUser()!.token!;
  return {
    ask(path, { method = 'GET', contentType = 'application/json', accept, body, token = ownToken } = {}) {
      const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      const headers = {
        accept: accept ?? 'application/json',
        ...(text !== undefined && { 'content-type': contentType, 'content-length': Buffer.byteLength(text) }),
        ...(token !== '' && { authorization: `Bearer ${token}` }),
      };
      return send(new URL(server + path), { method, agent, headers }, text);
    },
    close: () => agent.destroy(),
  };
}

function send(url: URL, options: RequestOptions, body: string | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.once('error', reject);
      answer.once('end', () => {
        const contentType = (answer.headers['content-type'] ?? '').split(';')[0]!;
        resolve({
          status: answer.statusCode ?? 0,
          contentType,
          retryAfter: answer.headers['retry-after'] ?? null,
          body: contentType === 'application/json' ? linesOf(text) : text,
        });
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/** One document, or, of a watch, a list of them. */
function linesOf(text: string): unknown {
  const documents = text.split('\n').filter((line) => line.trim() !== '');
  if (documents.length === 0) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return documents.map((line) => JSON.parse(line) as unknown);
  }
}

/** What programs read of a refusal; its text is for people. */
export function gist({ status, retryAfter, body }: Answer) {
  const { reason, code } = body as { readonly reason?: string; readonly code?: number };
  return { status, retryAfter, reason, code };
}
