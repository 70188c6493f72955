import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { CommandName } from '../../../src-shared/protocol/commands.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';

const target = (identity: fc.Arbitrary<string>) => fc.record({ kind: fc.constant('identity'), identityId: identity });
const aDepartment = {
  name: 'Tomado',
  distribution: 'manual',
  rule: 'leastBusy',
  acceptSeconds: null,
  inactivityMinutes: null,
  requiresReason: false,
  requiresDescription: false,
};
const aPerson = { name: 'Tomada', role: 'admin', departmentIds: [], capacity: 1, active: true };
const aPause = { name: 'Tomada', kind: 'other', limitMinutes: null, position: 0, active: true };
const aReason = { parentId: null, name: 'Tomado', position: 0, active: true };
const aTag = { name: 'Tomada', color: '#112233', active: true };
const aFilter = { ...plainFilterLists, tab: 'all', status: 'open', order: 'newest' };
const aPipeline = { name: 'Tomado', position: 0, active: true, stages: [{ id: 's1', name: 'Uma' }] };

const aField = { name: 'Tomado', type: 'text', choices: [], position: 0, active: true };

/** Ids by table, of the workspace that is reached for and of the one that reaches. */
export interface IdsOf {
  aurora: Record<string, string[]>;
  boreal: Record<string, string[]>;
}

