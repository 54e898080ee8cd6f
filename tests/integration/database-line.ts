import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * A line between a node and its PostgreSQL server that is cut at the worst moment: around a commit, when the node has
 * sent it and has no answer yet.
 */
export interface DatabaseLine {
  readonly port: number;
  /**
   * Cuts every connection at the next commit: `after` it has been handed to the server, or `before`. With `down` nobody
   * gets through again until `mend`.
   */
  cutAtCommit(when: 'before' | 'after', then?: 'up' | 'down'): void;
  mend(): void;
  close(): Promise<void>;
}

/** As a simple query of the PostgreSQL protocol ends. */
const COMMIT = Buffer.from('commit\0');

export async function openDatabaseLine(server: number): Promise<DatabaseLine> {
  const near = new Set<Socket>();
  let trap: { readonly when: 'before' | 'after'; readonly then: 'up' | 'down' } | undefined;
  let isDown = false;

  const relay = (client: Socket): void => {
    if (isDown) return void client.destroy();
    near.add(client);
    const far = connect(server, '127.0.0.1');
    const end = () => {
      near.delete(client);
      client.destroy();
      far.destroy();
    };
    client.on('error', end).on('close', () => far.end());
    far.on('error', end).on('close', end);
    far.on('data', (data) => client.write(data));
    let tail = Buffer.alloc(0);
    client.on('data', (data: Buffer) => {
      const seen = Buffer.concat([tail, data]);
      tail = seen.subarray(-COMMIT.length + 1);
      if (trap === undefined || !seen.includes(COMMIT)) return void far.write(data);
      const { when, then } = trap;
      trap = undefined;
      isDown = then === 'down';
      // What the server still says is read and thrown away, so that it gets to the end of what it was given.
      if (when === 'after') far.removeAllListeners('data').resume().end(data);
      else far.destroy();
      for (const each of near) each.destroy();
    });
  };

  const listener = createServer(relay);
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    port: (listener.address() as AddressInfo).port,
    cutAtCommit: (when, then = 'up') => (trap = { when, then }),
    mend: () => (isDown = false),
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        for (const each of near) each.destroy();
      }),
  };
}
