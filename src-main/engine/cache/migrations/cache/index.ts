import type { Migration } from '../migration.ts';
import { received } from './0001-received.ts';

export const cacheMigrations: readonly Migration[] = [received];
