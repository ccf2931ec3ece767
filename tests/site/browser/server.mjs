/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Serves a folder of rendered pages as the portal does: same addresses, same headers. */
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

export const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

const FIGURE = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="300" viewBox="0 0 900 300">
<rect width="900" height="300" fill="#e9eff6"/>
${[0, 1, 2, 3, 4]
  .map((i) => `<rect x="${30 + i * 172}" y="110" width="140" height="80" rx="8" fill="#0b4f9c"/>`)
  .join("")}</svg>`;

async function answer(folder, request, response) {
  const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  const headers = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
  };

  if (path.startsWith("/attachments/")) {
    response.writeHead(200, { ...headers, "Content-Type": "image/svg+xml" }).end(FIGURE);
    return;
  }
  const name = path === "/search" ? "/search-found.html" : path.endsWith("/") ? path + "index.html" : path;
  try {
    const body = await readFile(join(folder, normalize(name)));
    response.writeHead(200, { ...headers, "Content-Type": TYPES[extname(name)] ?? "application/octet-stream" });
    response.end(body);
  } catch {
    const body = await readFile(join(folder, "404.html"));
    response.writeHead(404, { ...headers, "Content-Type": TYPES[".html"] }).end(body);
  }
}

/** Starts a server on a free port of loopback (or on the given one). */
export function startServer(folder, port = 0) {
  return new Promise((resolve) => {
    const server = createServer((request, response) => {
      answer(folder, request, response).catch(() => response.writeHead(500).end());
    });
    /* A test that fails before it can close the server must end nevertheless. */
    server.unref();
    server.listen(port, "127.0.0.1", () =>
      resolve({ url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }),
    );
  });
}
