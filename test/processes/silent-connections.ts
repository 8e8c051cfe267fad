import { connect } from 'node:net';

/** Opens connections that never send a whole request, and waits until the server has closed them all: what each was answered. */
export function silentConnections(port: number, count: number): Promise<readonly string[]> {
  const ends = Array.from({ length: count }, async () => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    // A connection beyond the limit is reset, or closed without a word.
    socket.on('error', () => undefined);
    socket.on('connect', () => socket.write('GET /healthz HTTP/1.1\r\n'));
    await new Promise((resolve) => socket.on('close', resolve));
    return answer;
  });
  return Promise.all(ends);
}
