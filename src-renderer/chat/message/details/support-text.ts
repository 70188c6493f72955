import type { MessageView } from '../../../../src-shared/bridge/views.ts';

/**
 * What support needs to find a message and see what became of it. Nothing of what it says, nor of who the customer is:
 * it will be pasted into places that are not ours. Times are UTC.
 */
export function supportText(message: MessageView): string {
  const when = (at: number) => new Date(at).toISOString();
  const { failure } = message;
  return [
    `message ${message.id}`,
    `conversation ${message.conversationId}`,
    `channel ${message.channel} · ${message.connectionName}`,
    `${message.direction} ${message.kind} ${message.status ?? ''}`.trim(),
    `at ${when(message.at)}`,
    message.providerAt == null ? null : `provider's time ${when(message.providerAt)}`,
    failure === null ? null : `failure ${failure.code} ${failure.detail ?? ''}`.trim(),
    ...message.attempts.map(({ at, outcome, code, detail }, index) =>
      [`attempt ${index + 1}`, when(at), outcome, code, detail].filter(Boolean).join(' '),
    ),
  ]
    .filter((line) => line !== null)
    .join('\n');
}
