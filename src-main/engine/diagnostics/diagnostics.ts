import type { CheckCode, CheckFacts, CheckResult, EngineCheck } from '../../../src-shared/bridge/diagnostics.ts';
import type { ConnectionView, OutboxView, SessionView } from '../../../src-shared/bridge/views.ts';
import { PROTOCOL_VERSION } from '../../../src-shared/protocol/version.ts';
import { checkDisk } from './disk-check.ts';
import { checkFiles } from './file-check.ts';
import type { DatabaseFiles } from './file-reading.ts';
import { probe } from './server-check.ts';

const SLOW_MS = 1_500;
/** From here on an agent is warned of their clock (ConnectionNotices). */
const CLOCK_OFF_MS = 5 * 60_000;

export interface DiagnosticsDeps {
  folder: string;
  serverUrl(): string;
  connection(): ConnectionView;
  session(): SessionView;
  /** null while nobody is signed in. */
  files(): DatabaseFiles | null;
  outbox(): OutboxView | null;
  now(): number;
}

type Outcome<Name extends EngineCheck> = { [One in Name]: { code: CheckCode<One>; facts?: CheckFacts } }[Name];
type Checks = { [Name in EngineCheck]: () => Outcome<Name> | Promise<Outcome<Name>> };

/** The checks of the engine's side, each by itself: the window asks for one after the other. */
export function createDiagnostics(deps: DiagnosticsDeps) {
  const health = () => probe(deps.serverUrl(), 'health', deps.now);

  const checks: Checks = {
    async server() {
      const answer = await probe(deps.serverUrl(), 'ready', deps.now);
      if (!answer.answered) return { code: 'unreachable', facts: { error: answer.error } };
      const facts = { answerMs: Math.round(answer.ms), status: answer.status };
      if (!answer.turno) return { code: 'other', facts };
      if (answer.status !== 200) return { code: 'notReady', facts };
      return { code: answer.ms > SLOW_MS ? 'slow' : 'ok', facts };
    },
    socket() {
      if (deps.session().phase !== 'ready') return { code: 'signedOut' };
      const { state, cause } = deps.connection();
      if (state === 'online') return { code: 'ok' };
      if (cause?.kind === 'session' || cause?.kind === 'protocol')
        return { code: 'refused', facts: { why: cause.kind } };
      if (cause?.kind === 'server') return { code: 'server' };
      return { code: state === 'connecting' ? 'connecting' : 'network' };
    },
    async version() {
      const answer = await health();
      if (!answer.answered || answer.protocol === null)
        return { code: 'unknown', facts: { desktop: PROTOCOL_VERSION } };
      const facts = { desktop: PROTOCOL_VERSION, server: answer.protocol };
      return { code: answer.protocol === PROTOCOL_VERSION ? 'ok' : 'mismatch', facts };
    },
    async clock() {
      const answer = await health();
      if (!answer.answered || answer.offsetMs === null) return { code: 'unknown' };
      const facts = { seconds: Math.round(answer.offsetMs / 1_000) };
      return { code: Math.abs(answer.offsetMs) > CLOCK_OFF_MS ? 'off' : 'ok', facts };
    },
    disk: () => checkDisk(deps.folder),
    async cache() {
      const files = deps.files();
      if (files === null) return { code: 'signedOut' };
      const finding = await checkFiles({ look: 'integrity', files });
      if (finding === null) return { code: 'unfinished' };
      return { code: finding.found === 'ok' ? 'ok' : 'damaged', facts: finding.facts };
    },
    async search() {
      const files = deps.files();
      if (files === null) return { code: 'signedOut' };
      const finding = await checkFiles({ look: 'search', files });
      if (finding === null) return { code: 'unfinished' };
      return { code: finding.found, facts: finding.facts };
    },
    outbox() {
      const outbox = deps.outbox();
      if (outbox === null) return { code: 'signedOut' };
      const oldest = Math.min(...outbox.pending.map(({ at }) => at));
      const facts = { waiting: outbox.pending.length, refused: outbox.conflicts.length };
      if (facts.refused > 0) return { code: 'refused', facts };
      if (facts.waiting === 0) return { code: 'ok', facts };
      return { code: 'waiting', facts: { ...facts, minutes: Math.max(0, Math.round((deps.now() - oldest) / 60_000)) } };
    },
  };

  return async (check: EngineCheck): Promise<CheckResult> => {
    const began = performance.now();
    const outcome: Outcome<EngineCheck> = await checks[check]();
    return { check, code: outcome.code, facts: outcome.facts ?? {}, ms: Math.round(performance.now() - began) };
  };
}
