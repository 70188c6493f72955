import type { ServerActionResult } from '../../src-shared/bridge/contract.ts';
import type { CommandName } from '../../src-shared/protocol/commands.ts';
import type { ActionHandlers } from './bridge/server.ts';
import type { Clock } from './clock.ts';
import type { Desk } from './desk.ts';
import { saveDraft } from './group/drafts.ts';
import type { Log } from './log.ts';
import { changedPreferences } from './preferences.ts';
import type { SessionControl } from './session/session.ts';
import type { Shell } from './shell.ts';

export interface ActionDeps {
  session: SessionControl;
  /** null while nobody is signed in. */
  desk(): Desk | null;
  signOut(): Promise<ServerActionResult>;
  networkHint(hint: 'focus' | 'online' | 'offline'): void;
  mark(name: string, at: number): void;
  shell: Shell;
  clock: Clock;
  log: Log;
}

/** Only these leave the application; everything else (javascript:, file:, other programs' schemes) is refused. */
const LINKS = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** The actions of the bridge contract. */
export function createActions(deps: ActionDeps): ActionHandlers {
  const { session, shell, clock, log } = deps;

  async function perform(name: CommandName, args: unknown): Promise<ServerActionResult> {
    const desk = deps.desk();
    if (desk === null) return { ok: false, reason: 'offline', detail: null };
    return await desk.outbox.perform(name, args);
  }

  return {
    'session.signIn': (args) => session.signIn(args),
    'session.protect': (args) => session.protect(args),
    'session.unlock': ({ password }) => session.unlock(password),

    async 'draft.save'({ conversationId, side, text }) {
      const desk = deps.desk();
      const stored = desk && saveDraft(desk.cache, desk.user, { conversationId, side, text, at: clock.now() });
      // A damaged file is no better for a draft than a full disk; it is repaired at the next start.
      return stored?.ok === false ? { ok: false, reason: 'disk-full' } : { ok: true };
    },
    async 'draft.saveEmail'({ conversationId, email }) {
      const stored = deps.desk()?.user.writer.saveEmailDraft(conversationId, email, clock.now());
      return stored?.ok === false ? { ok: false, reason: 'disk-full' } : { ok: true };
    },
    async 'outbox.discard'({ id }) {
      deps.desk()?.outbox.discard(id);
      return { ok: true };
    },
    async 'bulk.start'(args) {
      return deps.desk()?.bulk.start(args.what, args.rows) ?? { ok: false, reason: 'offline' };
    },
    async 'bulk.undo'() {
      return deps.desk()?.bulk.undo() ?? { ok: false, reason: 'offline' };
    },
    async 'bulk.cancel'() {
      deps.desk()?.bulk.cancel();
      return { ok: true };
    },
    async 'bulk.dismiss'() {
      deps.desk()?.bulk.dismiss();
      return { ok: true };
    },
    async 'upload.cancel'({ id }) {
      deps.desk()?.uploads.cancel(id);
      return { ok: true };
    },
    async 'archive.open'({ conversationId }) {
      return (await deps.desk()?.archive.open(conversationId)) ?? { ok: false, reason: 'offline' };
    },
    async 'archive.leave'({ conversationId }) {
      deps.desk()?.archive.leave(conversationId);
      return { ok: true };
    },
    async 'archive.earlier'({ conversationId }) {
      return (await deps.desk()?.archive.earlier(conversationId)) ?? { ok: false, reason: 'offline' };
    },
    async 'storage.free'() {
      return (await deps.desk()?.storage.free()) ?? { ok: false, reason: 'failed' };
    },
    async 'preferences.set'(change) {
      const user = deps.desk()?.user;
      user?.writer.setPreferences(changedPreferences(user.reader.preferences(), change));
      if (change.keepDays !== undefined || change.mediaLimitGb !== undefined) deps.desk()?.storagePreferencesChanged();
      return { ok: true };
    },

    async 'transcript.export'({ conversationId }) {
      const desk = deps.desk();
      if (desk === null) return { ok: false, reason: 'not-found' };
      // One of long ago comes from the server first.
      const brought = await desk.archive.open(conversationId);
      if (!brought.ok) return { ok: false, reason: brought.reason === 'left' ? 'cancelled' : brought.reason };
      const { makeTranscript } = await import('./transcript/transcript.ts');
      const { language } = desk.user.reader.preferences();
      const { cache: reader, workspace } = desk;
      const transcript = makeTranscript(conversationId, { reader, workspace, language, now: clock.now() });
      if (transcript === null) return { ok: false, reason: 'not-found' };
      const { renderPdf } = await import('./transcript/pdf.ts');
      const saved = await shell.saveFile(transcript.fileName, await renderPdf(transcript), 'application/pdf');
      if (saved.result !== 'saved') return { ok: false, reason: saved.result };
      return { ok: true, fileName: saved.where };
    },

    async 'link.open'({ url }) {
      const parsed = URL.parse(url);
      if (parsed === null || !LINKS.has(parsed.protocol)) {
        log.warn('link-refused', { scheme: parsed?.protocol ?? 'none' });
        return { ok: false, reason: 'not-allowed' };
      }
      await shell.openExternal(parsed.href);
      return { ok: true };
    },

    async typing({ conversationId }) {
      deps.desk()?.line.wire()?.typing(conversationId);
      return { ok: true };
    },
    async 'network.hint'({ hint }) {
      deps.networkHint(hint);
      return { ok: true };
    },
    async 'attention.set'(looking) {
      deps.desk()?.attention.set(looking);
      deps.desk()?.looksAt(looking.conversationId);
      return { ok: true };
    },
    async 'activity.seen'() {
      deps.desk()?.idle.seen();
      return { ok: true };
    },
    async 'diagnostics.mark'({ name, at }) {
      deps.mark(name, at);
      return { ok: true };
    },

    async 'diagnostics.export'({ content, format }) {
      const day = new Date(clock.now()).toISOString().slice(0, 10);
      const [ending, mime] = format === 'json' ? ['json', 'application/json'] : ['txt', 'text/plain'];
      const bytes = new TextEncoder().encode(content);
      const saved = await shell.saveFile(`turno-diagnostico-${day}.${ending}`, bytes, mime);
      return saved.result === 'saved' ? { ok: true, fileName: saved.where } : { ok: false, reason: saved.result };
    },

    async 'server.message.send'(args) {
      const result = await perform('message.send', args);
      if (!result.ok) return result;
      if (args.mediaId !== null) deps.desk()?.uploads.used(args.mediaId);
      for (const mediaId of args.moreMediaIds ?? []) deps.desk()?.uploads.used(mediaId);
      return result;
    },
    'server.message.retry': (args) => perform('message.retry', args),
    'server.message.react': (args) => perform('message.react', args),
    async 'server.conversation.start'(args) {
      const result = await perform('conversation.start', args);
      const mediaId = args.template?.values.mediaId ?? null;
      if (result.ok && mediaId !== null) deps.desk()?.uploads.used(mediaId);
      return result;
    },
    'server.template.sync': (args) => perform('template.sync', args),
    'server.savedText.save': (args) => perform('savedText.save', args),
    'server.automation.save': (args) => perform('automation.save', args),
    'server.automation.remove': (args) => perform('automation.remove', args),
    'server.automation.run': (args) => perform('automation.run', args),
    'server.automation.stop': (args) => perform('automation.stop', args),
    'server.savedText.remove': (args) => perform('savedText.remove', args),
    'server.operation.save': (args) => perform('operation.save', args),
    'server.department.save': (args) => perform('department.save', args),
    'server.person.save': (args) => perform('person.save', args),
    'server.pauseReason.save': (args) => perform('pauseReason.save', args),
    'server.pauseReason.remove': (args) => perform('pauseReason.remove', args),
    'server.reason.save': (args) => perform('reason.save', args),
    'server.reason.remove': (args) => perform('reason.remove', args),
    'server.tag.save': (args) => perform('tag.save', args),
    'server.tag.remove': (args) => perform('tag.remove', args),
    'server.pipeline.save': (args) => perform('pipeline.save', args),
    'server.field.save': (args) => perform('field.save', args),
    'server.settings.undo': (args) => perform('settings.undo', args),
    'server.note.add': (args) => perform('note.add', args),
    'server.conversation.take': (args) => perform('conversation.take', args),
    'server.conversation.accept': (args) => perform('conversation.accept', args),
    'server.conversation.decline': (args) => perform('conversation.decline', args),
    'server.conversation.transfer': (args) => perform('conversation.transfer', args),
    'server.conversation.finish': (args) => perform('conversation.finish', args),
    'server.conversation.reopen': (args) => perform('conversation.reopen', args),
    'server.conversation.untransfer': (args) => perform('conversation.untransfer', args),
    async 'server.conversation.read'({ conversationId, position }) {
      const desk = deps.desk();
      if (desk === null) return { ok: false, reason: 'offline', detail: null };
      return await desk.markRead(conversationId, position);
    },
    'server.contact.tag': (args) => perform('contact.tag', args),
    'server.contact.untag': (args) => perform('contact.untag', args),
    'server.contact.rename': (args) => perform('contact.rename', args),
    'server.contact.field': (args) => perform('contact.field', args),
    'server.contact.note': (args) => perform('contact.note', args),
    'server.contact.noteRemove': (args) => perform('contact.noteRemove', args),
    'server.contact.identityAdd': (args) => perform('contact.identityAdd', args),
    'server.contact.identityRemove': (args) => perform('contact.identityRemove', args),
    'server.contact.identityMark': (args) => perform('contact.identityMark', args),
    'server.contact.merge': (args) => perform('contact.merge', args),
    'server.contact.unmerge': (args) => perform('contact.unmerge', args),
    'server.conversation.answerBy': (args) => perform('conversation.answerBy', args),
    'server.conversation.merge': (args) => perform('conversation.merge', args),
    'server.conversation.unmerge': (args) => perform('conversation.unmerge', args),
    'server.suggestion.refuse': (args) => perform('suggestion.refuse', args),
    'server.deal.save': (args) => perform('deal.save', args),
    'server.deal.move': (args) => perform('deal.move', args),
    'server.deal.close': (args) => perform('deal.close', args),
    'server.filter.save': (args) => perform('filter.save', args),
    'server.filter.remove': (args) => perform('filter.remove', args),
    'server.presence.set': (args) => perform('presence.set', args),
    'server.session.signOut': () => deps.signOut(),
  };
}
