// The service worker keeps the course in the browser and shows it from there, with or without a network.
// SITE, written above this line by the build, lists the course's files with the hash of each.
"use strict";

const SCOPE = new URL(self.registration.scope);
const CACHE = `mooc-kit ${SITE.course} ${SCOPE.pathname}`;
const FILES = new Map(SITE.files.map(([path, hash, size, ahead]) => [path, { hash, size, ahead }]));
const AT_ONCE = 4;

// A file is kept under its hash, so that an unchanged one is never fetched again.
const keyOf = (path) => new URL(`${encodeURI(path)}?kept=${FILES.get(path).hash}`, SCOPE).href;

// The path of a file of this course that `url` asks for, or null. A folder means its index page.
const pathOf = (url) => {
  if (url.origin !== SCOPE.origin || !url.pathname.startsWith(SCOPE.pathname)) return null;
  let path;
  try {
    path = decodeURIComponent(url.pathname.slice(SCOPE.pathname.length));
  } catch {
    return null;
  }
  if (path === "" || path.endsWith("/")) path += "index.html";
  return FILES.has(path) ? path : null;
};

const keep = async (cache, path) => {
  const key = keyOf(path);
  const found = await cache.match(key);
  if (found) return found;
  const answer = await fetch(new URL(encodeURI(path), SCOPE), { cache: "no-cache" });
  if (!answer.ok || answer.redirected) return answer;
  try {
    await cache.put(key, answer.clone());
  } catch {
    // No space left: the course works as before, only not without a network.
  }
  return answer;
};

const tell = async (message) => {
  for (const page of await self.clients.matchAll({ includeUncontrolled: true })) page.postMessage(message);
};

const state = async (cache) => {
  const kept = new Set((await cache.keys()).map((request) => request.url));
  const wanted = [...FILES].filter(([, file]) => file.ahead);
  const missing = wanted.filter(([path]) => !kept.has(keyOf(path)));
  return { all: wanted.length, kept: wanted.length - missing.length, bytes: missing.reduce((sum, [, file]) => sum + file.size, 0), missing: missing.map(([path]) => path) };
};

let isKeeping = false;

// Fetch all that is missing, a few files at a time. One that fails is tried again at the next visit.
const keepAll = async () => {
  if (isKeeping) return;
  isKeeping = true;
  const cache = await caches.open(CACHE);
  const { missing, all, kept } = await state(cache);
  let done = kept;
  const next = async () => {
    for (let path = missing.shift(); path !== undefined; path = missing.shift()) {
      try {
        await keep(cache, path);
      } catch {
        continue;
      }
      done += 1;
      if (done % 10 === 0) await tell({ offline: { kept: done, all } });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  isKeeping = false;
  const { missing: left, ...found } = await state(cache);
  await tell({ offline: { ...found, isDone: true, failed: left.length } });
};

self.addEventListener("install", (event) => {
  // Only what every page needs: the rest follows while the participant reads.
  const shell = [...FILES.keys()].filter((path) => path === "index.html" || /^site\/[^/]+\.(css|js)$/.test(path));
  event.waitUntil(
    caches.open(CACHE).then((cache) => Promise.allSettled(shell.map((path) => keep(cache, path)))),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    const current = new Set([...FILES.keys()].map(keyOf));
    for (const request of await cache.keys()) {
      if (!current.has(request.url)) await cache.delete(request);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  if (event.data === "keep-all") event.waitUntil(keepAll());
  if (event.data === "show-new") self.skipWaiting();
  if (event.data === "state") {
    event.waitUntil((async () => {
      const { missing, ...found } = await state(await caches.open(CACHE));
      event.source?.postMessage({ offline: { ...found, isDone: !missing.length, failed: 0 } });
    })());
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.headers.has("range")) return;
  const path = pathOf(new URL(request.url));
  if (path === null) return;
  event.respondWith((async () => {
    const cache = await caches.open(CACHE);
    try {
      return await keep(cache, path);
    } catch (error) {
      if (request.mode === "navigate" && path !== "index.html") {
        const home = await cache.match(keyOf("index.html"));
        if (home) return Response.redirect(new URL("index.html", SCOPE).href, 302);
      }
      throw error;
    }
  })());
});
