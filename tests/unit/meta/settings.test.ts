import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createInstagramChannel } from '../../../src-backend/channels/instagram/channel.ts';
import { createMessengerChannel } from '../../../src-backend/channels/messenger/channel.ts';

const secrets = {
  ...{ accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' },
  graphUrl: 'https://graph.facebook.com/v26.0',
};
const instagram = createInstagramChannel();
const messenger = createMessengerChannel();

describe('a connection as a provision file describes it', () => {
  it('is known by its name there, sent through the Page where it has one, and read again as it was read', () => {
    const raw = { username: 'loja.aurora', accountId: '178414', pageId: '4042', ...secrets };
    const settings = instagram.parseSettings(raw);
    expect(instagram.publicAddress(settings)).toBe('@loja.aurora');
    expect(settings).toMatchObject({ accountId: '178414', senderId: '4042', humanAgent: false });
    expect(instagram.parseSettings(settings)).toEqual(settings);
    const alone = instagram.parseSettings({ username: '@loja', accountId: '178414', ...secrets });
    expect(alone).toMatchObject({ username: '@loja', senderId: '178414' });
    const page = messenger.parseSettings({ pageName: 'Loja Aurora', pageId: '4042', ...secrets });
    expect(page).toMatchObject({ accountId: '4042', senderId: '4042' });
    expect(messenger.publicAddress(page)).toBe('Loja Aurora');
    expect(messenger.parseSettings(page)).toEqual(page);
  });

  it('names what is wrong', () => {
    const wrong = { username: 'a b', accountId: '../x', ...secrets, graphUrl: 'http://graph.facebook.com/v26.0' };
    let paths: string[] = [];
    try {
      instagram.parseSettings(wrong);
    } catch (error) {
      if (error instanceof z.ZodError) paths = error.issues.map(({ path }) => path.join('.'));
    }
    expect(paths.sort()).toEqual(['accountId', 'graphUrl', 'username']);
  });

  it('may be answered for seven days where Meta approved it for people', () => {
    const settings = (humanAgent: boolean) =>
      messenger.parseSettings({ pageName: 'Loja', pageId: '4042', humanAgent, ...secrets });
    expect(messenger.capabilitiesWith?.(settings(false))).toEqual(messenger.capabilities);
    expect(messenger.capabilitiesWith?.(settings(true))).toMatchObject({
      windowMs: 7 * 86_400_000,
      peopleOnlyAfterMs: messenger.capabilities.windowMs,
    });
  });
});
