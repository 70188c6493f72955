import { z } from 'zod';

/**
 * What PostgreSQL can hold: neither a NUL nor half an emoji (a lone surrogate, as a cut text leaves it). An id with one is
 * nobody's and is refused; in words the one is left out and the other replaced, or they would fail as often as they are sent.
 */
export const idSchema = z
  .string()
  .min(1)
  .max(64)
  .refine((value) => !value.includes('\0') && value.isWellFormed(), 'an id is well-formed text without NUL');

export const wordsSchema = z.string().overwrite((value) => value.replaceAll('\0', '').toWellFormed());
