import type { ColumnType } from 'kysely';

/** JSON columns are read as objects and written as JSON text, because drivers take a bare array for a PostgreSQL array. */
export type Json<T> = ColumnType<T, string, string>;
/** The database has a default for it. */
export type JsonOrDefault<T> = ColumnType<T, string | undefined, string>;
export type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
