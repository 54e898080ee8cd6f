import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP line between two nodes that can be cut, taken down, slowed down and stopped in the middle of a word. */
export interface Line {
  readonly port: number;
  /** Ends every connection at once; new ones get through. */
  cut(): void;
  /** Nobody gets through until `mend`. */
  takeDown(): void;
  /** Everything takes so many milliseconds longer, each way, until `mend`. */
  slow(millis: number): void;
  /** Each connection carries no more bytes in a second than this, each way, until `mend`. */
  narrow(bytesPerSecond: number): void;
  /** Connections stay open and nothing passes, until `mend`. */
  freeze(): void;
  mend(): void;
  close(): Promise<void>;
}

const sleep = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

export async function openLine(to: number): Promise<Line> {
  const sockets = new Set<Socket>();
  let state: 'up' | 'down' | 'frozen' = 'up';
  let delay = 0;
  let rate = Number.POSITIVE_INFINITY;
  let thawed = Promise.resolve();
  let thaw = () => {};

  /** Passes on in order, whatever the delay of each piece; gives back when all that was read is passed on. */
  const pass = (from: Socket, into: Socket): (() => Promise<unknown>) => {
    let last: Promise<unknown> = Promise.resolve();
    from.on('data', (piece) => {
      const due = performance.now() + delay;
      from.pause();
      last = last.then(async () => {
        await thawed;
        const rest = due - performance.now();
        if (rest > 0) await sleep(rest);
        for (let left = piece.length; left > 0 && rate < Number.POSITIVE_INFINITY; left -= rate / 10) await sleep(100);
        if (!into.destroyed && !into.write(piece)) await new Promise((resolve) => into.once('drain', resolve).once('close', resolve));
      });
      // Reading goes on while pieces are on their way, or a delay would also be a limit on speed.
      if (rate === Number.POSITIVE_INFINITY) from.resume();
      else void last.then(() => from.resume());
    });
    from.on('end', () => void last.then(() => into.end()));
    return () => last;
  };

  const server = createServer((near) => {
    if (state === 'down') return void near.destroy();
    const far = connect(to, '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on('error', () => other.destroy());
      const passed = pass(one, other);
      one.on('close', () => {
        sockets.delete(one);
        // What is still on its way through a narrow line arrives.
        if (rate === Number.POSITIVE_INFINITY) other.destroy();
        else void passed().then(() => other.end());
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    takeDown() {
      state = 'down';
      cut();
    },
    slow: (millis) => void (delay = millis),
    narrow: (bytesPerSecond) => void (rate = bytesPerSecond),
    freeze() {
      state = 'frozen';
      thawed = new Promise((resolve) => (thaw = resolve));
    },
    mend() {
      state = 'up';
      delay = 0;
      rate = Number.POSITIVE_INFINITY;
      thaw();
    },
    async close() {
      thaw();
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
