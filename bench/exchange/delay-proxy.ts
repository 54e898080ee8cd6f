import { createServer, connect, type Socket } from 'node:net';

/**
 * A link between two nodes, as a process of its own: what goes into it comes out after a delay, in each direction and in
 * order, with no limit of bandwidth. It can be cut, and joined again.
 */
export interface ProxySettings {
  readonly listen: number;
  readonly target: number;
  /** Added in each direction. */
  readonly delayMs: number;
}

/** Bytes under way in one direction before the sender is held back: far above what the delay and the load need. */
const IN_FLIGHT = 64 * 1024 * 1024;

function carry(from: Socket, to: Socket, delayMs: number): void {
  const queue: { at: number; piece: Buffer }[] = [];
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const deliver = () => {
    timer = undefined;
    const now = performance.now();
    while (queue.length > 0 && queue[0]!.at <= now) {
      const { piece } = queue.shift()!;
      bytes -= piece.length;
      if (!to.destroyed) to.write(piece);
    }
    if (bytes < IN_FLIGHT && from.isPaused()) from.resume();
    if (queue.length > 0) timer = setTimeout(deliver, Math.max(0, queue[0]!.at - now));
  };
  from.on('data', (piece: Buffer) => {
    if (delayMs === 0) {
      if (!to.write(piece)) from.pause();
      return;
    }
    queue.push({ at: performance.now() + delayMs, piece });
    bytes += piece.length;
    if (bytes >= IN_FLIGHT) from.pause();
    timer ??= setTimeout(deliver, delayMs);
  });
  if (delayMs === 0) to.on('drain', () => from.resume());
  from.on('close', () => {
    clearTimeout(timer);
    to.destroy();
  });
  from.on('error', () => to.destroy());
}

/** Answers `cut` and `join` with the same word. Starts joined when `joined` is set. */
export function proxyProcess(settings: readonly ProxySettings[], joined: boolean): void {
  const open = new Set<Socket>();
  let isJoined = joined;
  for (const { listen, target, delayMs } of settings) {
    createServer((near) => {
      if (!isJoined) return void near.destroy();
      const far = connect({ port: target, host: '127.0.0.1', noDelay: true });
      near.setNoDelay(true);
      for (const socket of [near, far]) {
        open.add(socket);
        socket.on('close', () => open.delete(socket));
      }
      carry(near, far, delayMs);
      carry(far, near, delayMs);
    }).listen(listen, '127.0.0.1');
  }
  process.on('message', ({ id, order }: { id: number; order: 'cut' | 'join' }) => {
    isJoined = order === 'join';
    if (!isJoined) for (const socket of open) socket.destroy();
    process.send?.({ id, result: {} });
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ ready: true });
}
