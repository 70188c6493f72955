import type { Migration } from '../migration.ts';

/** What kind of medium each file of the media folder is: their names and contents do not say. */
export const media: Migration = {
  version: 2,
  name: 'media',
  up(db) {
    db.exec('CREATE TABLE medium (name TEXT PRIMARY KEY, kind TEXT NOT NULL) WITHOUT ROWID');
  },
};
