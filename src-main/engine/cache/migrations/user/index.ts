import type { Migration } from '../migration.ts';
import { personal } from './0001-personal.ts';

export const userMigrations: readonly Migration[] = [personal];
