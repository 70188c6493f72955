import type { Migration } from 'kysely/migration';
import * as core from './0001-core.ts';
import * as livechat from './0002-livechat.ts';
import * as accounts from './0003-accounts.ts';
import * as whatsapp from './0004-whatsapp.ts';
import * as routing from './0005-routing.ts';
import * as settings from './0006-settings.ts';
import * as automations from './0007-automations.ts';
import * as pauses from './0008-pauses.ts';
import * as messageChanges from './0009-message-changes.ts';
import * as deals from './0010-deals.ts';
import * as customer from './0011-customer.ts';
import * as contactRecord from './0012-contact-record.ts';
import * as inboxFilters from './0013-inbox-filters.ts';
import * as search from './0014-search.ts';
import * as archive from './0015-archive.ts';
import * as email from './0016-email.ts';
import * as groups from './0017-groups.ts';
import * as takingBack from './0020-taking-back.ts';
import * as sight from './0021-sight.ts';
import * as marks from './0022-marks.ts';
import * as forms from './0023-forms.ts';

/** In order; a name once released never changes, and neither does what it does. */
export const migrations: Record<string, Migration> = {
  '0001-core': core,
  '0002-livechat': livechat,
  '0003-accounts': accounts,
  '0004-whatsapp': whatsapp,
  '0005-routing': routing,
  '0006-settings': settings,
  '0007-automations': automations,
  '0008-pauses': pauses,
  '0009-message-changes': messageChanges,
  '0010-deals': deals,
  '0011-customer': customer,
  '0012-contact-record': contactRecord,
  '0013-inbox-filters': inboxFilters,
  '0014-search': search,
  '0015-archive': archive,
  '0016-email': email,
  '0017-groups': groups,
  '0020-taking-back': takingBack,
  '0021-sight': sight,
  '0022-marks': marks,
  '0023-forms': forms,
};
