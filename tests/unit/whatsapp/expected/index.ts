import { metaFixtures } from './meta.ts';
import { pywaFixtures } from './pywa.ts';

/**
 * What every webhook among the fixtures must become, in order. `externalId` and `providerAt` are compared with the
 * payload itself, and what is null or absent is not repeated here.
 */
export const appliedFixtures = { ...metaFixtures, ...pywaFixtures };

/** Read and not applied, by reason. */
export const ignoredFixtures: Record<string, string[]> = {
  'field: group_lifecycle_update': ['meta__webhook-group-create-message'],
  'field: group_participants_update': ['meta__webhook-group-remove-participants'],
  'field: group_settings_update': ['meta__webhook-group-settings-update'],
  'field: account_update': [
    'pywa__account-update-account-deleted',
    'pywa__account-update-account-disabled',
    'pywa__account-update-account-reconnected',
    'pywa__account-update-account-restriction',
    'pywa__account-update-authentication-international-eligibility',
    'pywa__account-update-mm-api-for-wa-terms-of-service',
    'pywa__account-update-partner-added',
    'pywa__account-update-partner-app-installed',
    'pywa__account-update-partner-app-uninstalled',
    'pywa__account-update-partner-led-business-verification-status',
    'pywa__account-update-partner-removed-wa-app-disconnection',
    'pywa__account-update-partner-removed',
    'pywa__account-update-pricing-tiering-update',
    'pywa__account-update-primary-business-location-set',
  ],
  'field: calls': [
    'pywa__call-connect-business-initiated',
    'pywa__call-status-call-status',
    'pywa__call-terminate-call-terminate',
  ],
  'field: user_preferences': ['pywa__user-marketing-preferences-signup'],
};
