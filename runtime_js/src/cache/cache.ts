/**
 * Files of bundles in IndexedDB, keyed by the beginning of their SHA-256. Whoever reads verifies (data/shard.ts). Every program notes
 * which files its build consists of; a file that no noted build names is collected when one is opened. Each change is
 * one transaction, so that several tabs do not get in each other's way.
 *
 * Nothing here fails a program or holds it up: every request has a limit, what goes wrong is told once, and the network
 * serves.
 */

import type { Bytes } from "../data/download.js";
import type { Cache } from "../data/shard.js";
import { later } from "../training/later.js";

/** Milliseconds for the requests at the start, which `load` waits for, and for one of a file. */
const START_LIMIT = 3000, FILE_LIMIT = 10_000;

/** A request was not answered: Safari has been seen to leave an open so, and another tab's transaction may never end. */
class Unanswered extends Error {}

/** `late`: what to do with an answer that comes after all. */
async function within<T>(limit: number, work: Promise<T>, late: (answer: T) => void = () => {}): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const limited = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      over = true;
      reject(new Unanswered());
    }, limit);
  });
  work.then((answer) => over && late(answer), () => {});
  return Promise.race([work, limited]).finally(() => clearTimeout(timer));
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}

/** Resolves when all that a transaction changes is on the disk. */
function done(change: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    change.oncomplete = () => resolve();
    change.onabort = () => reject(change.error ?? new Error("a transaction was ended"));
  });
}

/** `files`: bytes by the beginning of their SHA-256. `builds`: lists of those, by where a bundle is served. */
async function open(): Promise<IDBDatabase> {
  const opening = indexedDB.open("bml", 1);
  opening.onupgradeneeded = () => ["files", "builds"].forEach((name) => opening.result.createObjectStore(name));
  const db = await within(START_LIMIT, answer(opening), (late) => late.close());
  db.onversionchange = () => db.close(); // a newer bml in another tab, or a deletion: let it through
  return db;
}

/** Notes the files of a build, and collects those that are in no build any more. */
async function note(db: IDBDatabase, bundle: string, keys: string[]): Promise<void> {
  const change = db.transaction(["files", "builds"], "readwrite");
  const [files, builds] = [change.objectStore("files"), change.objectStore("builds")];
  const work = async (): Promise<void> => {
    const noted = await answer(builds.get(bundle));
    if (`${noted}` !== `${keys}`) await answer(builds.put(keys, bundle)); // writing needs room, which there may be none of
    const used = new Set((await answer<string[][]>(builds.getAll())).flat());
    for (const key of await answer(files.getAllKeys())) if (!used.has(key as string)) files.delete(key);
    await done(change);
  };
  await within(START_LIMIT, work()).catch((error: unknown) => {
    if (error instanceof Unanswered) change.abort(); // so that others do not wait for it
    throw error;
  });
}

/**
 * The cache for a bundle that consists of these files; none where IndexedDB is missing, forbidden, blocked or silent. What
 * does not work is told once, and the program goes on from the network.
 */
export async function openCache(bundle: string, keys: string[], notice: (text: string) => void): Promise<Cache | undefined> {
  const told = new Set<string>();
  const tell = async (error: unknown): Promise<void> => {
    const why = await later().then(({ reason }) => reason, () => undefined); // which may not arrive either
    const text = why?.(error as Error, !(error instanceof Unanswered)) ?? "IndexedDB does not work";
    if (!told.has(text)) notice(`cache: ${text}; loading from the network`);
    told.add(text);
  };
  let db: IDBDatabase;
  try {
    if (!globalThis.indexedDB) return undefined; // Node reads from the disk anyway; in some private windows the question throws
    db = await open();
  } catch (error) {
    await tell(error);
    return undefined;
  }
  try {
    await note(db, bundle, keys);
  } catch (error) {
    await tell(error);
    // What was written before can still be read where only writing fails.
    if (error instanceof Unanswered || !db.objectStoreNames.contains("files")) return void db.close();
  }
  return cacheOf(db, tell);
}

function cacheOf(db: IDBDatabase, tell: (error: unknown) => Promise<void>): Cache {
  let open = true;
  let refused = Infinity; // bytes of the smallest file that was not taken
  let writing: Promise<void> = Promise.resolve();

  async function request<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (!open) return undefined;
    try {
      return await within(FILE_LIMIT, work());
    } catch (error) {
      void tell(error);
      // A database that was closed, by a newer bml say, or keeps silent will not come back.
      if (error instanceof Unanswered || (error as Error).name === "InvalidStateError") open = false;
      throw error;
    }
  }

  const change = (work: (files: IDBObjectStore) => void): Promise<void | undefined> => request(() => {
    const transaction = db.transaction("files", "readwrite");
    work(transaction.objectStore("files"));
    return done(transaction);
  });
  const remove = (key: string): Promise<void> => change((files) => files.delete(key)).catch(() => {});
  return {
    async get(key) {
      try {
        const found: unknown = await request(() => answer(db.transaction("files").objectStore("files").get(key)));
        if (found === undefined || found instanceof Uint8Array) return found as Bytes | undefined;
      } catch {
        if (!open) return undefined;
      }
      await remove(key); // an entry that cannot be read, or that somebody else has put there
      return undefined;
    },
    put(key, bytes) {
      // One after another: two that fail together may have had room one by one.
      return writing = writing.then(async () => {
        if (bytes.length >= refused) return;
        await change((files) => files.put(bytes, key)).catch(() => {
          refused = bytes.length; // smaller ones may have room
        });
      });
    },
    delete: remove,
    close() {
      void writing.finally(() => {
        open = false;
        db.close();
      });
    },
  };
}
