import { Button, Skeleton } from '@mantine/core';
import { Plus, Workflow } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Automation } from '../../../src-shared/protocol/automations.ts';
import { useWatch } from '../../bridge/hooks.tsx';
import { AutomationEditor } from './AutomationEditor.tsx';
import styles from './AutomationSettings.module.css';
import { type Draft, draftOf, newDraft } from './draft.ts';
import { triggerWords } from './words.ts';

/** «Automações»: the list, and the one that is edited. Drafts of others are kept while the page is open. */
export default function AutomationSettings() {
  const { t } = useTranslation('automations');
  const directory = useWatch('directory', {});
  const [chosen, choose] = useState<string | null>(null);
  const [fresh, setFresh] = useState<Draft | null>(null);
  if (directory === undefined) return <Skeleton height={120} radius={8} />;
  const { automations } = directory;
  const saved = automations.find(({ id }) => id === chosen);
  const begin = () => {
    const draft = newDraft(t('defaults.name'), {
      menu: t('defaults.menu'),
      invalid: t('defaults.invalid'),
      collect: t('defaults.collect'),
      collectInvalid: t('defaults.collectInvalid'),
    });
    setFresh(draft);
    choose(draft.id);
  };
  const shown = saved === undefined ? fresh : draftOf(saved);
  return (
    <div className={styles.frame}>
      <p className={styles.intro}>{t('intro')}</p>
      <div className={styles.columns}>
        <div className={styles.side}>
          <Button leftSection={<Plus size={16} />} onClick={begin}>
            {t('new')}
          </Button>
          <nav aria-label={t('list')}>
            {automations.map((automation) => (
              <AutomationEntry
                key={automation.id}
                automation={automation}
                current={automation.id === chosen}
                choose={() => choose(automation.id)}
              />
            ))}
          </nav>
        </div>
        {shown === null || chosen === null ? (
          automations.length === 0 && (
            <div className={styles.none}>
              <Workflow size={28} strokeWidth={1.5} aria-hidden="true" />
              <b>{t('none')}</b>
              <p>{t('noneHint')}</p>
            </div>
          )
        ) : (
          <AutomationEditor key={chosen} saved={shown} directory={directory} removed={() => choose(null)} />
        )}
      </div>
    </div>
  );
}

function AutomationEntry(props: { automation: Automation; current: boolean; choose(): void }) {
  const { t } = useTranslation('automations');
  const { automation } = props;
  return (
    <button
      type="button"
      className={styles.entry}
      aria-current={props.current ? 'true' : undefined}
      onClick={props.choose}
    >
      <span>{automation.name}</span>
      <small>
        {triggerWords(automation.trigger, t)}
        {!automation.active && ` · ${t('inactive')}`}
      </small>
    </button>
  );
}
