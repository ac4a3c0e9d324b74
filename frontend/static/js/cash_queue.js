// Lines of the cash book that wait in this browser: they outlive the tab and are let go only when the books have them.
const STORE = "lines";

export function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("lumbung-cash", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Resolves when what was done is on the disk, not before.
function done(database, mode, act) {
  return new Promise((resolve, reject) => {
    const deed = database.transaction(STORE, mode, { durability: "strict" });
    const request = act(deed.objectStore(STORE));
    deed.oncomplete = () => resolve(request.result);
    deed.onerror = deed.onabort = () => reject(deed.error);
  });
}

export const keep = (database, line) => done(database, "readwrite", (store) => store.put(line));
export const forget = (database, key) => done(database, "readwrite", (store) => store.delete(key));
export const all = async (database) => {
  const lines = await done(database, "readonly", (store) => store.getAll());
  return lines.sort((one, other) => one.happened_at.localeCompare(other.happened_at));
};
