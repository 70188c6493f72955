/** See index.ts. */
const tester = {
  address: '972987654321',
  phone: '972987654321',
  profileName: 'Test Name',
  alias: 'US.13491208655302741918',
};

export const pywaFixtures: Record<string, Record<string, unknown>[]> = {
  'pywa__call-permission-update-accept': [
    {
      type: 'message',
      sender: tester,
      kind: 'interactive',
      text: 'call_permission_reply: accept',
      content: { type: 'reply', to: 'button', title: 'call_permission_reply: accept', description: null, fields: [] },
      quotedExternalId: 'wamid.y==',
    },
  ],
  'pywa__call-permission-update-reject': [
    {
      type: 'message',
      sender: tester,
      kind: 'interactive',
      text: 'call_permission_reply: reject',
      content: { type: 'reply', to: 'button', title: 'call_permission_reply: reject', description: null, fields: [] },
      quotedExternalId: 'wamid.y==',
    },
  ],
  'pywa__callback-button-button': [
    {
      type: 'message',
      sender: tester,
      kind: 'interactive',
      text: 'title',
      content: { type: 'reply', to: 'button', title: 'title', description: null, fields: [] },
      quotedExternalId: 'wamid.xyzxyz',
    },
  ],
  'pywa__callback-button-quick-reply-without-context': [
    {
      type: 'message',
      sender: tester,
      kind: 'interactive',
      text: 'title',
      content: { type: 'reply', to: 'button', title: 'title', description: null, fields: [] },
    },
  ],
  'pywa__callback-button-quick-reply': [
    {
      type: 'message',
      sender: tester,
      kind: 'interactive',
      text: 'title',
      content: { type: 'reply', to: 'button', title: 'title', description: null, fields: [] },
      quotedExternalId: 'wamid.xyzxyz==',
    },
  ],
  'pywa__callback-selection-callback': [
    {
      type: 'message',
      sender: tester,
      kind: 'interactive',
      text: 'title',
      content: { type: 'reply', to: 'list', title: 'title', description: null, fields: [] },
      quotedExternalId: 'wamid.xyzxyz',
    },
  ],
  'pywa__callback-selection-description': [
    {
      type: 'message',
      sender: tester,
      kind: 'interactive',
      text: 'title\ndescription',
      content: { type: 'reply', to: 'list', title: 'title', description: 'description', fields: [] },
      quotedExternalId: 'wamid.xyzxyz',
    },
  ],
  'pywa__deleted-message-revoke': [
    {
      type: 'deleted',
      targetExternalId: '<ORIGINAL_WHATSAPP_MESSAGE_ID>',
      sender: { address: '<WHATSAPP_USER_PHONE_NUMBER>', phone: null, profileName: null },
    },
  ],
  'pywa__edited-message-image': [
    {
      type: 'edited',
      targetExternalId: 'wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA=',
      sender: { address: '16505551234', phone: '16505551234', profileName: null },
      text: 'Updated image caption',
    },
  ],
  'pywa__flow-completion-completion': [
    {
      type: 'message',
      sender: tester,
      kind: 'interactive',
      text: 'Sent\ncomment_text: Comment Text\ndelivery_rating: 4\npurchase_rating: 2\nrecommend_radio: 0\ncs_rating: 0',
      content: {
        type: 'reply',
        to: 'form',
        title: 'Sent',
        description: null,
        fields: [
          { name: 'comment_text', value: 'Comment Text' },
          { name: 'delivery_rating', value: '4' },
          { name: 'purchase_rating', value: '2' },
          { name: 'recommend_radio', value: '0' },
          { name: 'cs_rating', value: '0' },
        ],
      },
      quotedExternalId: 'wamid.gvwegfretge==',
    },
  ],
  'pywa__flow-completion-without-flow-token': [
    {
      type: 'message',
      sender: tester,
      kind: 'interactive',
      text: 'Sent\ncomment_text: Comment Text\ndelivery_rating: 4\npurchase_rating: 2\nrecommend_radio: 0\ncs_rating: 0',
      content: {
        type: 'reply',
        to: 'form',
        title: 'Sent',
        description: null,
        fields: [
          { name: 'comment_text', value: 'Comment Text' },
          { name: 'delivery_rating', value: '4' },
          { name: 'purchase_rating', value: '2' },
          { name: 'recommend_radio', value: '0' },
          { name: 'cs_rating', value: '0' },
        ],
      },
      quotedExternalId: 'wamid.gvwegfretge==',
    },
  ],
  'pywa__message-audio': [
    {
      type: 'message',
      sender: tester,
      kind: 'audio',
      media: { source: { type: 'provider', ref: '1234567890987654321' }, mime: 'audio/ogg; codecs=opus' },
      forwarded: 'once',
    },
  ],
  'pywa__message-contacts': [
    {
      type: 'message',
      sender: tester,
      kind: 'contacts',
      text: 'Chandler Bing: +1 555-555-5555\nMonica: +1 666-666-6666\nRachel Green: +1 777-777-7777',
      content: {
        type: 'contacts',
        cards: [
          {
            name: 'Chandler Bing',
            organization: null,
            phones: [{ number: '+1 555-555-5555', label: 'CELL' }],
            emails: [],
          },
          { name: 'Monica', organization: null, phones: [{ number: '+1 666-666-6666', label: 'HOME' }], emails: [] },
          {
            name: 'Rachel Green',
            organization: null,
            phones: [{ number: '+1 777-777-7777', label: 'WORK' }],
            emails: [],
          },
        ],
      },
    },
  ],
  'pywa__message-current-location': [
    {
      type: 'message',
      sender: tester,
      kind: 'location',
      content: { type: 'location', latitude: 12.25089, longitude: 43.90539, name: null, address: null },
      forwarded: 'once',
    },
  ],
  'pywa__message-document': [
    {
      type: 'message',
      sender: tester,
      kind: 'document',
      text: 'caption',
      media: {
        source: { type: 'provider', ref: '1234567890987654321' },
        mime: 'application/pdf',
        name: 'filename.pdf',
      },
      forwarded: 'once',
    },
  ],
  'pywa__message-forwarded-many-times': [
    { type: 'message', sender: tester, kind: 'text', text: 'text forwarded many times', forwarded: 'often' },
  ],
  'pywa__message-image': [
    {
      type: 'message',
      sender: tester,
      kind: 'image',
      media: { source: { type: 'provider', ref: '65463453' }, mime: 'image/jpeg' },
    },
  ],
  'pywa__message-interactive-message-with-err': [
    {
      type: 'message',
      sender: tester,
      kind: 'unknown',
      unknownKind: 'interactive',
      quotedExternalId: 'wamid.gvwegfretge==',
    },
    { type: 'ignored', reason: 'error: 131000' },
  ],
  'pywa__message-order': [
    {
      type: 'message',
      sender: tester,
      kind: 'order',
      text: '3 × HAMBURGER\n2 × FRENCH_FRIES\n2 × SODA',
      content: {
        type: 'order',
        note: null,
        items: [
          { product: 'HAMBURGER', quantity: 3, price: 30, currency: 'ILS' },
          { product: 'FRENCH_FRIES', quantity: 2, price: 35, currency: 'ILS' },
          { product: 'SODA', quantity: 2, price: 10, currency: 'ILS' },
        ],
      },
    },
  ],
  'pywa__message-reaction': [{ type: 'reaction', targetExternalId: 'wamid.yzxyzx=', sender: tester, emoji: '😮' }],
  'pywa__message-referral': [
    {
      type: 'message',
      sender: tester,
      kind: 'text',
      text: 'BODY',
      referral: { headline: 'AD_TITLE', body: 'AD_DESCRIPTION', url: null, kind: 'other' },
    },
  ],
  'pywa__message-reply': [
    { type: 'message', sender: tester, kind: 'text', text: 'replied text', quotedExternalId: 'wamid.xyzxyz==' },
  ],
  'pywa__message-static-sticker': [
    {
      type: 'message',
      sender: tester,
      kind: 'sticker',
      media: { source: { type: 'provider', ref: '1234567890987654321' }, mime: 'image/webp' },
      content: { type: 'sticker', animated: false },
    },
  ],
  'pywa__message-status-delivered': [{ type: 'status', status: 'delivered' }],
  'pywa__message-status-failed': [
    {
      type: 'status',
      status: 'failed',
      failure: {
        code: '130472',
        detail: "Failed to send message because this user's phone number is part of an experiment",
      },
    },
  ],
  'pywa__message-status-group': [{ type: 'status', status: 'read' }],
  'pywa__message-status-played': [{ type: 'status', status: 'read' }],
  'pywa__message-status-read': [{ type: 'status', status: 'read' }],
  'pywa__message-status-sent': [{ type: 'status', status: 'sent' }],
  'pywa__message-status-with-tracker': [{ type: 'status', status: 'sent', messageId: 'some data' }],
  'pywa__message-text': [{ type: 'message', sender: tester, kind: 'text', text: 'Body Text' }],
  'pywa__message-unreaction-no-emoji': [
    { type: 'reaction', targetExternalId: 'wamid.yzxyzx=', sender: tester, emoji: null },
  ],
  'pywa__message-unsupported': [
    { type: 'message', sender: tester, kind: 'unknown', unknownKind: 'unsupported.131051' },
  ],
  'pywa__message-video': [
    {
      type: 'message',
      sender: tester,
      kind: 'video',
      text: 'caption',
      media: { source: { type: 'provider', ref: '765756756' }, mime: 'video/mp4' },
      forwarded: 'once',
    },
  ],
  'pywa__message-voice': [
    {
      type: 'message',
      sender: tester,
      kind: 'audio',
      media: { source: { type: 'provider', ref: '1234567890987654321' }, mime: 'audio/ogg; codecs=opus', voice: true },
    },
  ],
  'pywa__outgoing-message-delete': [
    {
      type: 'deleted',
      targetExternalId: 'wamid.zzzzzz',
      sender: { address: '972123456789', phone: '972123456789', profileName: null },
    },
  ],
  'pywa__outgoing-message-text': [
    {
      type: 'message',
      sender: { address: '<WHATSAPP_USER_PHONE_NUMBER>', phone: null, profileName: null, alias: '<BSUID>' },
      kind: 'text',
      text: 'Test message',
      echo: true,
    },
  ],
  'pywa__system-identity-change': [
    {
      type: 'identity',
      change: 'security-code',
      from: { address: '972987654321', phone: '972987654321', profileName: 'User A' },
      to: { address: '972987654321', phone: '972987654321', profileName: 'User A' },
    },
  ],
  'pywa__system-phone-number-change': [
    {
      type: 'identity',
      change: 'number',
      from: { address: '972987654321', phone: '972987654321', profileName: null },
      to: { address: '972912345678', phone: '972912345678', profileName: null },
    },
  ],
  'pywa__template-category-update-marketing': [{ type: 'templates', externalId: '12345678' }],
  'pywa__template-components-update-element': [{ type: 'templates', externalId: '12345678' }],
  'pywa__template-quality-update-yellow': [{ type: 'templates', externalId: '806312974732579' }],
  'pywa__template-status-update-approved': [{ type: 'templates', externalId: '1689556908129832' }],
  'pywa__template-status-update-rejected': [{ type: 'templates', externalId: '1689556908129835' }],
};
