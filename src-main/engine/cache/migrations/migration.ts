import type { Db } from '../sqlite.ts';

/** One step of a file's schema. Never changed after a release: a later step corrects an earlier one. */
export interface Migration {
  /** The file's `user_version` after this step. */
  version: number;
  name: string;
  up(db: Db): void;
}
