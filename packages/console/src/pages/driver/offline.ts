/**
 * Keeps the page itself on the phone, so that it opens without network. Where the browser refuses a worker, as it does
 * on a plain http address, an open page still works from what it kept.
 */
export async function keepForOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('/driver-worker.js', { scope: '/d/' });
    const { active } = await navigator.serviceWorker.ready;
    const files = performance
      .getEntriesByType('resource')
      .map((entry) => entry.name)
      .filter((name) => name.startsWith(location.origin) && !name.includes('/api/'));
    active?.postMessage({ keep: [location.href, ...files] });
  } catch {
    // The page works all the same while it is open.
  }
}
