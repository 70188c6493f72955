import { ActionIcon, CloseButton } from '@mantine/core';
import { Mic } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRegisterAction } from '../../app/actions/registry.tsx';
import { useBridge } from '../../bridge/hooks.tsx';
import { useLatest } from '../../ui/latest.ts';
import type { Attachments } from '../attachments/use-attachments.ts';
import { soundsOf } from '../message/media/sounds.ts';
import { announceDone, announceProblem } from '../outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../outcome/server-action.ts';
import { dateAndTime } from '../text/times.ts';
import { canRecord } from './browser-recording.ts';
import { RecorderBar } from './RecorderBar.tsx';
import { useRecorder } from './use-recorder.ts';
import styles from './VoiceRecorder.module.css';

interface Props {
  conversationId: string;
  attachments: Attachments;
  quotedMessageId: string | null;
  quoteSent(): void;
  /** The customer can be written to now. */
  enabled: boolean;
}

/**
 * The microphone of the composer: records, lets one listen, and sends a voice note in a message of its own. Where the line
 * or the permission to write went meanwhile, the recording waits among the attachments.
 */
export function VoiceRecorder({ conversationId, attachments, quotedMessageId, quoteSent, enabled }: Props) {
  const { t, i18n } = useTranslation('chat');
  const desk = soundsOf(useBridge());
  const sendMessage = useServerAction('message.send');
  const refusalWords = useRefusalWords();
  const button = useRef<HTMLButtonElement>(null);
  /** Uploads that go as soon as they are up; a line that fails in between leaves that to the agent. */
  const [going, setGoing] = useState<ReadonlySet<string>>(new Set());
  const mayWrite = useLatest(enabled);

  const recorder = useRecorder(async (sound, sent) => {
    const name = t('recorder.fileName', { date: dateAndTime(Date.now(), i18n.language).replaceAll(/[/:]/g, '-') });
    const id = await attachments.addVoice(new File([sound], `${name}.ogg`, { type: 'audio/ogg' }));
    if (id === null) return;
    if (sent && mayWrite.current) setGoing((now) => new Set(now).add(id));
    else announceDone(t('recorder.kept'));
  });

  const { items, used } = attachments;
  useEffect(() => {
    for (const { upload } of items) {
      if (!going.has(upload.id) || upload.state === 'uploading') continue;
      setGoing((now) => new Set([...now].filter((id) => id !== upload.id)));
      if (upload.state !== 'ready' || upload.mediaId === null || !enabled) continue;
      void sendMessage({ conversationId, text: null, mediaId: upload.mediaId, quotedMessageId, voice: true }).then(
        (outcome) => {
          if (outcome.ok) {
            used(upload.id);
            quoteSent();
          } else
            announceProblem(outcome.reason === 'lost' ? t('composer.unknownOutcome') : refusalWords(outcome.reason));
        },
      );
    }
  }, [items, going, used, enabled, sendMessage, conversationId, quotedMessageId, quoteSent, refusalWords, t]);

  const isIdle = recorder.now.step === 'idle';
  const start = () => {
    desk.silence(null);
    recorder.start();
  };
  useRegisterAction({
    id: 'composer.voice',
    label: t('actions.voice'),
    group: 'composer',
    keys: '$mod+Shift+g',
    run: start,
    enabled: () => enabled && isIdle && canRecord(),
  });
  const wasIdle = useRef(true);
  useEffect(() => {
    if (isIdle && !wasIdle.current) button.current?.focus();
    wasIdle.current = isIdle;
  }, [isIdle]);

  if (!canRecord()) return null;
  return (
    <>
      <ActionIcon
        ref={button}
        aria-label={t('recorder.start')}
        title={t('recorder.start')}
        disabled={!enabled || !isIdle}
        onClick={start}
      >
        <Mic size={18} strokeWidth={1.75} />
      </ActionIcon>
      {recorder.problem !== null && (
        <div className={styles.problem} role="alert">
          <span>{t(`recorder.${recorder.problem}`)}</span>
          <CloseButton size={24} aria-label={t('composer.dismiss')} onClick={recorder.dismiss} />
        </div>
      )}
      {!isIdle && <RecorderBar recorder={recorder} />}
    </>
  );
}
