/*
 * Serves the driver's page from the phone when there is no network. Pages are asked for first and kept as they come;
 * files carry a hash of their content in their name and never change. Answers of the node are never kept here: the page
 * keeps the last one itself and says how old it is.
 */
const KEPT = 'pairgate-driver-1';

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => {
  const old = async () => {
    for (const name of await caches.keys()) if (name.startsWith('pairgate-driver-') && name !== KEPT) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(old());
});

self.addEventListener('message', (event) => {
  const addresses = event.data?.keep;
  if (!Array.isArray(addresses)) return;
  const keep = async () => {
    const cache = await caches.open(KEPT);
    await Promise.allSettled(addresses.map((address) => cache.add(address)));
  };
  event.waitUntil(keep());
});

async function page(request) {
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch (failure) {
    const kept = await cache.match(request);
    if (kept) return kept;
    throw failure;
  }
}

async function file(request) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (pathname.startsWith('/assets/')) event.respondWith(file(request));
});
