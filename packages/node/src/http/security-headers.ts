import { createHash } from 'node:crypto';

/**
 * Headers of every answer. Scripts come from this origin only; the one exception is an inline script that stands in the
 * built page itself, by its hash. The solver of the page Plan is WebAssembly, which has a word of its own. Style attributes are
 * allowed, since positions and bars are drawn with them.
 */
const CSP = (scriptHashes: readonly string[]): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval'${scriptHashes.map((hash) => ` 'sha256-${hash}'`).join('')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

const INLINE_SCRIPT = /<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g;

/** The hashes of the inline scripts of a page, as a content security policy wants them. */
export const inlineScriptHashes = (html: string): string[] =>
  [...html.matchAll(INLINE_SCRIPT)].map((match) => createHash('sha256').update(match[1]!).digest('base64'));

export const securityHeaders = (scriptHashes: readonly string[]): Readonly<Record<string, string>> => ({
  'content-security-policy': CSP(scriptHashes),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
});
