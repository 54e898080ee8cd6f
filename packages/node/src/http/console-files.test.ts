import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openServer, type TestServer } from './testing/open-server.ts';

const INLINE = "document.documentElement.dataset.theme='dark'";
const PAGE = `<!doctype html><script>${INLINE}</script><script type="module" src="/assets/app-1a2b3c.js"></script>`;
const directory = mkdtempSync(join(tmpdir(), 'pairgate-console-'));
const KEPT = `<!doctype html><style>p{}</style><script type="module">check('a file')</script>`;
let server: TestServer;

beforeAll(async () => {
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), PAGE);
  writeFileSync(join(directory, 'verify.html'), KEPT);
  writeFileSync(join(directory, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(directory, 'assets/app-1a2b3c.js'), `/* ${'x'.repeat(5000)} */`);
  server = await openServer({ consoleDirectory: directory });
});
afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true });
});

describe('the console', () => {
  it.each(['/', '/log', '/crossings/PG-2222-2222', '/d/PG-2222-2222.AbCdEfGhIjKlMnOpQrStUv'])('is served at %s', async (url) => {
    const response = await server.app.inject(url);
    expect(response.statusCode).toBe(200);
    expect(response.body).toBe(PAGE);
    expect(response.headers['cache-control']).toBe('no-cache');
  });

  it('may be kept where its name carries a hash, and only there', async () => {
    const [script, icon] = [await server.app.inject('/assets/app-1a2b3c.js'), await server.app.inject('/favicon.svg')];
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(icon.headers['cache-control']).toContain('must-revalidate');
  });

  it('is compressed for a browser that can read it', async () => {
    const response = await server.app.inject({ url: '/assets/app-1a2b3c.js', headers: { 'accept-encoding': 'br' } });
    expect(response.headers['content-encoding']).toBe('br');
    expect(response.rawPayload.length).toBeLessThan(1000);
  });

  it('may run its own inline script, with that of the page that an auditor keeps, and no other', async () => {
    const [own, kept] = [INLINE, "check('a file')"].map((script) => createHash('sha256').update(script).digest('base64'));
    const policy = String((await server.app.inject('/')).headers['content-security-policy']);
    expect(policy).toContain(`script-src 'self' 'wasm-unsafe-eval' 'sha256-${own}' 'sha256-${kept}';`);
  });

  it('has the page that an auditor keeps, byte for byte', async () => {
    const response = await server.app.inject('/verify.html');
    expect([response.statusCode, response.body]).toEqual([200, KEPT]);
    expect(response.headers['content-type']).toContain('text/html');
    expect(response.headers['content-security-policy']).toContain("connect-src 'self'");
  });

  it.each(['/assets/none.js', '/api/none', '/none.png', '/../package.json', '/assets/..%2f..%2fpackage.json'])('is not what %s is', async (url) => {
    const response = await server.app.inject(url);
    expect(response.statusCode).toBe(404);
    expect(response.headers['content-type']).toBe('application/problem+json');
  });
});
