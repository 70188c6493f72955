import { Button, TextInput } from '@mantine/core';
import { RotateCcw } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Directory } from '../../../src-shared/bridge/views.ts';
import type { Flow } from '../../../src-shared/protocol/automations.ts';
import { type FlowEnd, hasEnded } from '../../../src-shared/rules/automation/advance.ts';
import styles from './DryRun.module.css';
import { answerDryRun, beginDryRun, type DryLine, passTime } from './dry-run.ts';

/** «Testar»: the flow as the customer would meet it. Begins anew whenever the flow changes. */
export function DryRun({ flow, directory }: { flow: Flow; directory: Directory }) {
  const { t } = useTranslation('automations');
  const [tested, setTested] = useState(flow);
  const [state, setState] = useState(() => beginDryRun(flow, Date.now()));
  const [text, setText] = useState('');
  const log = useRef<HTMLDivElement>(null);
  if (tested !== flow) {
    setTested(flow);
    setState(beginDryRun(flow, Date.now()));
  }
  useEffect(() => {
    if (state.lines.length > 0) log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [state]);
  const { next } = state;
  const ended = hasEnded(next);
  const waitsMinutes = ended || next.until === null ? null : Math.ceil((next.until - state.now) / 60_000);
  const answer = () => {
    if (text.trim() === '') return;
    setState(answerDryRun(flow, state, text.trim()));
    setText('');
  };
  return (
    <section className={styles.run} aria-label={t('testTitle')}>
      <header className={styles.header}>
        <b>{t('testTitle')}</b>
        <Button
          size="compact-sm"
          leftSection={<RotateCcw size={14} />}
          onClick={() => setState(beginDryRun(flow, Date.now()))}
        >
          {t('testAgain')}
        </Button>
      </header>
      <div ref={log} className={styles.log} role="log" aria-live="polite">
        {numbered(state.lines).map(({ number, line }) => (
          <Line key={number} line={line} directory={directory} />
        ))}
        {ended && <p className={styles.end}>{endWords(next, directory, t)}</p>}
      </div>
      <form
        className={styles.answer}
        onSubmit={(event) => {
          event.preventDefault();
          answer();
        }}
      >
        <TextInput
          aria-label={t('testPlaceholder')}
          placeholder={t('testPlaceholder')}
          description={t('testHint')}
          disabled={ended}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {waitsMinutes !== null && (
          <Button onClick={() => setState(passTime(flow, state))}>{t('testTime', { minutes: waitsMinutes })}</Button>
        )}
        <Button type="submit" variant="filled" disabled={ended || text.trim() === ''}>
          {t('testSend')}
        </Button>
      </form>
    </section>
  );
}

/** Lines are only ever added at the end, so their place is who they are. */
const numbered = (lines: readonly DryLine[]) => lines.map((line, number) => ({ number, line }));

function Line({ line, directory }: { line: DryLine; directory: Directory }) {
  const { t } = useTranslation('automations');
  if (line.from !== 'effect') {
    return (
      <p className={styles.bubble} data-from={line.from}>
        {line.text}
      </p>
    );
  }
  return <p className={styles.effect}>{effectWords(line, directory, t)}</p>;
}

function effectWords(
  line: Extract<DryLine, { from: 'effect' }>,
  directory: Directory,
  t: ReturnType<typeof useTranslation<'automations'>>['t'],
): string {
  switch (line.effect) {
    case 'collected':
      return t('testCollected', { label: line.label, value: line.value });
    case 'tag':
      return t('testTag', { name: nameIn(directory.tags, line.id) });
    case 'template':
      return t('testTemplate', { name: nameIn(directory.templates, line.id) });
    case 'moveDeal': {
      const stages = directory.pipelines.find(({ id }) => id === line.pipelineId)?.stages ?? [];
      return t('testDeal', {
        pipeline: nameIn(directory.pipelines, line.pipelineId),
        stage: nameIn(stages, line.stageId),
      });
    }
  }
}

const nameIn = (items: readonly { id: string; name: string }[], id: string): string =>
  items.find((item) => item.id === id)?.name ?? '—';

function endWords(
  end: FlowEnd,
  directory: Directory,
  t: ReturnType<typeof useTranslation<'automations'>>['t'],
): string {
  if (end.end === 'finish') return t('testFinish');
  const queue =
    end.departmentId === null
      ? t('testOwnQueue')
      : t('testQueue', { department: nameIn(directory.departments, end.departmentId) });
  if (end.because === 'person') return `${t('testPerson')}. ${queue}`;
  if (end.because === 'not-understood') return `${t('testNotUnderstood')}. ${queue}`;
  return end.because === 'broken' ? t('testBroken') : queue;
}
