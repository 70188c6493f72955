import { Button, Modal, Progress } from '@mantine/core';
import { useCallback, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  KEEP_DAYS,
  KEEP_DAYS_CHOICES,
  MEDIA_LIMIT_CHOICES,
  MEDIA_LIMIT_GB,
  type MediaKind,
  type StorageView,
} from '../../../src-shared/bridge/storage.ts';
import { usePreferences, useSetPreferences } from '../../app/preferences.ts';
import { useAction, useBridge, useWatch } from '../../bridge/hooks.tsx';
import { announceDone, announceProblem } from '../../chat/outcome/announce.ts';
import { ChoiceField } from '../ChoiceField.tsx';
import styles from '../SettingsSection.module.css';
import { roomWords } from './room.ts';
import own from './StorageSettings.module.css';

const kinds = ['image', 'audio', 'video', 'document', 'unknown'] as const satisfies readonly MediaKind[];

/** «Armazenamento neste computador»: what is kept here, for how long, and how to free the room it takes. */
export default function StorageSettings() {
  const { t, i18n } = useTranslation('storage');
  const preferences = usePreferences();
  const set = useSetPreferences();
  const freeing = useWatch('storage.freeing', {}) ?? null;
  const { usage, ask } = useUsage(freeing === null);
  const [asking, setAsking] = useState(false);
  const free = useFree(ask);
  const days = String(preferences.keepDays ?? KEEP_DAYS);
  const limit = String(preferences.mediaLimitGb ?? MEDIA_LIMIT_GB);
  const room = (bytes: number) => roomWords(bytes, i18n.language);
  return (
    <div className={styles.body}>
      <p className={styles.intro}>{t('intro')}</p>
      <section aria-busy={usage === null}>
        <h2>{t('used.title')}</h2>
        {usage === null ? <p className={own.wait}>{t('used.counting')}</p> : <Used usage={usage} room={room} />}
      </section>
      <ChoiceField
        label={t('period.label')}
        value={days}
        options={KEEP_DAYS_CHOICES.map((choice) => ({ value: String(choice), label: t(`period.days${choice}`) }))}
        choose={(value) => set({ keepDays: Number(value) })}
      />
      <p className={own.hint}>{t('period.hint')}</p>
      <ChoiceField
        label={t('limit.label')}
        value={limit}
        options={MEDIA_LIMIT_CHOICES.map((choice) => ({
          value: String(choice),
          label: t('limit.gb', { count: choice }),
        }))}
        choose={(value) => set({ mediaLimitGb: Number(value) })}
      />
      <p className={own.hint}>{t('limit.hint')}</p>
      <section className={own.free}>
        <h2>{t('free.title')}</h2>
        <p className={styles.intro}>{t('free.hint')}</p>
        {freeing === null ? (
          <Button onClick={() => setAsking(true)}>{t('free.now')}</Button>
        ) : (
          <Freeing step={freeing.step} done={freeing.done} />
        )}
      </section>
      <Modal opened={asking} onClose={() => setAsking(false)} title={t('free.askTitle')} centered>
        <p>{t('free.ask', { room: room(usage === null ? 0 : mediaBytes(usage)) })}</p>
        <div className={own.buttons}>
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('free.cancel')}
          </Button>
          <Button
            variant="filled"
            data-autofocus
            onClick={() => {
              setAsking(false);
              void free();
            }}
          >
            {t('free.confirm')}
          </Button>
        </div>
      </Modal>
    </div>
  );
}

function Used({ usage, room }: { usage: StorageView; room(bytes: number): string }) {
  const { t, i18n } = useTranslation('storage');
  const number = (value: number) => value.toLocaleString(i18n.language);
  const { conversations, messages, textBytes, media } = usage;
  const lines: [string, string, string][] = [
    [t('used.unfinished'), number(conversations.unfinished), ''],
    [t('used.period'), number(conversations.period), ''],
    [t('used.asked'), number(conversations.asked), ''],
    [t('used.messages'), number(messages), room(textBytes)],
    ...kinds
      .filter((kind) => kind !== 'unknown' || media.unknown.files > 0)
      .map((kind): [string, string, string] => [t(`used.${kind}`), number(media[kind].files), room(media[kind].bytes)]),
  ];
  return (
    <table className={own.table}>
      <thead>
        <tr>
          <th scope="col" className={own.head}>
            {t('used.what')}
          </th>
          <th scope="col" className={`${own.head} ${own.number}`}>
            {t('used.count')}
          </th>
          <th scope="col" className={`${own.head} ${own.number}`}>
            {t('used.room')}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(([what, count, size]) => (
          <tr key={what}>
            <th scope="row" className={own.cell}>
              {what}
            </th>
            <td className={`${own.cell} ${own.number}`}>{count}</td>
            <td className={`${own.cell} ${own.number}`}>{size}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" className={`${own.cell} ${own.sum}`}>
            {t('used.total')}
          </th>
          <td className={own.cell} />
          <td className={`${own.cell} ${own.number} ${own.sum}`}>{room(textBytes + mediaBytes(usage))}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function Freeing({ step, done }: { step: 'conversations' | 'media' | 'compact'; done: number }) {
  const { t } = useTranslation('storage');
  const id = useId();
  const indefinite = step === 'compact';
  return (
    <div className={own.progress}>
      <span id={id} role="status">
        {t(`free.${step}`)}
      </span>
      <Progress.Root size="md">
        <Progress.Section value={indefinite ? 100 : done} animated={indefinite} aria-labelledby={id} />
      </Progress.Root>
    </div>
  );
}

const mediaBytes = ({ media }: StorageView): number => kinds.reduce((sum, kind) => sum + media[kind].bytes, 0);

/** Counted when the page is opened, and again after something was freed. */
function useUsage(resting: boolean): { usage: StorageView | null; ask(): void } {
  const bridge = useBridge();
  const [usage, setUsage] = useState<StorageView | null>(null);
  const [wish, setWish] = useState(0);
  useEffect(() => {
    if (!resting || wish < 0) return;
    let current = true;
    bridge.query('storage', {}).then(
      (answer) => {
        if (current) setUsage(answer);
      },
      (error: unknown) => console.error(error),
    );
    return () => {
      current = false;
    };
  }, [bridge, resting, wish]);
  return { usage, ask: useCallback(() => setWish((now) => now + 1), []) };
}

function useFree(done: () => void): () => Promise<void> {
  const { t, i18n } = useTranslation('storage');
  const free = useAction('storage.free');
  return useCallback(async () => {
    try {
      const result = await free({});
      if (result.ok) announceDone(t('free.done', { room: roomWords(result.bytes, i18n.language) }));
      else if (result.reason === 'failed') announceProblem(t('free.failed'));
    } catch (error) {
      console.error(error);
      announceProblem(t('free.failed'));
    }
    done();
  }, [free, done, t, i18n]);
}
