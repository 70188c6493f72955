import type archive from '../../src-shared/i18n/pt-BR/archive.json';
import type automations from '../../src-shared/i18n/pt-BR/automations.json';
import type bulk from '../../src-shared/i18n/pt-BR/bulk.json';
import type chat from '../../src-shared/i18n/pt-BR/chat.json';
import type contact from '../../src-shared/i18n/pt-BR/contact.json';
import type content from '../../src-shared/i18n/pt-BR/content.json';
import type deals from '../../src-shared/i18n/pt-BR/deals.json';
import type diagnostics from '../../src-shared/i18n/pt-BR/diagnostics.json';
import type filters from '../../src-shared/i18n/pt-BR/filters.json';
import type frame from '../../src-shared/i18n/pt-BR/frame.json';
import type history from '../../src-shared/i18n/pt-BR/history.json';
import type inbox from '../../src-shared/i18n/pt-BR/inbox.json';
import type operation from '../../src-shared/i18n/pt-BR/operation.json';
import type record from '../../src-shared/i18n/pt-BR/record.json';
import type routing from '../../src-shared/i18n/pt-BR/routing.json';
import type session from '../../src-shared/i18n/pt-BR/session.json';
import type settings from '../../src-shared/i18n/pt-BR/settings.json';
import type start from '../../src-shared/i18n/pt-BR/start.json';
import type storage from '../../src-shared/i18n/pt-BR/storage.json';

/** Keys are checked by the compiler: a text that does not exist does not compile. A new area is one line here. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'frame';
    resources: {
      archive: typeof archive;
      automations: typeof automations;
      bulk: typeof bulk;
      chat: typeof chat;
      contact: typeof contact;
      content: typeof content;
      deals: typeof deals;
      diagnostics: typeof diagnostics;
      filters: typeof filters;
      frame: typeof frame;
      history: typeof history;
      inbox: typeof inbox;
      record: typeof record;
      routing: typeof routing;
      operation: typeof operation;
      session: typeof session;
      settings: typeof settings;
      start: typeof start;
      storage: typeof storage;
    };
  }
}
