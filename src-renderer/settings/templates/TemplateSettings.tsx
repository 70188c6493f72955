import { Button, Select, Skeleton, TextInput } from '@mantine/core';
import { LayoutTemplate, RefreshCw, Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Template } from '../../../src-shared/protocol/templates.ts';
import { useWatch } from '../../bridge/hooks.tsx';
import { announceDone, announceProblem } from '../../chat/outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../../chat/outcome/server-action.ts';
import { matches } from '../saved-texts/draft.ts';
import type { SettingsProps } from '../sections.tsx';
import { StateBadge } from './StateBadge.tsx';
import { TemplateDetails } from './TemplateDetails.tsx';
import styles from './TemplateSettings.module.css';
import { languageName } from './words.ts';

/** «Modelos de mensagem»: what each connection has at the provider, and how it stands there. */
export default function TemplateSettings({ session }: SettingsProps) {
  const { t } = useTranslation('content');
  const directory = useWatch('directory', {});
  const [connectionId, setConnection] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [chosenId, choose] = useState<string | null>(null);
  if (directory === undefined) return <Skeleton height={240} radius={8} />;
  const connections = directory.connections.filter(({ active, capabilities }) => active && capabilities.templates);
  const connection = connections.find(({ id }) => id === connectionId) ?? connections[0];
  if (connection === undefined) return <p className={styles.intro}>{t('templates.noConnection')}</p>;
  const all = directory.templates.filter((template) => template.connectionId === connection.id);
  const shown = all.filter(({ name, body, language }) =>
    matches(search, name, name.replaceAll('_', ' '), body.text, language),
  );
  const chosen = shown.find(({ id }) => id === chosenId) ?? shown[0];

  return (
    <div className={styles.frame}>
      <p className={styles.intro}>{t('templates.intro')}</p>
      <div className={styles.bar}>
        <Select
          className={styles.connection}
          aria-label={t('templates.connection')}
          allowDeselect={false}
          value={connection.id}
          data={connections.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setConnection}
        />
        <TextInput
          className={styles.search}
          leftSection={<Search size={16} strokeWidth={1.75} />}
          aria-label={t('templates.search')}
          placeholder={t('templates.search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {session.person.role !== 'agent' && <Sync connectionId={connection.id} />}
      </div>
      {chosen === undefined ? (
        <div className={styles.none} role="status">
          <LayoutTemplate size={28} strokeWidth={1.5} aria-hidden="true" />
          <b>{all.length === 0 ? t('templates.none') : t('templates.noneFound', { search })}</b>
          {all.length === 0 && <p>{t('templates.noneHint')}</p>}
        </div>
      ) : (
        <div className={styles.columns}>
          <nav className={styles.list} aria-label={t('templates.list')}>
            {shown.map((template) => (
              <Entry
                key={template.id}
                template={template}
                current={template.id === chosen.id}
                choose={() => choose(template.id)}
              />
            ))}
          </nav>
          <TemplateDetails template={chosen} />
        </div>
      )}
    </div>
  );
}

function Entry({ template, current, choose }: { template: Template; current: boolean; choose(): void }) {
  const { t, i18n } = useTranslation('content');
  return (
    <button type="button" className={styles.entry} aria-current={current ? 'true' : undefined} onClick={choose}>
      <span className={styles.name}>{template.name}</span>
      <StateBadge template={template} />
      <small>
        {t(`templates.category.${template.category}`)} · {languageName(template.language, i18n.language)}
      </small>
    </button>
  );
}

function Sync({ connectionId }: { connectionId: string }) {
  const { t } = useTranslation('content');
  const sync = useServerAction('template.sync');
  const refusalWords = useRefusalWords();
  const [asking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    const outcome = await sync({ connectionId });
    setAsking(false);
    // The provider is asked by a job: what it says arrives as changes of the list.
    if (outcome.ok) announceDone(t('templates.syncAsked'));
    else announceProblem(refusalWords(outcome.reason));
  };
  return (
    <Button leftSection={<RefreshCw size={16} />} loading={asking} onClick={() => void ask()}>
      {t('templates.sync')}
    </Button>
  );
}
