import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ALLOW = 1;

/**
 * Notifications are part of the application, so its own page needs no asking: the permission is put where the browser
 * keeps a person's own answer, in this profile only and for our origin only. To be called while the browser is closed.
 * What the browser or the person set otherwise (a «block») stays.
 */
export function allowNotifications(profileFolder: string, origin: string): void {
  const file = join(profileFolder, 'Default', 'Preferences');
  const preferences = read(file);
  const answers = ['profile', 'content_settings', 'exceptions', 'notifications'].reduce(child, preferences);
  const site = `${origin},*`;
  if (answers[site] !== undefined) return;
  answers[site] = { setting: ALLOW };
  mkdirSync(join(profileFolder, 'Default'), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.turno`, JSON.stringify(preferences), { mode: 0o600 });
  renameSync(`${file}.turno`, file);
}

function read(file: string): Record<string, unknown> {
  try {
    const known: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isRecord(known) ? known : {};
  } catch {
    return {};
  }
}

function child(parent: Record<string, unknown>, name: string): Record<string, unknown> {
  const known = parent[name];
  if (isRecord(known)) return known;
  const made: Record<string, unknown> = {};
  parent[name] = made;
  return made;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
