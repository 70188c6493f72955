import type { TFunction } from 'i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import type { Activity } from '../../../src-shared/protocol/entities.ts';
import { formatPhone, phoneOf } from '../../../src-shared/rules/phone.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import type { DirectoryNames } from '../directory-names.ts';

/** What happened to the conversation, in one sentence. */
export function activityWords(
  message: Pick<MessageView, 'activity' | 'authorId' | 'authorName'>,
  names: DirectoryNames,
  t: TFunction<'chat'>,
): string {
  const { activity } = message;
  const author = message.authorName ?? names.person(message.authorId);
  switch (activity?.type) {
    case 'created':
      return t('activity.created');
    case 'queued':
      return t('activity.queued', { department: names.department(activity.departmentId) ?? t('activity.aDepartment') });
    case 'assigned':
      return assigned(activity, names.person(activity.toId) ?? t('activity.someone'), t);
    case 'transferred':
      return withNote(transferred(activity, author, names, t), activity.note, t);
    case 'finished':
      return withReason(
        author === null ? t('activity.finishedAlone') : t('activity.finished', { author }),
        names.reason(activity.reasonId),
        t,
      );
    case 'reopened':
    case 'transferUndone':
      return t(`activity.${activity.type}`, {
        author: author ?? t('activity.someone'),
        to: whereNow(activity, names, t),
      });
    case 'conversationMerged':
      return t(activity.byRule ? 'activity.joinedByRule' : 'activity.joined', { protocol: activity.otherProtocol });
    case 'conversationUnmerged':
      return t('activity.parted', { protocol: activity.otherProtocol });
    case 'started':
      return started(activity, names, t);
    case 'numberChanged':
      return t('activity.numberChanged', { from: numberWords(activity.from), to: numberWords(activity.to) });
    case 'identityChanged':
      return t('activity.identityChanged');
    case 'referred':
      return referred(activity, t);
    case 'declined':
      return t(activity.unanswered ? 'activity.unanswered' : 'activity.declined', {
        name: names.person(activity.agentId) ?? t('activity.someone'),
      });
    case 'requeued':
      return t('activity.requeued', { name: names.person(activity.agentId) ?? t('activity.someone') });
    case 'finishedByInactivity':
      return t('activity.finishedByInactivity');
    case 'automation':
      return t(automationEvents[activity.event], { name: activity.name });
    default:
      return t('activity.unknown');
  }
}

function referred({ kind, headline }: Extract<Activity, { type: 'referred' }>, t: TFunction<'chat'>): string {
  const line = t(`activity.referred.${kind}`);
  return headline === null || headline === '' ? line : `${line}: ${neutralise(headline)}`;
}

/** Whose a conversation is again, or in whose queue it waits. */
function whereNow(
  activity: Extract<Activity, { type: 'reopened' | 'transferUndone' }>,
  names: DirectoryNames,
  t: TFunction<'chat'>,
): string {
  if (activity.toId !== null) return names.person(activity.toId) ?? t('activity.someone');
  if (activity.type === 'reopened') return t('activity.queueAgain');
  return names.department(activity.toDepartmentId) ?? t('activity.aDepartment');
}

/** A number as people read it; what is none (a business-scoped id) as the provider gave it. */
function numberWords(address: string): string {
  const phone = phoneOf(address);
  return phone === null ? neutralise(address) : formatPhone(phone);
}

const automationEvents = {
  started: 'activity.automationStarted',
  ended: 'activity.automationEnded',
  stopped: 'activity.automationStopped',
  failed: 'activity.automationFailed',
} as const;

function started(
  { from, fromDepartmentId, toId }: Extract<Activity, { type: 'started' }>,
  names: DirectoryNames,
  t: TFunction<'chat'>,
): string {
  const name = names.person(toId) ?? t('activity.someone');
  if (from === 'automation') return t('activity.startedFromAutomation', { name });
  if (from === 'new') return t('activity.started', { name });
  const department = fromDepartmentId === null ? null : names.department(fromDepartmentId);
  return t('activity.startedFromQueue', { name, department: department ?? t('activity.aDepartment') });
}

function assigned({ cause }: Extract<Activity, { type: 'assigned' }>, name: string, t: TFunction<'chat'>): string {
  switch (cause) {
    case 'distributed':
      return t('activity.distributed', { name });
    case 'taken':
      return t('activity.taken', { name });
    case 'transferred':
      return t('activity.received', { name });
    case 'started':
      return t('activity.started', { name });
    case 'affinity':
      return t('activity.affinity', { name });
  }
}

function transferred(
  activity: Extract<Activity, { type: 'transferred' }>,
  author: string | null,
  names: DirectoryNames,
  t: TFunction<'chat'>,
): string {
  const fallback = t('activity.aDepartment');
  const department = names.department(activity.toDepartmentId) ?? fallback;
  const to = activity.toId === null ? department : (names.person(activity.toId) ?? t('activity.someone'));
  const from = names.department(activity.fromDepartmentId) ?? fallback;
  // Between people of one department the department says nothing.
  const moved = activity.fromDepartmentId !== activity.toDepartmentId;
  if (author === null) {
    return moved ? t('activity.transferredAlone', { from, to }) : t('activity.transferredAloneTo', { to });
  }
  return moved ? t('activity.transferred', { author, from, to }) : t('activity.transferredTo', { author, to });
}

function withNote(line: string, note: string | null, t: TFunction<'chat'>): string {
  return note === null || note === '' ? line : t('activity.withNote', { line, note: neutralise(note) });
}

function withReason(line: string, reason: string | null, t: TFunction<'chat'>): string {
  return reason === null ? line : t('activity.withReason', { line, reason });
}
