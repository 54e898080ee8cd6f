import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { inlineScriptHashes } from './security-headers.ts';

/**
 * The built console. Files under `assets/` carry a hash of their content in their name and may be kept for a year; the
 * page itself is asked for every time. A path that has no ending of a file and is no part of the interface is a screen
 * of the console, which finds its own way.
 */
const SCREEN = /^\/(?!api\/|assets\/)(?!.*\.[a-z0-9]{1,5}$)/;

/** Serves the directory, if there is one, and gives the hashes of its inline scripts. */
export async function serveConsole(app: FastifyInstance, directory: string | undefined): Promise<string[]> {
  if (directory === undefined || !existsSync(join(directory, 'index.html'))) return [];
  const page = readFileSync(join(directory, 'index.html'), 'utf8');
  await app.register(fastifyStatic, {
    root: directory,
    index: false,
    wildcard: false,
    cacheControl: false,
    setHeaders: (response, path) => {
      const hashed = path.includes('/assets/');
      response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'public, max-age=0, must-revalidate');
    },
  });
  app.get('/*', async (request, reply) => {
    const [path = '/'] = request.url.split('?');
    if (!SCREEN.test(path)) return reply.callNotFound();
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
  });
  // The page that an auditor keeps is one file with its script inside, and has a stricter policy of its own.
  const kept = join(directory, 'verify.html');
  return [page, ...(existsSync(kept) ? [readFileSync(kept, 'utf8')] : [])].flatMap(inlineScriptHashes);
}
