// Opens the cash page without signal: its copy without names and figures, and the styles and scripts it needs.
const PATIENCE = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && path === "/books/cash") event.respondWith(page(request));
  else if (path.startsWith("/assets/")) event.respondWith(asset(request));
});

async function page(request) {
  const kept = await caches.match("/books/cash/offline");
  if (!kept) return fetch(request);
  const fresh = fetch(request).then((answer) => (answer.status > 501 ? kept : answer), () => kept);
  let tired;
  const waited = new Promise((resolve) => { tired = setTimeout(resolve, PATIENCE, kept); });
  return Promise.race([fresh, waited]).finally(() => clearTimeout(tired));
}

const asset = async (request) => (await caches.match(request)) || fetch(request);
