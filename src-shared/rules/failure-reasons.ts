import type { Attempt } from '../protocol/entities.ts';
import { type EmailFailureCause, emailFailureCause } from './email-failures.ts';
import { type MessagingFailureCause, messagingFailureCause } from './messaging-failures.ts';

/**
 * Why a message was not delivered, in words an agent can act on. The keys are texts of the `chat` area
 * (`failure.<cause>.why` and `failure.<cause>.advice`).
 *
 * Source: error codes of the WhatsApp Cloud API and of the Graph API, plus our own (`network`, `timeout`, …).
 */
export type FailureCause =
  | EmailFailureCause
  | MessagingFailureCause
  | 'windowClosed'
  | 'undeliverable'
  | 'marketingLimit'
  | 'marketingStopped'
  | 'experiment'
  | 'kindNotSupported'
  | 'mediaDownload'
  | 'mediaUpload'
  | 'mediaRefused'
  | 'mediaTooLarge'
  | 'tooFastForPair'
  | 'throttled'
  | 'spamReports'
  | 'testList'
  | 'billing'
  | 'identityNotAllowed'
  | 'templateParameters'
  | 'templateLanguage'
  | 'templateTooLong'
  | 'templatePolicy'
  | 'templatePaused'
  | 'templateDisabled'
  | 'permission'
  | 'accountBlocked'
  | 'numberNotRegistered'
  | 'countryRestricted'
  | 'ownNumber'
  | 'malformed'
  | 'noConnection'
  | 'providerDown'
  | 'network'
  | 'unanswered'
  | 'textTooLong'
  | 'customerGone'
  | 'internal';

const causes = new Map<string, FailureCause>([
  ['131047', 'windowClosed'],
  ['window-closed', 'windowClosed'],
  ['131026', 'undeliverable'],
  ['131049', 'marketingLimit'],
  ['131050', 'marketingStopped'],
  ['130472', 'experiment'],
  ['131051', 'kindNotSupported'],
  ['kind-not-supported', 'kindNotSupported'],
  ['131052', 'mediaDownload'],
  ['131053', 'mediaUpload'],
  ['media-unreadable', 'mediaUpload'],
  ['media-not-allowed', 'mediaRefused'],
  ['unsupported-media', 'mediaRefused'],
  ['too-large', 'mediaTooLarge'],
  ['131056', 'tooFastForPair'],
  ['130429', 'throttled'],
  ['80007', 'throttled'],
  ['4', 'throttled'],
  ['133016', 'throttled'],
  ['rate-limited', 'throttled'],
  ['131048', 'spamReports'],
  ['131030', 'testList'],
  ['131042', 'billing'],
  ['131062', 'identityNotAllowed'],
  ['132000', 'templateParameters'],
  ['132008', 'templateParameters'],
  ['132012', 'templateParameters'],
  ['132018', 'templateParameters'],
  ['132001', 'templateLanguage'],
  ['132005', 'templateTooLong'],
  ['132007', 'templatePolicy'],
  ['132015', 'templatePaused'],
  ['132016', 'templateDisabled'],
  ['132068', 'templateDisabled'],
  ['132069', 'throttled'],
  ['190', 'permission'],
  ['0', 'permission'],
  ['3', 'permission'],
  ['10', 'permission'],
  ['131005', 'permission'],
  ['131037', 'numberNotRegistered'],
  ['131045', 'numberNotRegistered'],
  ['133010', 'numberNotRegistered'],
  ['130497', 'countryRestricted'],
  ['131021', 'ownNumber'],
  ['33', 'malformed'],
  ['100', 'malformed'],
  ['131008', 'malformed'],
  ['131009', 'malformed'],
  ['empty', 'malformed'],
  ['368', 'accountBlocked'],
  ['131031', 'accountBlocked'],
  ['1', 'providerDown'],
  ['2', 'providerDown'],
  ['131000', 'providerDown'],
  ['131016', 'providerDown'],
  ['network', 'network'],
  ['timeout', 'unanswered'],
  ['uncertain', 'unanswered'],
  ['interrupted', 'unanswered'],
  ['no-connection', 'noConnection'],
  ['media-too-large', 'mediaTooLarge'],
  ['template-unavailable', 'templatePaused'],
  ['template-values', 'templateParameters'],
  ['text-too-long', 'textTooLong'],
  ['unknown-visitor', 'customerGone'],
  ['store', 'internal'],
  ['17', 'throttled'],
  ['133004', 'providerDown'],
  ['131057', 'providerDown'],
  ['too-long', 'textTooLong'],
  ['32', 'throttled'],
  ['613', 'throttled'],
  ['80002', 'throttled'],
  ['80006', 'throttled'],
  ['1200', 'providerDown'],
  ['100.2018047', 'mediaRefused'],
  ['100.2018109', 'mediaTooLarge'],
  ['100.2018294', 'mediaUpload'],
  ['200.2018028', 'testList'],
  ['http-429', 'throttled'],
  ['http-503', 'providerDown'],
]);

/** null: a code nobody described; the interface then shows the provider's own text. */
export function failureCause(code: string): FailureCause | null {
  const known = causes.get(code);
  if (known !== undefined) return known;
  const other = emailFailureCause(code) ?? messagingFailureCause(code);
  if (other !== null) return other;
  // 200–299 are all permission errors of the Graph API.
  if (/^2\d\d$/.test(code)) return 'permission';
  if (/^http-5\d\d$/.test(code)) return 'providerDown';
  return null;
}

/**
 * What the agent can do about it at the message itself. `retry`: a new attempt may help. `retry-knowingly`: it may, but
 * the customer might get the message twice. `template`: only a template, or another one, gets through. `none`: the same
 * message cannot be delivered whoever tries.
 */
export type Remedy = 'retry' | 'retry-knowingly' | 'template' | 'none';

const remedies = new Map<FailureCause, Remedy>([
  ['mailboxUnknown', 'none'],
  ['mailTooLarge', 'none'],
  ['automaticLimit', 'none'],
  ['answerWindowClosed', 'none'],
  ['personUnknown', 'none'],
  ['unanswered', 'retry-knowingly'],
  ['windowClosed', 'template'],
  ['templateParameters', 'template'],
  ['templateLanguage', 'template'],
  ['templateTooLong', 'template'],
  ['templatePolicy', 'template'],
  ['templatePaused', 'template'],
  ['templateDisabled', 'template'],
  ['marketingStopped', 'none'],
  ['kindNotSupported', 'none'],
  ['mediaRefused', 'none'],
  ['mediaTooLarge', 'none'],
  ['textTooLong', 'none'],
  ['customerGone', 'none'],
  ['countryRestricted', 'none'],
  ['ownNumber', 'none'],
  ['malformed', 'none'],
]);

/** Of an unknown cause, a new attempt: it may pass. */
export const remedyOf = (cause: FailureCause | null): Remedy =>
  cause === null ? 'retry' : (remedies.get(cause) ?? 'retry');

/** Whether «Tentar novamente» may help. Unknown causes may. */
export const worthRetrying = (cause: FailureCause | null): boolean => remedyOf(cause).startsWith('retry');

/**
 * The system is trying by itself: the last attempt was refused with «not accepted, and it will pass», and the message
 * still waits in the queue.
 */
export const isRetriedBySystem = (status: string | null, attempts: readonly Pick<Attempt, 'outcome'>[]): boolean =>
  status === 'queued' && attempts.at(-1)?.outcome === 'failed';
