/** See index.ts. */
const sheena = { address: '16505551234', phone: '16505551234', profileName: 'Sheena Nelson' };

export const metaFixtures: Record<string, Record<string, unknown>[]> = {
  'meta__webhook-button-message': [
    {
      type: 'message',
      sender: sheena,
      kind: 'interactive',
      text: 'Unsubscribe',
      content: { type: 'reply', to: 'button', title: 'Unsubscribe', description: null, fields: [] },
      quotedExternalId: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBJFNjk2OTMwNEZCQjhGMzUyQUYA',
    },
  ],
  'meta__webhook-contact-sharing-message': [
    {
      type: 'message',
      sender: sheena,
      kind: 'contacts',
      text: 'Lucía Gómez: +1 (983) 555-2319',
      content: {
        type: 'contacts',
        cards: [
          {
            name: 'Lucía Gómez',
            organization: 'Google',
            phones: [{ number: '+1 (983) 555-2319', label: 'MOBILE' }],
            emails: [],
          },
        ],
      },
    },
  ],
  'meta__webhook-image-message': [
    {
      type: 'message',
      sender: sheena,
      kind: 'image',
      text: 'Taj Mahal',
      media: { source: { type: 'provider', ref: '1003383421387256' }, mime: 'image/jpeg' },
    },
  ],
  'meta__webhook-interactive-button-reply-message': [
    {
      type: 'message',
      sender: sheena,
      kind: 'interactive',
      text: 'Cancel',
      content: { type: 'reply', to: 'button', title: 'Cancel', description: null, fields: [] },
      quotedExternalId: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI3MEM2RUJFNkI0RENGQTVDRjUA',
    },
  ],
  'meta__webhook-interactive-list-reply-message': [
    {
      type: 'message',
      sender: sheena,
      kind: 'interactive',
      text: 'Priority Mail Express\nNext Day to 2 Days',
      content: {
        type: 'reply',
        to: 'list',
        title: 'Priority Mail Express',
        description: 'Next Day to 2 Days',
        fields: [],
      },
      quotedExternalId: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBJGMzEyNzhENTZDMzNGODlDRDgA',
    },
  ],
  'meta__webhook-location-message': [
    {
      type: 'message',
      sender: sheena,
      kind: 'location',
      text: 'Philz Coffee\n101 Forest Ave, Palo Alto, CA 94301',
      content: {
        type: 'location',
        latitude: 37.44221496582,
        longitude: -122.16165924072,
        name: 'Philz Coffee',
        address: '101 Forest Ave, Palo Alto, CA 94301',
      },
    },
  ],
  'meta__webhook-order-message': [
    {
      type: 'message',
      sender: sheena,
      kind: 'order',
      text: '2 × di9ozbzfi4\n1 × nqryix03ez',
      content: {
        type: 'order',
        note: null,
        items: [
          { product: 'di9ozbzfi4', quantity: 2, price: 30, currency: 'USD' },
          { product: 'nqryix03ez', quantity: 1, price: 25, currency: 'USD' },
        ],
      },
    },
  ],
  'meta__webhook-reaction-message': [
    {
      type: 'reaction',
      targetExternalId: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI0RTJEOTc2ODVERUY5RDlGNkYA',
      sender: sheena,
      emoji: '👍',
    },
  ],
  'meta__webhook-system-message': [
    {
      type: 'identity',
      change: 'number',
      from: { address: '16505551234', phone: '16505551234', profileName: null },
      to: { address: '12195555358', phone: '12195555358', profileName: null },
    },
  ],
  'meta__webhook-text-message-from-click-to-whats-app-ad': [
    {
      type: 'message',
      sender: sheena,
      kind: 'text',
      text: 'Hello! Can I get more info on this?',
      referral: {
        headline: 'Chat with us',
        body: 'Summer Succulents are here!',
        url: 'https://fb.me/3cr4Wqqkv',
        kind: 'ad',
      },
    },
  ],
  'meta__webhook-text-message-with-context-product-inquiry': [
    {
      type: 'message',
      sender: sheena,
      kind: 'text',
      text: 'Is this still available?',
      referral: { headline: 'di9ozbzfi4', body: null, url: null, kind: 'other' },
    },
  ],
  'meta__webhook-text-message': [
    { type: 'message', sender: sheena, kind: 'text', text: 'Does it come in another color?' },
  ],
  'meta__webhook-unsupported-message': [
    { type: 'message', sender: sheena, kind: 'unknown', unknownKind: 'unsupported.131051' },
  ],
  'netflie__build-from-payload-can-build-a-notification-with-bsuid-only-and-no-fro': [
    {
      type: 'message',
      sender: { address: 'BSUID_123', phone: null, profileName: 'NAME' },
      kind: 'text',
      text: 'MESSAGE_BODY',
    },
  ],
};
