// SPDX-License-Identifier: GPL-3.0-or-later
/* The only module that knows the host. Without one it does nothing, so that the page also runs in
 * a browser and in tests. */

const VERSION = 1;

const handlers = globalThis.window?.webkit?.messageHandlers;

/**
 * Tells the host something. The envelope and the types are those of gb-editor-bridge.c.
 * @param {string} type
 * @param {object} members
 */
export function tell(type, members = {}) {
  handlers?.editor?.postMessage(JSON.stringify({ v: VERSION, type, ...members }));
}

/**
 * Asks the host something.
 * @returns {Promise<object | null>} its answer, or null without a host
 */
export async function ask(type, members = {}) {
  const answer = await handlers?.host?.postMessage(
    JSON.stringify({ v: VERSION, type, ...members }),
  );
  return answer ? JSON.parse(answer) : null;
}
