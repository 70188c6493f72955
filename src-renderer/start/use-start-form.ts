import { useState } from 'react';
import type { Connection } from '../../src-shared/protocol/entities.ts';
import type { StartCheck, StartTarget } from '../../src-shared/protocol/queries.ts';
import type { ChosenTemplate, Template, TemplateValues } from '../../src-shared/protocol/templates.ts';
import { readStartNumber } from '../../src-shared/rules/start-number.ts';
import { startsBy } from '../../src-shared/rules/start-ways.ts';
import { checkTemplateValues, emptyTemplateValues, type TemplateProblem } from '../../src-shared/rules/template.ts';
import { useWatch } from '../bridge/hooks.tsx';
import { useOnline } from '../chat/use-online.ts';
import { type KnownIdentity, type KnownTarget, startConnections } from './known-target.ts';
import { readStartAddress } from './start-address.ts';
import { sendableTemplates } from './template-choice.ts';
import { type HeaderMedium, type HeaderUpload, useHeaderUpload } from './use-header-upload.ts';
import { type CheckState, useStartCheck } from './use-start-check.ts';

export interface StartForm {
  online: boolean;
  connections: Connection[];
  connection: Connection | null;
  setConnection(id: string | null): void;
  /** How the customer is named: by a number, also until a connection is chosen, or by an e-mail address. */
  by: 'phone' | 'email';
  /** What stands in «Para», of either kind. */
  number: string;
  setNumber(text: string): void;
  /** «Assunto», of an e-mail alone. */
  subject: string;
  setSubject(text: string): void;
  /** What stands in «Para» is an address of a contact that is known. */
  known: boolean;
  check: CheckState;
  checkAgain(): void;
  /** The customer's last word is too long ago, or there was none (C5). */
  needsTemplate: boolean;
  templates: Template[];
  template: Template | null;
  setTemplate(id: string | null): void;
  values: TemplateValues;
  setValues(values: TemplateValues): void;
  problems: TemplateProblem[];
  header: HeaderUpload;
  accept: string;
  /** What to ask of the server; null as long as anything required is missing or wrong (C6). */
  request: StartRequest | null;
}

export interface StartRequest {
  connectionId: string;
  to: StartTarget;
  template: ChosenTemplate | null;
  /** What the first mail is to be called; null: it is none. */
  subject: string | null;
}

/** Everything the dialog knows while it is filled in. */
export function useStartForm(prefilled: KnownTarget): StartForm {
  const directory = useWatch('directory', {});
  const online = useOnline();
  const connections = directory === undefined ? [] : startConnections(directory);
  const [connectionId, setConnection] = useState<string | null>(prefilled.connectionId);
  // A choice of a connection that was switched off meanwhile does not stand.
  const connection = connections.find(({ id }) => id === connectionId) ?? onlyOne(connections, prefilled.identities[0]);
  const by = (connection === null ? null : startsBy(connection)) ?? 'phone';

  // What was typed for one kind means nothing for the other, and is there again when that one is chosen again.
  const [texts, setTexts] = useState(prefilled.texts);
  const number = texts[by];
  const [subject, setSubject] = useState('');
  const identity = prefilled.identities.find(
    ({ shown, channel }) => shown === number && channel === connection?.channel,
  );
  const to = identity === undefined ? targetOf(by, number) : ({ kind: 'identity', identityId: identity.id } as const);
  const { check, again } = useStartCheck(connection?.id ?? null, to, online);

  const needsTemplate = check.state === 'answered' && check.answer.allowed && check.answer.window === 'closed';
  const templates = sendableTemplates(directory?.templates ?? [], connection?.id ?? null);
  const [templateId, setTemplateId] = useState<string | null>(null);
  const [words, setWords] = useState<TemplateValues>(emptyTemplateValues);
  const template = templates.find(({ id }) => id === templateId) ?? null;
  const medium = mediumOf(template);
  const header = useHeaderUpload(connection, medium);
  const values = { ...words, mediaId: medium === null ? null : header.mediaId };
  const problems = template === null ? [] : checkTemplateValues(template, values);

  return {
    online,
    connections,
    connection,
    setConnection,
    by,
    number,
    setNumber: (text) => setTexts((now) => ({ ...now, [by]: text })),
    subject,
    setSubject,
    known: identity !== undefined,
    check,
    checkAgain: again,
    needsTemplate,
    templates,
    template,
    setTemplate(id) {
      setTemplateId(id);
      setWords(emptyTemplateValues);
    },
    values,
    setValues: setWords,
    problems,
    header,
    accept: acceptedOf(connection, medium),
    request:
      !online || connection === null || to === null
        ? null
        : requestOf({
            connectionId: connection.id,
            to,
            check,
            needsTemplate,
            subject: by === 'email' ? subject.trim() : null,
            template: template === null || problems.length > 0 ? null : { templateId: template.id, values },
          }),
  };
}

/** One number needs no choice (C1), with or without mailboxes beside it; nor does one mailbox, for an e-mail address. */
function onlyOne(connections: readonly Connection[], identity: KnownIdentity | undefined): Connection | null {
  const ofKind = (kind: 'phone' | 'email') => connections.filter((one) => startsBy(one) === kind);
  const [numbers, mailboxes] = [ofKind('phone'), ofKind('email')];
  const wanted = identity?.channel === 'email' || numbers.length === 0 ? mailboxes : numbers;
  return wanted.length === 1 ? (wanted[0] ?? null) : null;
}

function targetOf(by: StartForm['by'], text: string): StartTarget | null {
  if (by === 'email') {
    const address = readStartAddress(text);
    return address === null ? null : { kind: 'email', address };
  }
  const read = readStartNumber(text);
  return read.state === 'valid' ? { kind: 'phone', number: read.number } : null;
}

function mediumOf(template: Template | null): HeaderMedium | null {
  const kind = template?.header?.kind;
  return kind === 'image' || kind === 'video' || kind === 'document' ? kind : null;
}

const acceptedOf = (connection: Connection | null, medium: HeaderMedium | null): string =>
  connection?.capabilities.media
    .filter(({ kind }) => kind === medium)
    .flatMap(({ mimes }) => mimes)
    .join(',') ?? '';

/**
 * A refusal that may pass by itself (a full agent, a colleague's customer) can still be asked: the server looks again, and
 * its answer is the dialog «Atenção!» (C7).
 */
const mayPass = (answer: StartCheck): boolean =>
  answer.allowed || answer.reason === 'at-capacity' || answer.reason === 'served-by-other';

function requestOf(form: {
  connectionId: string;
  to: StartTarget;
  check: CheckState;
  needsTemplate: boolean;
  subject: string | null;
  template: ChosenTemplate | null;
}): StartRequest | null {
  const { connectionId, to, check, needsTemplate, subject, template } = form;
  if (check.state !== 'answered' || !mayPass(check.answer) || subject === '') return null;
  if (!needsTemplate) return { connectionId, to, template: null, subject };
  return template === null ? null : { connectionId, to, template, subject };
}
