import type { Migration } from '../migration.ts';
import { personal } from './0001-personal.ts';
import { media } from './0002-media.ts';
import { emailDrafts } from './0003-email-drafts.ts';

export const userMigrations: readonly Migration[] = [personal, media, emailDrafts];
