import { connect } from 'node:net';

/**
 * Whether nothing listens at an address ("localhost:7233") of this machine: then there is no one to wait for. Of other
 * machines it is not asked, for a proxy may lie between.
 */
export function refusesConnections(address: string): Promise<boolean> {
  const [, host = '', port = ''] = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]):(\d+)$/.exec(address) ?? [];
  if (host === '') return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect({ host: host.replace(/[[\]]/g, ''), port: Number(port) });
    const answer = (refused: boolean) => {
      socket.destroy();
      resolve(refused);
    };
    socket.once('connect', () => answer(false));
    socket.once('error', (error) => answer('code' in error && error.code === 'ECONNREFUSED'));
  });
}
