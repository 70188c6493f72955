import type { CheckState } from '../../src-shared/bridge/diagnostics.ts';
import type { SessionView } from '../../src-shared/bridge/views.ts';
import { maskPrivate } from '../../src-shared/rules/mask-private.ts';
import type { Checked } from './use-checks.ts';

/** One line of the report, in the agent's words. */
export interface ReportLine {
  result: Checked;
  state: CheckState;
  name: string;
  stateWords: string;
  says: string;
  todo: string | null;
}

export interface ReportHead {
  title: string;
  facts: { label: string; value: string }[];
}

/** What is known to be private on this machine, besides what looks like it. */
export function knownPrivate(session: SessionView | undefined): string[] {
  switch (session?.phase) {
    case 'ready':
      return [...namesOf(session.person.name), session.email, session.workspace.name];
    case 'locked':
      return [...namesOf(session.name), session.email, ...hostOf(session.serverUrl)];
    case 'signed-out':
      return [...(session.email === null ? [] : [session.email]), ...hostOf(session.serverUrl)];
    default:
      return [];
  }
}

/** Each part of a name by itself too; «da» and the like are everybody's. */
const namesOf = (name: string): string[] => [name, ...name.split(/\s+/).filter((part) => part.length > 3)];
const hostOf = (url: string): string[] => [URL.parse(url)?.hostname ?? ''];

export function textReport(head: ReportHead, lines: readonly ReportLine[], known: readonly string[]): string {
  const mask = (words: string) => maskPrivate(words, known);
  const facts = head.facts.map(({ label, value }) => `${label}: ${mask(value)}`);
  const results = lines.map(({ result, name, stateWords, says, todo }, index) => {
    const first = `${index + 1}. ${name}: ${stateWords} (${result.ms} ms)`;
    return [first, `   ${mask(says)}`, ...(todo === null ? [] : [`   → ${todo}`])].join('\n');
  });
  return `${[head.title, ...facts, '', ...results].join('\n')}\n`;
}

/** Numbers are counts and times of ours; every other value is masked. */
export function jsonReport(head: ReportHead, lines: readonly ReportLine[], known: readonly string[]): string {
  const mask = (words: string) => maskPrivate(words, known);
  const checks = lines.map(({ result, state }) => {
    const facts = Object.entries<number | string>(result.facts).map(([name, value]) => [
      name,
      typeof value === 'string' ? mask(value) : value,
    ]);
    return { check: result.check, state, code: result.code, ms: result.ms, facts: Object.fromEntries(facts) };
  });
  const about = Object.fromEntries(head.facts.map(({ label, value }) => [label, mask(value)]));
  return `${JSON.stringify({ title: head.title, about, checks }, null, 2)}\n`;
}
