import { describe, expect, test } from 'vitest';
import en from '../../../src-shared/i18n/en/chat.json' with { type: 'json' };
import es from '../../../src-shared/i18n/es/chat.json' with { type: 'json' };
import portuguese from '../../../src-shared/i18n/pt-BR/chat.json' with { type: 'json' };
import {
  type FailureCause,
  failureCause,
  isRetriedBySystem,
  type Remedy,
  remedyOf,
  worthRetrying,
} from '../../../src-shared/rules/failure-reasons.ts';

/** Every code an agent can meet, what it means, and what they can do at the message itself. */
const codes: [code: string, cause: FailureCause, remedy: Remedy][] = [
  ['131047', 'windowClosed', 'template'],
  ['131026', 'undeliverable', 'retry'],
  ['131049', 'marketingLimit', 'retry'],
  ['131050', 'marketingStopped', 'none'],
  ['130472', 'experiment', 'retry'],
  ['131051', 'kindNotSupported', 'none'],
  ['131052', 'mediaDownload', 'retry'],
  ['131053', 'mediaUpload', 'retry'],
  ['131056', 'tooFastForPair', 'retry'],
  ['130429', 'throttled', 'retry'],
  ['80007', 'throttled', 'retry'],
  ['4', 'throttled', 'retry'],
  ['131048', 'spamReports', 'retry'],
  ['133016', 'throttled', 'retry'],
  ['131030', 'testList', 'retry'],
  ['131042', 'billing', 'retry'],
  ['131062', 'identityNotAllowed', 'retry'],
  ['132000', 'templateParameters', 'template'],
  ['132001', 'templateLanguage', 'template'],
  ['132005', 'templateTooLong', 'template'],
  ['132007', 'templatePolicy', 'template'],
  ['132008', 'templateParameters', 'template'],
  ['132012', 'templateParameters', 'template'],
  ['132015', 'templatePaused', 'template'],
  ['132016', 'templateDisabled', 'template'],
  ['190', 'permission', 'retry'],
  ['10', 'permission', 'retry'],
  ['200', 'permission', 'retry'],
  ['299', 'permission', 'retry'],
  ['368', 'accountBlocked', 'retry'],
  ['131031', 'accountBlocked', 'retry'],
  ['133010', 'numberNotRegistered', 'retry'],
  ['130497', 'countryRestricted', 'none'],
  ['131021', 'ownNumber', 'none'],
  ['100', 'malformed', 'none'],
  // Instagram and Messenger.
  ['answer-window-closed', 'answerWindowClosed', 'none'],
  ['10.2018278', 'answerWindowClosed', 'none'],
  ['10.2534022', 'answerWindowClosed', 'none'],
  ['551.1545041', 'personUnavailable', 'retry'],
  ['10.2018108', 'personUnavailable', 'retry'],
  ['100.2018001', 'personUnknown', 'none'],
  ['100.2534014', 'personUnknown', 'none'],
  ['10.2018300', 'otherApplication', 'retry'],
  ['100.2018109', 'mediaTooLarge', 'none'],
  ['100.2018047', 'mediaRefused', 'none'],
  ['200.2018028', 'testList', 'retry'],
  ['613', 'throttled', 'retry'],
  ['1200', 'providerDown', 'retry'],
  // E-mail.
  ['smtp-5.1.1', 'mailboxUnknown', 'none'],
  ['smtp-550', 'mailboxUnknown', 'none'],
  ['smtp-5.2.2', 'mailboxFull', 'retry'],
  ['smtp-552', 'mailboxFull', 'retry'],
  ['smtp-5.3.4', 'mailTooLarge', 'none'],
  ['smtp-5.7.1', 'mailRefused', 'retry'],
  ['smtp-554', 'mailRefused', 'retry'],
  ['smtp-4.7.1', 'mailServerBusy', 'retry'],
  ['smtp-421', 'mailServerBusy', 'retry'],
  ['smtp-5.0.0', 'mailBounced', 'retry'],
  ['bounced', 'mailBounced', 'retry'],
  ['smtp-login', 'mailLogin', 'retry'],
  ['imap-login', 'mailLogin', 'retry'],
  ['imap-folder', 'mailFolder', 'retry'],
  ['imap-unreachable', 'mailUnreachable', 'retry'],
  ['email-address', 'mailboxUnknown', 'none'],
  ['automatic-limit', 'automaticLimit', 'none'],
  // Ours.
  ['network', 'network', 'retry'],
  ['timeout', 'unanswered', 'retry-knowingly'],
  ['uncertain', 'unanswered', 'retry-knowingly'],
  ['interrupted', 'unanswered', 'retry-knowingly'],
  ['window-closed', 'windowClosed', 'template'],
  ['rate-limited', 'throttled', 'retry'],
  ['too-large', 'mediaTooLarge', 'none'],
  ['media-too-large', 'mediaTooLarge', 'none'],
  ['unsupported-media', 'mediaRefused', 'none'],
  ['media-unreadable', 'mediaUpload', 'retry'],
  ['too-long', 'textTooLong', 'none'],
  ['unknown-visitor', 'customerGone', 'none'],
  ['no-connection', 'noConnection', 'retry'],
  ['empty', 'malformed', 'none'],
  ['http-503', 'providerDown', 'retry'],
  ['http-429', 'throttled', 'retry'],
  ['store', 'internal', 'retry'],
];

describe.each([
  ['pt-BR', portuguese],
  ['en', en],
  ['es', es],
])('in %s', (_language, texts) => {
  test.each(codes)('code %s says what happened and what to do', (code, cause) => {
    expect(failureCause(code)).toBe(cause);
    const words = texts.failure[cause];
    // It stands behind «Não enviada: » and before the advice, which is a sentence.
    expect(words.why).toMatch(/^\p{L}.*[^.]$/u);
    expect(words.advice).toMatch(/^[\p{Lu}¿¡].*\.$/u);
  });
});

test.each(codes)('of code %s (%s) the way out is %s', (_code, cause, remedy) => {
  expect(remedyOf(cause)).toBe(remedy);
  expect(worthRetrying(cause)).toBe(remedy === 'retry' || remedy === 'retry-knowingly');
});

test.each(['999999', '', 'constructor', '1310470', '300'])('«%s» is nobody’s code, and may pass', (code) => {
  expect(failureCause(code)).toBeNull();
  expect(remedyOf(failureCause(code))).toBe('retry');
});

test('a waiting message whose last attempt was refused is being tried again by the system', () => {
  const refused = { outcome: 'failed' as const };
  expect(isRetriedBySystem('queued', [refused])).toBe(true);
  expect(isRetriedBySystem('queued', [])).toBe(false);
  expect(isRetriedBySystem('failed', [refused])).toBe(false);
  expect(isRetriedBySystem('queued', [refused, { outcome: 'uncertain' }])).toBe(false);
});
