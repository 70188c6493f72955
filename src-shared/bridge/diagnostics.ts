import { z } from 'zod';

/** «Ajuda → Diagnóstico»: what is looked at, in its order. Each is a check of its own and says how it stands in one code. */
export const engineChecks = ['server', 'socket', 'version', 'clock', 'disk', 'cache', 'search', 'outbox'] as const;
export type EngineCheck = (typeof engineChecks)[number];

/** Those the window itself can look at, since they are the browser's. */
export type WindowCheck = 'notifications' | 'microphone';

export const checkOrder = [
  ...(['server', 'socket', 'version', 'clock', 'disk', 'cache', 'search'] as const),
  ...(['notifications', 'microphone', 'outbox'] as const),
] satisfies (EngineCheck | WindowCheck)[];
export type CheckName = (typeof checkOrder)[number];

/** How well each outcome is: `skipped` says nothing, because what it needs is not there. */
export const checkCodes = {
  server: { ok: 'ok', slow: 'warning', notReady: 'failed', other: 'failed', unreachable: 'failed' },
  socket: {
    ok: 'ok',
    connecting: 'warning',
    network: 'failed',
    server: 'failed',
    refused: 'failed',
    signedOut: 'skipped',
  },
  version: { ok: 'ok', mismatch: 'failed', unknown: 'skipped' },
  clock: { ok: 'ok', off: 'warning', unknown: 'skipped' },
  disk: { ok: 'ok', low: 'warning', full: 'failed', readOnly: 'failed' },
  cache: { ok: 'ok', damaged: 'failed', unfinished: 'warning', signedOut: 'skipped' },
  search: { ok: 'ok', incomplete: 'warning', damaged: 'failed', unfinished: 'warning', signedOut: 'skipped' },
  notifications: { ok: 'ok', ask: 'warning', denied: 'failed' },
  microphone: { ok: 'ok', ask: 'warning', denied: 'failed', none: 'failed' },
  outbox: { ok: 'ok', waiting: 'warning', refused: 'failed', signedOut: 'skipped' },
} as const satisfies Record<CheckName, Record<string, CheckState>>;

export type CheckState = 'ok' | 'warning' | 'failed' | 'skipped';
export type CheckCode<Name extends CheckName> = keyof (typeof checkCodes)[Name] & string;

/** Numbers are our own counts and times; words may hold anything, so they are masked before they leave the machine. */
export type CheckFacts = Record<string, number | string>;

export interface CheckResult {
  check: CheckName;
  code: { [Name in CheckName]: CheckCode<Name> }[CheckName];
  facts: CheckFacts;
  /** How long it took. */
  ms: number;
}

export const checkState = ({ check, code }: CheckResult): CheckState => {
  const states: Record<string, CheckState> = checkCodes[check];
  return states[code] ?? 'failed';
};

export const diagnosticQueryArgs = { 'diagnostics.check': z.object({ check: z.enum(engineChecks) }) } as const;
export const diagnosticActionArgs = {
  /** A report whose private data the window has masked already. */
  'diagnostics.export': z.object({ content: z.string().max(200_000), format: z.enum(['text', 'json']) }),
} as const;
export interface DiagnosticActionResults {
  'diagnostics.export': { ok: true; fileName: string } | { ok: false; reason: 'cancelled' | 'disk-full' };
}
