/** Those that say nothing to us, by the reason. */
export const ignoredFixtures: Record<string, string[]> = {
  'policy-enforcement: block': ['bottender__fb-policy-enforcement', 'restfb__messaging-policy-callback-block'],
  'standby: another application answers': ['chatwoot__ig-instagram-message-standby-event'],
  'field: feed': ['restfb__feed-comment-add-25'],
  'field: comments': ['restfb__ig-wh-comments-2021'],
  'field: live_comments': ['restfb__ig-wh-livecomments'],
  'field: story_insights': ['restfb__ig-wh-story-insights'],
  'not a webhook': [
    'restfb__instagram-message-story',
    'restfb__instagram-message',
    'restfb__message-with-sticker',
    'restfb__page-message-tag',
  ],
  'field: mention': ['restfb__mention-comment-add'],
  'account_linking: nothing was written': [
    'restfb__messaging-accountlinking-linked',
    'restfb__messaging-accountlinking-unlinked',
  ],
  'optin: nothing was written': ['restfb__messaging-optin-basic', 'restfb__messaging-optin-userref'],
  'pass_thread_control: which application answers is not ours to decide': ['restfb__messaging-pass-thread-control'],
  'policy-enforcement: unblock': ['restfb__messaging-policy-callback-unblock'],
  'postback without a sender': ['restfb__messaging-postback-chat'],
  'request_thread_control: which application answers is not ours to decide': [
    'restfb__messaging-request-thread-control',
  ],
  'take_thread_control: which application answers is not ours to decide': ['restfb__messaging-take-thread-control'],
};
