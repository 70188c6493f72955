import type { Migration } from '../migration.ts';
import { received } from './0001-received.ts';
import { inboxFilters } from './0002-inbox-filters.ts';
import { kept } from './0003-kept.ts';
import { records } from './0004-records.ts';
import { renewed } from './0005-renewed.ts';

export const cacheMigrations: readonly Migration[] = [received, inboxFilters, kept, records, renewed];
