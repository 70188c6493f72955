import Database from 'better-sqlite3';

/** The databases of whoever is signed in. Their key is of 32 bytes. */
export interface DatabaseFiles {
  cache: string;
  user: string;
  key: Uint8Array;
}

export interface FileTask {
  look: 'integrity' | 'search';
  files: DatabaseFiles;
}

export type FileFinding =
  | { found: 'ok'; facts: Record<string, number> }
  /** `problem`: SQLite's own words. */
  | { found: 'damaged'; facts: { problem: string } }
  | { found: 'incomplete'; facts: { looked: number; missing: number } };

/** The newest messages that have words: what is missing in the index is what came last. */
const LOOKED_MESSAGES = 2_000;

/** Reads the files over connections of its own, which only read. Takes as long as the files are large. */
export function readFiles({ look, files }: FileTask): FileFinding {
  try {
    return look === 'integrity' ? integrity(files) : searchIndex(files);
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    return { found: 'damaged', facts: { problem: error.code } };
  }
}

function integrity(files: DatabaseFiles): FileFinding {
  let pages = 0;
  for (const file of [files.cache, files.user]) {
    const db = openToRead(file, files.key);
    try {
      const words = db.pragma('quick_check(1)', { simple: true });
      if (words !== 'ok') return { found: 'damaged', facts: { problem: String(words) } };
      pages += Number(db.pragma('page_count', { simple: true }));
    } finally {
      db.close();
    }
  }
  return { found: 'ok', facts: { pages } };
}

function searchIndex(files: DatabaseFiles): FileFinding {
  const db = openToRead(files.cache, files.key);
  try {
    const row = db
      .prepare<[number], { looked: number; missing: number }>(
        `SELECT count(*) AS looked, count(*) FILTER (WHERE NOT EXISTS
           (SELECT 1 FROM message_fts_docsize WHERE message_fts_docsize.id = newest.n)) AS missing
         FROM (SELECT n FROM message WHERE coalesce(text, '') <> '' ORDER BY n DESC LIMIT ?) AS newest`,
      )
      .get(LOOKED_MESSAGES);
    const facts = { looked: row?.looked ?? 0, missing: row?.missing ?? 0 };
    return facts.missing === 0 ? { found: 'ok', facts } : { found: 'incomplete', facts };
  } finally {
    db.close();
  }
}

function openToRead(file: string, key: Uint8Array): Database.Database {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  db.pragma("cipher='chacha20'");
  db.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
  return db;
}
