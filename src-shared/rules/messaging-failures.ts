/**
 * Why a message by Instagram or Messenger was not delivered. Codes with a dot carry Meta's subcode, which says what the code
 * alone does not (Messenger Platform, «Error codes»); the others are in `failure-reasons.ts`.
 */
export type MessagingFailureCause = 'answerWindowClosed' | 'personUnavailable' | 'personUnknown' | 'otherApplication';

const causes = new Map<string, MessagingFailureCause>([
  ['answer-window-closed', 'answerWindowClosed'],
  ['10.2018278', 'answerWindowClosed'],
  ['10.2534022', 'answerWindowClosed'],
  ['551', 'personUnavailable'],
  ['551.1545041', 'personUnavailable'],
  ['200.1545041', 'personUnavailable'],
  ['10.2018108', 'personUnavailable'],
  ['100.2018001', 'personUnknown'],
  ['100.2534014', 'personUnknown'],
  ['10.2018300', 'otherApplication'],
  ['100.2534037', 'otherApplication'],
]);

export const messagingFailureCause = (code: string): MessagingFailureCause | null => causes.get(code) ?? null;
