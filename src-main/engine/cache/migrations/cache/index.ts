import type { Migration } from '../migration.ts';
import { received } from './0001-received.ts';
import { inboxFilters } from './0002-inbox-filters.ts';

export const cacheMigrations: readonly Migration[] = [received, inboxFilters];
