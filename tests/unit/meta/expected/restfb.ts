/** What each webhook recorded by others becomes: events without what is null or empty, the sender by its address. */
export const restfb: Record<string, unknown[]> = {
  'restfb__ig-messaging-seen': [
    {
      type: 'status',
      externalId: 'MESSAGE-ID',
      status: 'read',
      providerAt: 1668022333735,
    },
    {
      type: 'watermark',
      sender: '5614879045272581',
      status: 'read',
      upTo: 1668022333735,
      providerAt: 1668022333735,
    },
  ],
  'restfb__messaging-button-template': [
    {
      type: 'message',
      externalId: 'mid.1458668856218:ed81099e15d3f4f233',
      sender: '987654321432',
      kind: 'text',
      text: 'Visit Messenger: BUTTON_URL',
      providerAt: 1458692752478,
    },
  ],
  'restfb__messaging-delivery-basic': [
    {
      type: 'status',
      externalId: 'mid.1458668856218:ed81099e15d3f4f233',
      status: 'delivered',
      providerAt: 1458668856253,
    },
    {
      type: 'watermark',
      sender: '987654321432',
      status: 'delivered',
      upTo: 1458668856253,
      providerAt: 1458668856253,
    },
  ],
  'restfb__messaging-message-basic-echo': [
    {
      type: 'message',
      externalId: 'mid.1457764197618:41d102a3e1ae206a38',
      sender: '987654321432',
      kind: 'text',
      text: 'hello, world!',
      providerAt: 1457764197627,
      echo: true,
      repeatsOurs: {},
    },
  ],
  'restfb__messaging-message-basic': [
    {
      type: 'message',
      externalId: 'mid.1457764197618:41d102a3e1ae206a38',
      sender: '987654321432',
      kind: 'text',
      text: 'hello, world!',
      providerAt: 1457764197627,
    },
  ],
  'restfb__messaging-message-edits': [
    {
      type: 'edited',
      externalId: 'edited:mid.1457764197618:41d102a3e1ae206a38:37',
      targetExternalId: 'mid.1457764197618:41d102a3e1ae206a38',
      sender: '987654321432',
      text: 'hello, world!',
      providerAt: 1457764197627,
    },
  ],
  'restfb__messaging-message-fallback-attachment': [
    {
      type: 'message',
      externalId: 'mid.1458696618141:b4ef9d19ec21086067',
      sender: '987654321432',
      kind: 'text',
      text: 'Legacy Attachment\nhttps://www.messenger.com/',
      providerAt: 1458696618268,
    },
  ],
  'restfb__messaging-message-isdeleted': [
    {
      type: 'deleted',
      externalId: 'deleted:message_id:1457764197627',
      targetExternalId: 'message_id',
      sender: '987654321432',
      providerAt: 1457764197627,
    },
  ],
  'restfb__messaging-message-isunsupported': [
    {
      type: 'message',
      externalId: 'message_id',
      sender: '987654321432',
      kind: 'unknown',
      unknownKind: 'unsupported',
      providerAt: 1457764197627,
    },
  ],
  'restfb__messaging-message-location-attachment': [
    {
      type: 'message',
      externalId: 'mid.1458696618141:b4ef9d19ec21086067',
      sender: '987654321432',
      kind: 'location',
      content: {
        type: 'location',
        latitude: 12.34,
        longitude: 43.21,
      },
      providerAt: 1458696618268,
    },
  ],
  'restfb__messaging-message-media-attachment': [
    {
      type: 'message',
      externalId: 'mid.1458696618141:b4ef9d19ec21086067',
      sender: '987654321432',
      kind: 'image',
      media: {
        source: {
          type: 'provider',
          ref: 'IMAGE_URL',
        },
        mime: 'image/jpeg',
      },
      providerAt: 1458696618268,
    },
  ],
  'restfb__messaging-message-nlp-1': [
    {
      type: 'message',
      externalId: 'mid.$cAAFnKHM6z25j0NnEyVdn5SGZ-6BD',
      sender: '968155906638513',
      kind: 'text',
      text: 'bye, see you tomorrow at 4pm',
      providerAt: 1501620894921,
    },
  ],
  'restfb__messaging-message-prior': [
    {
      type: 'message',
      externalId: 'mid.1457744567618:41d102a3e1ae206a38',
      sender: '987654321432',
      kind: 'text',
      text: 'Thanks for messaging me!',
      providerAt: 1457764197627,
    },
  ],
  'restfb__messaging-message-product-template-2': [
    {
      type: 'message',
      externalId: 'm_id',
      sender: 'send id',
      kind: 'text',
      text: 'text sent along with the product\nproduct name · product price as a string',
      providerAt: 1636729431949,
    },
  ],
  'restfb__messaging-message-product-template': [
    {
      type: 'message',
      externalId: 'mid.$cAAJdkrCd2ORnva8ErFhjGm0X_Q_c',
      sender: '<PSID>',
      kind: 'text',
      text: 'Some product title · $40',
      providerAt: 1518479195308,
    },
  ],
  'restfb__messaging-message-reply-1': [
    {
      type: 'message',
      externalId: 'mid.1457764197618:41d102a3e1ae206a38',
      sender: '987654321432',
      kind: 'text',
      text: 'hello, world!',
      quotedExternalId: 'very_long_id_representing_the_original_message',
      providerAt: 1457764197627,
    },
  ],
  'restfb__messaging-message-reply-2': [
    {
      type: 'message',
      externalId: 'mid.1457764197618:41d102a3e1ae206a38',
      sender: '987654321432',
      kind: 'text',
      text: 'hello, world!',
      content: {
        type: 'story',
        about: 'reply',
      },
      providerAt: 1457764197627,
    },
  ],
  'restfb__messaging-message-sticker-thumbup': [
    {
      type: 'message',
      externalId: 'mid.1487254148673:a082abc439',
      sender: '987654321432',
      kind: 'sticker',
      media: {
        source: {
          type: 'provider',
          ref: 'https://scontent.xx.fbcdn.net/v/t39.1997-6/851557_369239266556155_759568595_n.png?_nc_ad=z-m&oh=85e24066ebe64f04d457b242e22e7054&oe=5939B5DC',
        },
        mime: 'image/png',
      },
      content: {
        type: 'sticker',
        animated: false,
      },
      providerAt: 1487254148673,
    },
  ],
  'restfb__messaging-message-sticker': [
    {
      type: 'message',
      externalId: 'mid.12345654332:226a70a704',
      sender: '987654321432',
      kind: 'sticker',
      media: {
        source: {
          type: 'provider',
          ref: 'https://scontent.xx.fbcdn.net/sticker.png',
        },
        mime: 'image/png',
      },
      content: {
        type: 'sticker',
        animated: false,
      },
      providerAt: 1476219900918,
    },
  ],
  'restfb__messaging-postback-basic': [
    {
      type: 'message',
      externalId: 'postback:987654321432:1458692752478',
      sender: '987654321432',
      kind: 'interactive',
      text: 'USER_DEFINED_PAYLOAD',
      content: {
        type: 'reply',
        to: 'button',
        title: 'USER_DEFINED_PAYLOAD',
      },
      providerAt: 1458692752478,
    },
  ],
  'restfb__messaging-referral-basic': [
    {
      type: 'referral',
      externalId: 'referral:987654321432:1457764197627',
      sender: '987654321432',
      referral: { headline: 'ref_data_in_m_dot_me_param', kind: 'other' },
      providerAt: 1457764197627,
    },
  ],
  'restfb__messaging-reaction-1': [
    {
      type: 'reaction',
      externalId: 'reaction:original_message_id:USER_ID:1572465098502:react',
      targetExternalId: 'original_message_id',
      sender: 'USER_ID',
      emoji: '😢',
      providerAt: 1572465098502,
    },
  ],
  'restfb__messaging-reaction-2': [
    {
      type: 'reaction',
      externalId: 'reaction:original_message_id:USER_ID:1572466511366:unreact',
      targetExternalId: 'original_message_id',
      sender: 'USER_ID',
      emoji: null,
      providerAt: 1572466511366,
    },
  ],
  'restfb__messaging-read-basic': [
    {
      type: 'watermark',
      sender: '987654321432',
      status: 'read',
      upTo: 1458668856253,
      providerAt: 1458668856463,
    },
  ],
};
