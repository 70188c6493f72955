import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StartCheck } from '../../src-shared/protocol/queries.ts';
import { useRoute } from '../app/route.tsx';
import { useBridge, useSharedWatches } from '../bridge/hooks.tsx';
import type { SharedWatches } from '../bridge/shared-watches.ts';
import { type EmailDrafts, emailDraftsOf } from '../chat/composer/email/email-drafts.ts';
import { useRefusalWords, useServerAction } from '../chat/outcome/server-action.ts';
import type { StartRequest } from './use-start-form.ts';

export type Holder = Extract<StartCheck, { reason: 'served-by-other' }>['holder'];

/** One of the two refusals that have a dialog of their own (C7). */
export type Attention = { reason: 'at-capacity' } | { reason: 'served-by-other'; holder: Holder };

/** The conversation comes by the log, as a rule within milliseconds of the answer; longer nobody waits (milliseconds). */
const ARRIVES_WITHIN_MS = 4_000;

/** Begins the conversation and opens its chat; every other end is a value to show. */
export function useStart(deps: { checkAgain(): void; done(): void }): {
  busy: boolean;
  attention: Attention | null;
  dismissAttention(): void;
  problem: string | null;
  clearProblem(): void;
  start(request: StartRequest): Promise<void>;
} {
  const { t } = useTranslation('start');
  const bridge = useBridge();
  const watches = useSharedWatches();
  const open = useRoute((route) => route.openThrough);
  const ask = useServerAction('conversation.start');
  const refusalWords = useRefusalWords();
  const [busy, setBusy] = useState(false);
  const [attention, setAttention] = useState<Attention | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const holderOf = async ({ connectionId, to }: Pick<StartRequest, 'connectionId' | 'to'>): Promise<Holder> => {
    const answer = await bridge.query('server.conversation.startCheck', { connectionId, to }).catch(() => null);
    const check = answer?.ok === true ? answer.value : null;
    return check !== null && !check.allowed && check.reason === 'served-by-other' ? check.holder : null;
  };

  const run = async ({ subject, ...request }: StartRequest) => {
    const outcome = await ask(request);
    if (outcome.ok) {
      const { conversationId } = outcome;
      if (conversationId !== undefined) {
        await arrived(watches, conversationId);
        if (subject !== null) await nameDraft(emailDraftsOf(bridge), conversationId, subject);
        open(conversationId);
      }
      deps.done();
      return;
    }
    if (outcome.reason === 'at-capacity') setAttention({ reason: 'at-capacity' });
    else if (outcome.reason === 'served-by-other') {
      setAttention({ reason: 'served-by-other', holder: await holderOf(request) });
    } else {
      setProblem(outcome.reason === 'lost' ? t('unknownOutcome') : t('problem', { why: refusalWords(outcome.reason) }));
    }
    // What was refused is not as it was when it was asked.
    deps.checkAgain();
  };

  return {
    busy,
    attention,
    dismissAttention: () => setAttention(null),
    problem,
    clearProblem: () => setProblem(null),
    async start(request) {
      if (busy) return;
      setBusy(true);
      setProblem(null);
      await run(request).finally(() => setBusy(false));
    },
  };
}

/** The mail that is to be written there is called so, beside whatever is kept of one already. */
async function nameDraft(drafts: EmailDrafts, conversationId: string, subject: string): Promise<void> {
  await drafts.open(conversationId);
  drafts.change(conversationId, { subject });
}

function arrived(watches: SharedWatches, conversationId: string): Promise<void> {
  return new Promise((done) => {
    const end = () => {
      clearTimeout(late);
      letGo();
      done();
    };
    const letGo = watches.hold('conversation', { conversationId }, () => {
      if (watches.peek('conversation', { conversationId }) != null) end();
    });
    const late = setTimeout(end, ARRIVES_WITHIN_MS);
    if (watches.peek('conversation', { conversationId }) != null) end();
  });
}