/** Commands whose arguments name something of Aurora; none of them may do anything for somebody of Boreal. */
export function foreignCommands(idsOf: IdsOf): { [Name in CommandName]?: fc.Arbitrary<object> } {
  // Of what Aurora has none, an id that nobody has.
  const some = (ids: string[]) => fc.constantFrom(...(ids.length > 0 ? ids : [randomUUID()]));
  const foreign = (table: string) => some(idsOf.aurora[table] ?? []);
  const either = (table: string) => some([...(idsOf.aurora[table] ?? []), ...(idsOf.boreal[table] ?? [])]);
  const conversationId = foreign('conversation');
  const own = fc.constantFrom(...(idsOf.boreal.conversation ?? []));
  const contactId = foreign('contact');
  const ownContact = fc.constantFrom(...(idsOf.boreal.contact ?? []));
  const to = fc.oneof(
    fc.record({ kind: fc.constant('agent' as const), id: foreign('person') }),
    fc.record({ kind: fc.constant('department' as const), id: foreign('department') }),
  );
  const text = fc.constantFrom('oi', 'texto');
  const none = fc.constant(null);
  return {
    'message.send': fc.record({
      conversationId,
      text,
      mediaId: none,
      quotedMessageId: fc.oneof(none, either('message')),
    }),
    'message.retry': fc.record({ messageId: foreign('message') }),
    'note.add': fc.record({ conversationId, text, mentionIds: fc.array(either('person'), { maxLength: 2 }) }),
    'conversation.take': fc.record({ conversationId }),
    'conversation.transfer': fc.oneof(
      fc.record({ conversationId, to, note: none }),
      fc.record({ conversationId: own, to, note: none }),
    ),
    'conversation.finish': fc.oneof(
      fc.record({ conversationId, reasonId: fc.oneof(none, either('reason')), description: none }),
      fc.record({ conversationId: own, reasonId: foreign('reason'), description: none }),
    ),
    'conversation.read': fc.record({ conversationId, position: fc.nat(9) }),
    'contact.tag': fc.oneof(
      fc.record({ contactId: foreign('contact'), tagId: either('tag') }),
      fc.record({ contactId: fc.constantFrom(...(idsOf.boreal.contact ?? [])), tagId: foreign('tag') }),
    ),
    'contact.untag': fc.record({ contactId: foreign('contact'), tagId: either('tag') }),
    'contact.rename': fc.record({ contactId, name: text }),
    'contact.field': fc.oneof(
      fc.record({ contactId, fieldId: either('field'), seen: none, value: text }),
      fc.record({ contactId: ownContact, fieldId: foreign('field'), seen: none, value: text }),
    ),
    'contact.note': fc.record({ contactId, id: fc.uuid(), text }),
    'contact.noteRemove': fc.record({ contactId, id: fc.uuid() }),
    'contact.identityAdd': fc.oneof(
      fc.record({ contactId, id: fc.uuid(), channel: fc.constant('instagram'), address: text }),
      fc.record({
        contactId: ownContact,
        id: foreign('identity'),
        channel: fc.constant('instagram'),
        address: fc.constant('novo'),
      }),
    ),
    'contact.identityRemove': fc.record({
      contactId: fc.oneof(contactId, ownContact),
      identityId: foreign('identity'),
    }),
    'contact.identityMark': fc.record({
      contactId: fc.oneof(contactId, ownContact),
      identityId: foreign('identity'),
      shared: fc.boolean(),
    }),
    'contact.merge': fc.oneof(
      fc.record({ intoId: contactId, fromId: ownContact, choices: fc.constant({}) }),
      fc.record({ intoId: ownContact, fromId: contactId, choices: fc.constant({}) }),
      fc.record({ intoId: contactId, fromId: contactId, choices: fc.constant({}) }),
    ),
    'contact.unmerge': fc.record({ mergeId: foreign('merge') }),
    'conversation.merge': fc.oneof(
      fc.record({ intoId: conversationId, fromId: own }),
      fc.record({ intoId: own, fromId: conversationId }),
      fc.record({ intoId: conversationId, fromId: conversationId }),
    ),
    'conversation.answerBy': fc.oneof(
      fc.record({ conversationId, connectionId: either('connection'), address: text }),
      fc.record({ conversationId: own, connectionId: foreign('connection'), address: text }),
    ),
    'conversation.unmerge': fc.record({ mergeId: foreign('merge') }),
    'suggestion.refuse': fc.record({ id: foreign('suggestion') }),
    'field.save': fc.record({ id: foreign('field'), seen: fc.constantFrom(null, aField), value: fc.constant(aField) }),
    'conversation.accept': fc.record({ conversationId }),
    'conversation.decline': fc.record({ conversationId }),
    'conversation.reopen': fc.record({ conversationId, finishedAt: fc.nat() }),
    'conversation.untransfer': fc.record({ conversationId, commandId: foreign('command') }),
    'message.react': fc.record({ messageId: foreign('message'), emoji: fc.constantFrom('👍', null) }),
    'conversation.start': fc.oneof(
      fc.record({ connectionId: foreign('connection'), to: target(fc.constant(randomUUID())), template: none }),
      fc.record({ connectionId: either('connection'), to: target(foreign('identity')), template: none }),
    ),
    'template.sync': fc.record({ connectionId: foreign('connection') }),
    'savedText.save': fc.record({
      id: fc.uuid(),
      shortcut: fc.constant('ola'),
      text,
      departmentId: foreign('department'),
    }),
    'savedText.remove': fc.record({ id: foreign('saved_text') }),
    'automation.save': fc.record({
      id: fc.uuid(),
      revision: none,
      active: fc.boolean(),
      flow: fc.record({
        name: fc.constant('Fora'),
        trigger: fc.constant({ type: 'manual' }),
        steps: fc.tuple(
          fc.record({ id: fc.constant('a'), type: fc.constant('transfer'), departmentId: foreign('department') }),
        ),
      }),
    }),
    'automation.remove': fc.record({ id: foreign('automation') }),
    'automation.run': fc.record({ automationId: either('automation'), conversationId }),
    'automation.stop': fc.record({ conversationId }),
    'department.save': fc.record({ id: foreign('department'), seen: none, value: fc.constant(aDepartment) }),
    'person.save': fc.record({ id: foreign('person'), seen: none, value: fc.constant(aPerson) }),
    'pauseReason.save': fc.record({
      id: foreign('pause_reason'),
      seen: fc.constant(aPause),
      value: fc.constant(aPause),
    }),
    'pauseReason.remove': fc.record({ id: foreign('pause_reason') }),
    'reason.save': fc.record({ id: foreign('reason'), seen: fc.constant(aReason), value: fc.constant(aReason) }),
    'reason.remove': fc.record({ id: foreign('reason') }),
    'tag.save': fc.record({ id: foreign('tag'), seen: fc.constant(aTag), value: fc.constant(aTag) }),
    'tag.remove': fc.record({ id: foreign('tag') }),
    'pipeline.save': fc.record({
      id: foreign('pipeline'),
      seen: fc.constant(aPipeline),
      value: fc.constant(aPipeline),
    }),
    'settings.undo': fc.record({ changeId: foreign('settings_change') }),
    'deal.save': fc.record({
      contactId: foreign('contact'),
      id: fc.uuid(),
      title: text,
      pipelineId: either('pipeline'),
      stageId: fc.uuid(),
      amount: none,
    }),
    'deal.move': fc.record({
      contactId: foreign('contact'),
      dealId: foreign('deal'),
      fromStageId: fc.uuid(),
      toStageId: fc.uuid(),
    }),
    'deal.close': fc.record({ contactId: foreign('contact'), dealId: foreign('deal'), state: fc.constant('won') }),
    'filter.save': fc.oneof(
      fc.record({ id: foreign('saved_filter'), name: text, departmentId: none, filter: fc.constant(aFilter) }),
      fc.record({ id: fc.uuid(), name: text, departmentId: foreign('department'), filter: fc.constant(aFilter) }),
    ),
    'filter.remove': fc.record({ id: foreign('saved_filter') }),
  };
}
