/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A real portal with its five trial people, over HTTP. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const DOCUMENT_TYPE = "application/vnd.gongbao.document+xml";
const ROUTE = [
  ["first", "lihua"],
  ["second", "wangqiang"],
  ["third", "chenmin"],
];

function firstLine(child) {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the portal ended with ${code}`)));
    createInterface({ input: child.stdout }).once("line", resolve);
  });
}

class Portal {
  constructor(url, accounts) {
    this.url = url;
    this.accounts = new Map(accounts.map((account) => [account.id, account]));
    this.tokens = new Map();
  }

  async call(method, path, { account, type = "application/json", body, headers = {} } = {}) {
    const response = await fetch(this.url + "/api/v1" + path, {
      method,
      body,
      headers: {
        ...(account ? { Authorization: `Bearer ${await this.signIn(account)}` } : {}),
        ...(body ? { "Content-Type": type } : {}),
        ...headers,
      },
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }

  async signIn(id) {
    if (!this.tokens.has(id)) {
      const { password } = this.accounts.get(id);
      const session = await this.call("POST", "/sessions", {
        body: JSON.stringify({ account: id, password, device: "test" }),
      });
      this.tokens.set(id, session.token);
    }
    return this.tokens.get(id);
  }

  act(account, document, revision, type, more = {}) {
    const event = {
      id: randomUUID(),
      document,
      edition: 1,
      type,
      revision,
      step: "",
      opinion: "",
      actor: account,
      actor_name: this.accounts.get(account).name,
      device: "test",
      made_at: Date.now() * 1000,
      due_at: 0,
      url: "",
      signature: "",
      ...more,
    };
    return this.call("POST", `/documents/${document}/events`, {
      account,
      body: JSON.stringify(event),
      headers: { "Idempotency-Key": event.id },
    });
  }

  /** The whole way of one text; answers with its address. */
  async publish(document, digest, xml) {
    await this.call("PUT", `/documents/${document}/revisions/${digest}`, {
      account: "zhangxiao",
      type: DOCUMENT_TYPE,
      body: xml,
      headers: { "If-None-Match": "*" },
    });
    await this.act("zhangxiao", document, digest, "submit");
    for (const [step, account] of ROUTE)
      await this.act(account, document, digest, "approve", { step });
    const receipt = await this.act("zhaolei", document, digest, "publish");
    return receipt.url;
  }
}

/** Starts GONGBAO_PORTAL on loopback and publishes the sample documents. */
export async function startPortal() {
  const folder = mkdtempSync(join(tmpdir(), "gongbao-portal-"));
  const samples = mkdtempSync(join(tmpdir(), "gongbao-samples-"));
  execFileSync(process.env.WRITE_DOCUMENTS, [samples]);
  const child = spawn(process.env.GONGBAO_PORTAL, ["--data", folder, "--trial"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await firstLine(child);
  const accounts = JSON.parse(readFileSync(join(folder, "trial-accounts.json"), "utf8"));
  const portal = new Portal(line.replace(/^listening on /, ""), accounts);
  const pages = {};

  for (const name of readdirSync(samples).filter((file) => file.startsWith("sm3:"))) {
    const body = readFileSync(join(samples, name));
    const type = body[0] === 0x89 ? "image/png" : "application/zip";
    await portal.call("PUT", `/blobs/${name}`, { account: "zhangxiao", type, body });
  }
  for (const name of readdirSync(samples).filter((file) => file.includes("~"))) {
    const [document, digest] = name.split("~");
    pages[document] = await portal.publish(document, digest, readFileSync(join(samples, name)));
  }
  rmSync(samples, { recursive: true });

  return {
    portal,
    pages,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
