import type { Migration } from '../migration.ts';
import { received } from './0001-received.ts';
import { inboxFilters } from './0002-inbox-filters.ts';
import { kept } from './0003-kept.ts';

export const cacheMigrations: readonly Migration[] = [received, inboxFilters, kept];
