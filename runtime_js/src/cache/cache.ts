/**
 * Files of bundles in IndexedDB, keyed by their SHA-256. Whoever reads verifies (data/shard.ts). Every program notes
 * which files its build consists of; a file that no noted build names is collected when one is opened. Each change is
 * one transaction, so that several tabs do not get in each other's way.
 */

import { openDB, type DBSchema, type IDBPDatabase } from "idb";

import type { Bytes } from "../data/download.js";
import type { Cache } from "../data/shard.js";

interface Schema extends DBSchema {
  files: { key: string; value: Bytes };
  builds: { key: string; value: string[] }; // from where a bundle is served to the keys of its files
}

function open(): Promise<IDBPDatabase<Schema>> {
  return new Promise((resolve, reject) => {
    const refused = (reason: string) => (): void => reject(new Error(reason));
    const timer = setTimeout(refused("it does not answer"), 3000); // Safari has been seen to leave an open unanswered
    openDB<Schema>("bml", 1, {
      upgrade(db) {
        db.createObjectStore("files");
        db.createObjectStore("builds");
      },
      blocked: refused("another tab holds an older version open"),
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close(); // a newer bml in another tab: let it through
      },
    }).then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * The cache for a bundle that consists of these files; none where IndexedDB is missing, forbidden or blocked. What does
 * not work is told once, and the program goes on from the network.
 */
export async function openCache(bundle: string, keys: string[], notice: (text: string) => void): Promise<Cache | undefined> {
  if (!globalThis.indexedDB) return undefined; // Node reads from the disk anyway
  let off = false;
  const giveUp = (error: unknown): undefined => {
    if (!off) notice(`cache: ${(error as Error).name === "QuotaExceededError" ? "the browser's storage is full"
      : `IndexedDB is not available (${(error as Error).message})`}; loading from the network`);
    off = true;
  };

  try {
    const db = await open();
    const change = db.transaction(["files", "builds"], "readwrite");
    const [files, builds] = [change.objectStore("files"), change.objectStore("builds")];
    await builds.put(keys, bundle);
    const used = new Set((await builds.getAll()).flat());
    for (const key of await files.getAllKeys()) if (!used.has(key)) void files.delete(key);
    await change.done;
    return {
      get: async (key) => off ? undefined : db.get("files", key).catch(giveUp),
      put: async (key, bytes) => {
        if (!off) await db.put("files", bytes, key).catch(giveUp);
      },
      delete: async (key) => db.delete("files", key).catch(giveUp),
    };
  } catch (error) {
    return giveUp(error);
  }
}
