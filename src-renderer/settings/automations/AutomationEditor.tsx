import { Button, Menu, Switch, TextInput } from '@mantine/core';
import { FlaskConical, History, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Directory } from '../../../src-shared/bridge/views.ts';
import type { Step } from '../../../src-shared/protocol/automations.ts';
import { announceDone } from '../../chat/outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../../chat/outcome/server-action.ts';
import styles from './AutomationEditor.module.css';
import { DryRun } from './DryRun.tsx';
import { type Draft, newStep, problemsOf, sameDraft } from './draft.ts';
import { RemoveAutomation } from './RemoveAutomation.tsx';
import { StaleNotice } from './StaleNotice.tsx';
import { StepCard } from './StepCard.tsx';
import { TriggerFields } from './TriggerFields.tsx';
import { Versions } from './Versions.tsx';

interface Props {
  /** As it is on the server now (or a new one): it may change while it is edited. */
  saved: Draft;
  directory: Directory;
  removed(): void;
}

const stepTypes = [
  'sendText',
  'menu',
  'collect',
  'transfer',
  'tag',
  'moveDeal',
  'wait',
  'sendTemplate',
  'finish',
] as const;

/** One automation: when it starts, its steps from top to bottom, and a test beside them. */
export function AutomationEditor({ saved, directory, removed }: Props) {
  const { t } = useTranslation('automations');
  const [draft, setDraft] = useState(saved);
  const [base, setBase] = useState(saved);
  const [testing, setTesting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [showFaults, setShowFaults] = useState(false);
  const [asking, setAsking] = useState(false);
  const [looking, setLooking] = useState(false);
  const save = useServerAction('automation.save');
  const refusalWords = useRefusalWords();

  const changed = draft.revision === null || !sameDraft(draft, base);
  // Somebody saved it meanwhile: what is untouched follows, what is edited stays and says so.
  const theirs = saved.revision !== base.revision && saved.revision !== null ? saved : null;
  if (theirs !== null && !changed) {
    setBase(theirs);
    setDraft(theirs);
  }
  const faults = problemsOf(draft, directory);
  const { flow } = draft;
  const setFlow = (change: Partial<Draft['flow']>) => setDraft({ ...draft, flow: { ...flow, ...change } });
  const setStep = (id: string, step: Step) => setFlow({ steps: flow.steps.map((one) => (one.id === id ? step : one)) });
  const move = (index: number, by: -1 | 1) => {
    const steps = [...flow.steps];
    const [step] = steps.splice(index, 1);
    if (step === undefined) return;
    steps.splice(index + by, 0, step);
    setFlow({ steps });
  };

  const submit = async () => {
    setShowFaults(true);
    if (faults.length > 0) {
      setProblem(t('fix'));
      return;
    }
    const outcome = await save({ id: draft.id, revision: draft.revision, active: draft.active, flow });
    if (!outcome.ok) {
      setProblem(refusalWords(outcome.reason));
      return;
    }
    const stored = { ...draft, revision: (draft.revision ?? 0) + 1 };
    setProblem(null);
    setBase(stored);
    setDraft(stored);
    announceDone(t('saved'));
  };
  const words = {
    menu: t('defaults.menu'),
    invalid: t('defaults.invalid'),
    collect: t('defaults.collect'),
    collectInvalid: t('defaults.collectInvalid'),
  };
  const faultOf = (stepId: string | null) =>
    showFaults ? faults.filter((fault) => fault.stepId === stepId).map((fault) => t(`problems.${fault.problem}`)) : [];

  return (
    <div className={styles.columns} data-testing={testing}>
      <form
        className={styles.editor}
        aria-label={flow.name}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextInput
          label={t('name')}
          required
          maxLength={80}
          value={flow.name}
          error={faultOf(null)[0] ?? null}
          onChange={(event) => setFlow({ name: event.currentTarget.value })}
        />
        <Switch
          label={t('active')}
          description={t('activeHint')}
          checked={draft.active}
          onChange={(event) => setDraft({ ...draft, active: event.currentTarget.checked })}
        />
        <TriggerFields trigger={flow.trigger} directory={directory} change={(trigger) => setFlow({ trigger })} />
        <h3 className={styles.heading}>{t('steps')}</h3>
        <ol className={styles.steps}>
          {flow.steps.map((step, index) => (
            <StepCard
              key={step.id}
              step={step}
              index={index}
              flow={flow}
              directory={directory}
              faults={faultOf(step.id)}
              change={(next) => setStep(step.id, next)}
              move={(by) => move(index, by)}
              remove={() => setFlow({ steps: flow.steps.filter(({ id }) => id !== step.id) })}
            />
          ))}
        </ol>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button leftSection={<Plus size={16} />} className={styles.add} disabled={flow.steps.length >= 50}>
              {t('addStep')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {stepTypes.map((type) => (
              <Menu.Item key={type} onClick={() => setFlow({ steps: [...flow.steps, newStep(type, words)] })}>
                {t(`kinds.${type}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {theirs !== null && changed && (
          <StaleNotice
            useTheirs={() => {
              setBase(theirs);
              setDraft(theirs);
            }}
            keepMine={() => {
              setBase(theirs);
              setDraft({ ...draft, revision: theirs.revision });
            }}
          />
        )}
        <div className={styles.end}>
          <p role="alert">{problem}</p>
          {draft.revision !== null && (
            <small className={styles.revision}>
              {changed ? t('unsaved') : t('revision', { number: draft.revision })}
            </small>
          )}
          {draft.revision !== null && (
            <Button leftSection={<History size={16} />} onClick={() => setLooking(true)}>
              {t('versions')}
            </Button>
          )}
          {draft.revision !== null && (
            <Button variant="subtle" leftSection={<Trash2 size={16} />} onClick={() => setAsking(true)}>
              {t('removeAutomation')}
            </Button>
          )}
          <Button leftSection={<FlaskConical size={16} />} aria-pressed={testing} onClick={() => setTesting(!testing)}>
            {t('test')}
          </Button>
          {changed && draft.revision !== null && <Button onClick={() => setDraft(base)}>{t('discard')}</Button>}
          <Button type="submit" variant="filled" disabled={!changed || (theirs !== null && changed)}>
            {t('save')}
          </Button>
        </div>
      </form>
      {testing && <DryRun flow={flow} directory={directory} />}
      {looking && base.revision !== null && (
        <Versions
          automationId={draft.id}
          current={base.revision}
          close={() => setLooking(false)}
          take={(flow) => setDraft({ ...draft, flow })}
        />
      )}
      {asking && (
        <RemoveAutomation id={draft.id} name={base.flow.name} close={() => setAsking(false)} removed={removed} />
      )}
    </div>
  );
}
