import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * A line between a node and its PostgreSQL server that is cut at the worst moment: around a commit, when the node has
 * sent it and has no answer yet.
 */
export interface DatabaseLine {
  readonly port: number;
  /**
   * Cuts every connection at the next commit of a declaration: `after` it has been handed to the server, or `before`. With
   * `down` nobody gets through again until `mend`.
   */
  cutAtCommit(when: 'before' | 'after', then?: 'up' | 'down'): void;
  mend(): void;
  close(): Promise<void>;
}

/** A commit is one statement; among its parameters are the types of the facts. */
const MARK = Buffer.from('DeclarationLodged');
/** The message of the PostgreSQL protocol that ends a statement. */
const SYNC = Buffer.from([0x53, 0, 0, 0, 4]);

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
    let isMarked = false;
    client.on('data', (data: Buffer) => {
      const seen = Buffer.concat([tail, data]);
      tail = seen.subarray(-MARK.length + 1);
      isMarked = trap !== undefined && (isMarked || seen.includes(MARK));
      if (trap === undefined || !isMarked) return void far.write(data);
      // What is to reach the server must reach it whole.
      if (trap.when === 'after' && !seen.subarray(-SYNC.length).equals(SYNC)) return void far.write(data);
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
