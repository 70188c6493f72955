import { Button } from '@mantine/core';
import { CircleAlert, CircleCheck, CircleDashed, CircleMinus, CircleX, LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CheckState, checkOrder, checkState } from '../../src-shared/bridge/diagnostics.ts';
import { PROTOCOL_VERSION } from '../../src-shared/protocol/version.ts';
import { APP_VERSION } from '../app/version.ts';
import { useAction, useWatch } from '../bridge/hooks.tsx';
import { roomWords } from '../settings/storage/room.ts';
import styles from './Diagnostics.module.css';
import { jsonReport, knownPrivate, type ReportHead, type ReportLine, textReport } from './report.ts';
import { type Checked, useChecks } from './use-checks.ts';

const icons = { ok: CircleCheck, warning: CircleAlert, failed: CircleX, skipped: CircleMinus } as const;

/** «Ajuda → Diagnóstico»: numbered checks, one after the other, and a report of them without private data. */
export default function Diagnostics() {
  const { t } = useTranslation('diagnostics');
  const { checked, again } = useChecks();
  const lines = useLines(checked);
  const head = useHead();
  const known = knownPrivate(useWatch('session', {}));
  const save = useAction('diagnostics.export');
  // Here and not over the frame: signed out there is none.
  const [said, say] = useState('');
  const done = checked.length === checkOrder.length;
  const problems = lines.filter(({ state }) => state === 'failed' || state === 'warning').length;

  const copy = () =>
    navigator.clipboard.writeText(textReport(head, lines, known)).then(
      () => say(t('copied')),
      () => say(t('copyFailed')),
    );
  const exportAs = async (format: 'text' | 'json') => {
    const content = (format === 'json' ? jsonReport : textReport)(head, lines, known);
    try {
      const result = await save({ content, format });
      if (result.ok) say(t('exported', { where: result.fileName }));
      else if (result.reason === 'disk-full') say(t('exportFull'));
    } catch (error) {
      console.error(error);
      say(t('exportFailed'));
    }
  };

  return (
    <div className={styles.body}>
      <p className={styles.intro}>{t('intro')}</p>
      <p className={styles.progress} role="status">
        {done
          ? t('done', { problems: problems === 0 ? t('noProblems') : t('problems', { count: problems }) })
          : t('running', { done: checked.length, total: checkOrder.length })}
      </p>
      <ol className={styles.list} aria-label={t('list')} aria-busy={!done}>
        {checkOrder.map((check, index) => (
          <li key={check} className={styles.row}>
            <Line
              number={index + 1}
              name={t(`names.${check}`)}
              line={lines[index]}
              running={index === checked.length}
            />
          </li>
        ))}
      </ol>
      <div className={styles.buttons}>
        <Button variant="filled" disabled={!done} onClick={() => void copy()}>
          {t('copy')}
        </Button>
        <Button disabled={!done} onClick={() => void exportAs('text')}>
          {t('export')}
        </Button>
        <Button disabled={!done} onClick={() => void exportAs('json')}>
          {t('exportJson')}
        </Button>
        <Button variant="subtle" disabled={!done} onClick={again}>
          {t('run')}
        </Button>
      </div>
      <p className={styles.intro}>
        {t('masked')}{' '}
        <span className={styles.said} role="status">
          {said}
        </span>
      </p>
    </div>
  );
}

function Line(props: { number: number; name: string; line: ReportLine | undefined; running: boolean }) {
  const { t } = useTranslation('diagnostics');
  const { number, name, line, running } = props;
  const state: CheckState | 'running' | 'waiting' = line?.state ?? (running ? 'running' : 'waiting');
  const Icon = line !== undefined ? icons[line.state] : running ? LoaderCircle : CircleDashed;
  return (
    <>
      <span className={styles.icon} data-state={state}>
        <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
      </span>
      <div>
        <h3 className={styles.name}>
          {number}. {name}
        </h3>
        <p className={styles.says}>
          {line?.says ?? (running ? t('state.running') : t('waiting'))}
          {line?.todo != null && <span className={styles.todo}> {line.todo}</span>}
        </p>
      </div>
      <span className={styles.state} data-state={state}>
        {line?.stateWords ?? ''}
        <span className={styles.took}>{line === undefined ? '' : t('took', { ms: line.result.ms })}</span>
      </span>
    </>
  );
}

function useLines(checked: readonly Checked[]): ReportLine[] {
  const { t, i18n } = useTranslation('diagnostics');
  return checked.map((result): ReportLine => {
    const name = t(`names.${result.check}`);
    if (result.code === 'broken') {
      return { result, state: 'failed', name, stateWords: t('state.failed'), says: t('broken'), todo: null };
    }
    const state = checkState(result);
    const { freeBytes } = result.facts;
    const free = typeof freeBytes === 'number' ? roomWords(freeBytes, i18n.language) : '';
    const says: Record<string, Record<string, string>> = t('says', { returnObjects: true, ...result.facts, free });
    const todo: Record<string, Record<string, string>> = t('todo', { returnObjects: true });
    return {
      ...{ result, state, name, stateWords: t(`state.${state}`) },
      says: says[result.check]?.[result.code] ?? '',
      todo: todo[result.check]?.[result.code] ?? null,
    };
  });
}

function useHead(): ReportHead {
  const { t, i18n } = useTranslation('diagnostics');
  const session = useWatch('session', {});
  return {
    title: t('report.title'),
    facts: [
      { label: t('report.at'), value: new Date().toLocaleString(i18n.language) },
      { label: t('report.app'), value: `Turno ${APP_VERSION} (${PROTOCOL_VERSION})` },
      { label: t('report.system'), value: navigator.userAgent },
      { label: t('report.language'), value: i18n.language },
      { label: t('report.session'), value: session?.phase ?? '' },
    ],
  };
}
