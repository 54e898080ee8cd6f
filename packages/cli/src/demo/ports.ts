import { createServer } from 'node:net';
import { Failure } from '../failure.ts';

/** Ten ports from N on belong to a demonstration; seven are used. */
export interface Ports {
  readonly web: { readonly VN: number; readonly CN: number };
  readonly exchange: { readonly VN: number; readonly CN: number };
  readonly postgres: { readonly VN: number; readonly CN: number };
  readonly control: number;
}

export const portsFrom = (first: number): Ports => ({
  web: { VN: first, CN: first + 1 },
  exchange: { VN: first + 2, CN: first + 3 },
  postgres: { VN: first + 4, CN: first + 5 },
  control: first + 6,
});

const tryPort = (port: number, host: string): Promise<string | undefined> =>
  new Promise((done) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => done(error.code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => done(undefined)));
  });

/** Both loopback addresses: a browser that is told `localhost` may take either. Where there is no IPv6, one is enough. */
async function isTaken(port: number): Promise<boolean> {
  const codes = [await tryPort(port, '127.0.0.1'), await tryPort(port, '::1')];
  if (codes.includes('EACCES')) throw new Failure(`Port ${port} may not be used by this user: choose another with --port.`);
  return codes.includes('EADDRINUSE');
}

/** Throws one sentence when a port is taken. PostgreSQL checks its own: a server that was left running is taken over. */
export async function checkPorts(ports: Ports, { day }: { day: boolean }): Promise<void> {
  const wanted = [...Object.values(ports.web), ...Object.values(ports.exchange), ...(day ? [ports.control] : [])];
  const taken: number[] = [];
  for (const port of wanted) if (await isTaken(port)) taken.push(port);
  if (taken.length === 0) return;
  const first = ports.web.VN;
  const what = taken.length === 1 ? `Port ${taken[0]} is in use` : `Ports ${taken.join(', ')} are in use`;
  throw new Failure(`${what}: choose another range with --port (this one is ${first} to ${first + 9}).`);
}
