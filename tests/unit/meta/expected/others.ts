/** What each webhook recorded by others becomes: events without what is null or empty, the sender by its address. */
export const others: Record<string, unknown[]> = {
  'bottender__fb-fallback-message': [
    {
      type: 'message',
      externalId: 'mid.$cAAE1UUyiiwthh1ZAO1bVhDxGk2N0',
      sender: '1423587017700273',
      kind: 'text',
      text: 'TITLE_OF_THE_URL_ATTACHMENT\nURL_OF_THE_ATTACHMENT',
      providerAt: 1491797604411,
    },
  ],
  'bottender__fb-postback-referral': [
    {
      type: 'message',
      externalId: 'postback:1476077422222289:1522222894827',
      sender: '1476077422222289',
      kind: 'interactive',
      text: 'Get Started',
      content: {
        type: 'reply',
        to: 'button',
        title: 'Get Started',
      },
      providerAt: 1522222894827,
      referral: {
        headline: 'aaaa',
        kind: 'other',
      },
    },
  ],
  'bottender__fb-postback': [
    {
      type: 'message',
      externalId: 'postback:1423587017700273:1491798782090',
      sender: '1423587017700273',
      kind: 'interactive',
      text: 'USER_DEFINED_PAYLOAD',
      content: {
        type: 'reply',
        to: 'button',
        title: 'USER_DEFINED_PAYLOAD',
      },
      providerAt: 1491798782090,
    },
  ],
  'chatwoot__ig-instagram-message-create-event': [
    {
      type: 'message',
      externalId: 'message-id-1',
      sender: 'Sender-id-1',
      kind: 'text',
      text: 'This is the first message from the customer',
    },
  ],
  'chatwoot__ig-instagram-message-unsend-event': [
    {
      type: 'deleted',
      externalId: 'deleted:message-id-to-delete:null',
      targetExternalId: 'message-id-to-delete',
      sender: 'Sender-id-1',
    },
  ],
  'chatwoot__ig-instagram-message-unsupported-event': [
    {
      type: 'message',
      externalId: 'unsupported-message-id-1',
      sender: 'Sender-id-1',
      kind: 'unknown',
      unknownKind: 'unsupported',
    },
  ],
  'chatwoot__ig-instagram-shared-reel-event': [
    {
      type: 'message',
      externalId: 'message-id-1',
      sender: 'Sender-id-1',
      kind: 'text',
      text: 'Reel title\nhttps://www.example.com/test.jpeg',
    },
  ],
  'chatwoot__ig-instagram-story-mention-event-with-echo': [
    {
      type: 'message',
      externalId: 'message-id-1',
      sender: 'chatwoot-app-user-id-1',
      kind: 'text',
      content: {
        type: 'story',
        about: 'mention',
        url: 'https://www.example.com/test.jpeg',
      },
      echo: true,
      repeatsOurs: {},
    },
  ],
  'chatwoot__ig-instagram-story-mention-event': [
    {
      type: 'message',
      externalId: 'mention-message-id-1',
      sender: 'Sender-id-1',
      kind: 'text',
      content: {
        type: 'story',
        about: 'mention',
        url: 'https://www.example.com/test.jpeg',
      },
    },
  ],
  'chatwoot__ig-instagram-story-reply-event': [
    {
      type: 'message',
      externalId: 'message-id-1',
      sender: 'Sender-id-1',
      kind: 'text',
      text: 'This is the story reply',
      content: {
        type: 'story',
        about: 'reply',
        url: 'https://chatwoot-assets.local/sample.png',
      },
    },
  ],
  'chatwoot__ig-instagram-test-event': [
    {
      type: 'message',
      externalId: 'random_mid',
      sender: '12334',
      kind: 'text',
      text: 'random_text',
      providerAt: 1527459824000,
    },
  ],
};
