import type { LogItem } from '../../../../src-shared/protocol/log.ts';
import type { Admission } from '../keeping/admission.ts';
import type { Changes } from './changes.ts';
import type { ContactWriting } from './contacts.ts';
import type { ConversationWriting } from './conversations.ts';
import type { DirectoryWriting } from './directory.ts';
import type { MessageWriting } from './messages.ts';
import type { RecordWriting } from './records.ts';

export interface Tables {
  contacts: ContactWriting;
  conversations: ConversationWriting;
  messages: MessageWriting;
  /** What of these the machine holds at all. */
  admission: Admission;
  directory: DirectoryWriting;
  records: RecordWriting;
}

export type Operation = (changes: Changes) => void;

/**
 * The items as single small writes, so that a batch may be cut anywhere: `enter` may bring thousands of messages.
 * `announce`: new messages are told to whoever notifies; what `enter` brings is history and is not.
 */
export function* operations(items: readonly LogItem[], tables: Tables, announce: boolean): Generator<Operation> {
  for (const item of items) {
    switch (item.type) {
      case 'person':
        yield (changes) => tables.directory.write('person', item.person, changes);
        break;
      case 'department':
        yield (changes) => tables.directory.write('department', item.department, changes);
        break;
      case 'connection':
        yield (changes) => tables.directory.write('connection', item.connection, changes);
        break;
      case 'tag':
        yield (changes) => tables.directory.write('tag', item.tag, changes);
        break;
      case 'reason':
        yield (changes) => tables.directory.write('reason', item.reason, changes);
        break;
      case 'template':
        yield (changes) => tables.directory.write('template', item.template, changes);
        break;
      case 'savedText':
        yield (changes) => tables.directory.write('savedText', item.savedText, changes);
        break;
      case 'operation':
        yield (changes) => tables.directory.write('operation', item.operation, changes);
        break;
      case 'pauseReason':
        yield (changes) => tables.directory.write('pauseReason', item.pauseReason, changes);
        break;
      case 'automation':
        yield (changes) => tables.directory.write('automation', item.automation, changes);
        break;
      case 'pipeline':
        yield (changes) => tables.directory.write('pipeline', item.pipeline, changes);
        break;
      case 'savedFilter':
        yield (changes) => tables.directory.write('savedFilter', item.savedFilter, changes);
        break;
      case 'field':
        yield (changes) => tables.directory.write('field', item.field, changes);
        break;
      case 'contactEvent':
        yield (changes) => tables.records.event(item.contactEvent, changes);
        break;
      case 'suggestion':
        yield (changes) => tables.records.suggestion(item.suggestion, changes);
        break;
      case 'contact':
        yield (changes) => tables.contacts.write(item.contact, changes);
        break;
      case 'conversation':
        yield (changes) => tables.admission.conversation(item.conversation, changes);
        break;
      case 'message':
        yield (changes) => tables.admission.message(item.message, changes, announce);
        break;
      case 'enter':
        for (const contact of item.contacts) yield (changes) => tables.contacts.write(contact, changes);
        for (const conversation of item.conversations) {
          yield (changes) => tables.admission.whole(conversation, changes);
        }
        for (const message of item.messages) yield (changes) => tables.admission.message(message, changes, false);
        break;
      case 'leave':
        for (const id of item.conversationIds) yield (changes) => tables.admission.leave(id, changes);
        for (const id of item.contactIds) yield (changes) => tables.contacts.remove(id, changes);
        yield () => tables.records.forget(item.contactIds);
        break;
    }
  }
}
