import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ALLOW = 1;

/**
 * Readies the browser's profile, which is this application's own. To be called while the browser is closed.
 *
 * Notifications are part of the application, so its own page needs no asking: the permission is put where the browser
 * keeps a person's own answer, for our origin only; a person's own «block» stays. Offers to translate the page or to
 * keep passwords and addresses have no place here: they would cover the window, and write down what customers say.
 */
export function prepareProfile(profileFolder: string, origin: string): void {
  const file = join(profileFolder, 'Default', 'Preferences');
  const preferences = read(file);
  const before = JSON.stringify(preferences);
  const answers = ['profile', 'content_settings', 'exceptions', 'notifications'].reduce(child, preferences);
  answers[`${origin},*`] ??= { setting: ALLOW };
  preferences.credentials_enable_service = false;
  child(preferences, 'translate').enabled = false;
  child(preferences, 'autofill').profile_enabled = false;
  child(preferences, 'autofill').credit_card_enabled = false;
  const after = JSON.stringify(preferences);
  if (after === before) return;
  mkdirSync(join(profileFolder, 'Default'), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.turno`, after, { mode: 0o600 });
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
