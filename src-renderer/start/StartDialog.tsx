import { Button, Modal, Select, TextInput } from '@mantine/core';
import { Clock, WifiOff } from 'lucide-react';
import { type FormEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { fillTemplate } from '../../src-shared/rules/template.ts';
import type { StartFrom } from '../app/route.tsx';
import { LONGEST_SUBJECT } from '../chat/composer/email/EmailFields.tsx';
import { GrowingTextarea } from '../ui/GrowingTextarea.tsx';
import { useFocusReturn } from '../ui/use-focus-return.ts';
import { AddressField } from './AddressField.tsx';
import { AttentionDialog } from './AttentionDialog.tsx';
import { type KnownTarget, useKnownTarget } from './known-target.ts';
import { NumberField } from './NumberField.tsx';
import { Situation } from './Situation.tsx';
import styles from './StartDialog.module.css';
import { TemplateFields } from './TemplateFields.tsx';
import { TemplateSelect } from './TemplateSelect.tsx';
import { useStart } from './use-start.ts';
import { type StartForm, useStartForm } from './use-start-form.ts';

/** «Nova conversa» (section C): to whom, from which of our numbers, and with which words. */
export function StartDialog({ from, close }: { from: StartFrom | null; close(): void }) {
  useFocusReturn();
  const prefilled = useKnownTarget(from);
  return prefilled === undefined ? null : <FilledDialog prefilled={prefilled} close={close} />;
}

function FilledDialog({ prefilled, close }: { prefilled: KnownTarget; close(): void }) {
  const { t } = useTranslation('start');
  const form = useStartForm(prefilled);
  const starting = useStart({ checkAgain: form.checkAgain, done: close });
  const { attention } = starting;
  const submit = () => {
    if (form.request !== null) void starting.start(form.request);
  };
  const reasonId = useId();
  const reason = form.online ? null : t('offline');
  return (
    <>
      <Modal
        opened
        onClose={close}
        title={t('title')}
        size={880}
        closeButtonProps={{ 'aria-label': t('cancel') }}
        trapFocus={attention === null}
        closeOnEscape={attention === null}
      >
        <form
          className={styles.form}
          noValidate
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            submit();
          }}
        >
          <div className={styles.columns}>
            <div className={styles.fields}>
              <Origin form={form} />
              {form.by === 'email' ? (
                <MailPart form={form} clearProblem={starting.clearProblem} />
              ) : (
                <NumberField
                  text={form.number}
                  known={form.known}
                  refused={
                    form.check.state === 'answered' &&
                    !form.check.answer.allowed &&
                    form.check.answer.reason === 'invalid-number'
                  }
                  change={(text) => {
                    starting.clearProblem();
                    form.setNumber(text);
                  }}
                />
              )}
              {form.needsTemplate && <TemplatePart form={form} submit={submit} />}
            </div>
            <Situation form={form} />
          </div>
          <div className={styles.end}>
            <p id={reasonId} className={styles.reason} role={starting.problem === null ? 'status' : 'alert'}>
              {reason !== null && <WifiOff size={16} aria-hidden="true" />}
              {reason ?? starting.problem}
            </p>
            <Button onClick={close}>{t('cancel')}</Button>
            <Button
              type="submit"
              variant="filled"
              loading={starting.busy}
              disabled={form.request === null}
              aria-describedby={reasonId}
            >
              {t('create')}
            </Button>
          </div>
        </form>
      </Modal>
      {attention !== null && <AttentionDialog attention={attention} close={starting.dismissAttention} />}
    </>
  );
}

/** «Número de origem». */
function Origin({ form }: { form: StartForm }) {
  const { t } = useTranslation('start');
  return (
    <Select
      label={t(form.by === 'email' ? 'mail.from' : 'from')}
      placeholder={t('fromPlaceholder')}
      required
      allowDeselect={false}
      disabled={form.connections.length === 0}
      error={form.connections.length === 0 ? t('fromNone') : null}
      data={form.connections.map(({ id, name, address }) => ({
        value: id,
        label: address === null ? name : `${name} · ${address}`,
      }))}
      value={form.connection?.id ?? null}
      onChange={form.setConnection}
    />
  );
}

/** Of an e-mail: to which address, and what it is called; it is written in the chat (copies, files, signature). */
function MailPart({ form, clearProblem }: { form: StartForm; clearProblem(): void }) {
  const { t } = useTranslation('start');
  const edit = (set: (text: string) => void) => (text: string) => {
    clearProblem();
    set(text);
  };
  return (
    <>
      <AddressField text={form.number} known={form.known} change={edit(form.setNumber)} />
      <TextInput
        data-autofocus={form.known || undefined}
        label={t('mail.subject')}
        description={t('mail.subjectHint')}
        autoComplete="off"
        required
        maxLength={LONGEST_SUBJECT}
        value={form.subject}
        onChange={(event) => edit(form.setSubject)(event.currentTarget.value)}
      />
    </>
  );
}

/** Outside the window: the warning, the template, and its blanks (C5). */
function TemplatePart({ form, submit }: { form: StartForm; submit(): void }) {
  const { t } = useTranslation('start');
  const { check, template } = form;
  const never = check.state === 'answered' && check.answer.allowed && check.answer.lastInboundAt === null;
  return (
    <>
      <p className={styles.warning} role="alert">
        <Clock size={16} strokeWidth={1.75} aria-hidden="true" />
        <span>{t(never ? 'never' : 'closed')}</span>
      </p>
      {form.templates.length === 0 ? (
        <p className={styles.none} role="status">
          {t('template.none')}
        </p>
      ) : (
        <TemplateSelect templates={form.templates} chosen={template} choose={form.setTemplate} />
      )}
      {form.templates.length > 0 && (
        <GrowingTextarea
          label={t('template.text')}
          required
          readOnly
          minRows={3}
          maxRows={7}
          value={template === null ? '' : wholeText(template, form)}
        />
      )}
      {template !== null && (
        <TemplateFields
          key={template.id}
          template={template}
          values={form.values}
          problems={form.problems}
          header={form.header}
          accept={form.accept}
          change={form.setValues}
          submit={submit}
        />
      )}
    </>
  );
}

/** Header and body, with the blanks that are filled in so far. */
function wholeText(template: NonNullable<StartForm['template']>, form: StartForm): string {
  const { header, body } = fillTemplate(template, form.values);
  return [header, body].filter((part) => part !== null).join('\n');
}
