import type { ActionResults } from '../../../src-shared/bridge/contract.ts';
import type { SessionView } from '../../../src-shared/bridge/views.ts';
import type { Clock } from '../clock.ts';
import { errorFacts } from '../error-facts.ts';
import { isDiskFull } from '../files.ts';
import { createKeyKeeper, type KeyKeeper } from '../keys/key-keeper.ts';
import type { Log } from '../log.ts';
import type { SecretStore } from '../shell.ts';
import type { AuthClient, FreshSession } from './auth-client.ts';
import type { KeptSession, Profiles } from './profiles.ts';

type Blocked = Extract<SessionView, { phase: 'blocked' }>['reason'];

/** Who may open the files, and with what. `fresh` is null when it starts from the disk, without a network. */
export interface Admission {
  profileId: string;
  folder: string;
  serverUrl: string;
  email: string;
  key: Buffer;
  kept: KeptSession;
  fresh: FreshSession | null;
  /** An older profile of this person could not be opened and was set aside. */
  reset: boolean;
  /** Keeps a rotated refresh token. */
  store(fresh: FreshSession): Promise<void>;
}

/** Who is at this machine: from the sign-in to the open files, and back. */
export interface SessionControl {
  view(): SessionView;
  start(): Promise<void>;
  signIn(args: {
    serverUrl?: string | undefined;
    email: string;
    password: string;
  }): Promise<ActionResults['session.signIn']>;
  /**
   * Answers `choose-protection`. While a sign-in waits in `locked` for a former password that nobody knows any more,
   * it sets the unreadable files aside and starts new ones.
   */
  protect(choice: { way: 'password' | 'file'; password: string | null }): Promise<ActionResults['session.protect']>;
  unlock(password: string): Promise<ActionResults['session.unlock']>;
  /** The server ended the session. Drafts, outbox and cache stay on the disk, encrypted. */
  ended(reason: 'session-expired' | 'session-revoked'): Promise<void>;
  signedOut(): Promise<void>;
}

/** Signed in, but the key of the files is not at hand yet. */
interface Waiting {
  profileId: string;
  serverUrl: string;
  email: string;
  password: string;
  fresh: FreshSession;
}

export function createSessionControl(deps: {
  profiles: Profiles;
  secrets: SecretStore;
  auth: AuthClient;
  /** The server to use when none was used before. */
  defaultServerUrl: string;
  /** Given on the command line: wins over the one used last. */
  givenServerUrl: string | null;
  clock: Clock;
  log: Log;
  onChange(): void;
  open(admission: Admission): Promise<{ ok: true } | { ok: false; reason: Blocked }>;
  close(): Promise<void>;
}): SessionControl {
  const { profiles, auth, log } = deps;
  let view: SessionView = { phase: 'starting' };
  let waiting: Waiting | null = null;
  /** The open profile; its key stays in memory when the server ends the session, so that a changed password re-wraps it. */
  let current: { profileId: string; key: Buffer; email: string; serverUrl: string } | null = null;
  /** One thing at a time: a double click on «Entrar» must not open the files twice. */
  let queue: Promise<unknown> = Promise.resolve();

  const show = (next: SessionView) => {
    view = next;
    deps.onChange();
  };

  function inTurn<Value>(run: () => Promise<Value>): Promise<Value> {
    const turn = queue.then(run);
    queue = turn.catch(() => undefined);
    return turn;
  }

  const isOther = (serverUrl: string): boolean =>
    deps.givenServerUrl !== null && originOf(deps.givenServerUrl) !== serverUrl;

  const keeperOf = (profileId: string): KeyKeeper =>
    createKeyKeeper({ folder: profiles.folderOf(profileId), secrets: deps.secrets });

  async function admit(
    who: { profileId: string; serverUrl: string; email: string },
    key: Buffer,
    kept: KeptSession,
    fresh: FreshSession | null,
    reset = false,
  ): Promise<void> {
    const { profileId, serverUrl, email } = who;
    const store = ({ session }: FreshSession) => profiles.writeSession(profileId, key, session);
    current = { profileId, key, email, serverUrl };
    if (fresh !== null) {
      try {
        await store(fresh);
        await profiles.write(profileId, { serverUrl, email, name: kept.person.name, notice: null });
        await profiles.setMachine({ serverUrl, profileId });
      } catch (error) {
        // The session works from memory; the next start asks for the password again.
        log.error('session-not-stored', errorFacts(error));
      }
    }
    const opened = await deps.open({
      profileId,
      folder: profiles.folderOf(profileId),
      serverUrl,
      email,
      key,
      kept,
      fresh,
      reset,
      store,
    });
    if (!opened.ok) {
      log.error('files-not-opened', { reason: opened.reason });
      show({ phase: 'blocked', reason: opened.reason });
      return;
    }
    show({ phase: 'ready', person: kept.person, workspace: kept.workspace, email });
  }

  async function admitWaiting(found: Waiting, key: Buffer, reset = false): Promise<void> {
    waiting = null;
    const { refreshToken, person, workspace } = found.fresh.session;
    await admit(found, key, { refreshToken, person, workspace }, found.fresh, reset);
  }

  /** After a sign-in: the key by whatever way it is kept, or a question to the user. */
  async function findKey(found: Waiting, reset = false): Promise<void> {
    const keeper = keeperOf(found.profileId);
    if (current?.profileId === found.profileId) {
      await keeper.rewrap(current.key, found.password);
      return await admitWaiting(found, current.key);
    }
    const state = await keeper.open();
    switch (state.state) {
      case 'open':
        return await admitWaiting(found, state.key, reset);
      case 'locked': {
        const key = await keeper.unlock(found.password);
        if (key !== null) return await admitWaiting(found, key);
        // The password changed since: only the former one opens these files.
        waiting = found;
        const { email, serverUrl } = found;
        return show({ phase: 'locked', email, name: found.fresh.session.person.name, serverUrl, signedIn: true });
      }
      case 'lost': {
        log.error('files-set-aside', { why: 'key-lost' });
        await profiles.setAside(found.profileId, deps.clock.now());
        return await findKey(found, true);
      }
      case 'none': {
        const key = await keeper.createInKeyring();
        if (key !== null) return await admitWaiting(found, key, reset);
        waiting = found;
        return show({ phase: 'choose-protection' });
      }
    }
  }

  async function showSignedOut(notice: 'session-expired' | 'session-revoked' | null, email: string | null) {
    const machine = await profiles.machine();
    const serverUrl = deps.givenServerUrl ?? machine.serverUrl ?? deps.defaultServerUrl;
    show({ phase: 'signed-out', serverUrl, email, notice });
  }

  async function resumeFromDisk(profileId: string, key: Buffer): Promise<void> {
    const profile = await profiles.read(profileId);
    const kept = await profiles.readSession(profileId, key);
    if (profile === null || kept === null) {
      if (profile !== null) {
        current = { profileId, key, email: profile.email, serverUrl: profile.serverUrl };
      }
      return await showSignedOut(profile?.notice ?? null, profile?.email ?? null);
    }
    await admit({ profileId, serverUrl: profile.serverUrl, email: profile.email }, key, kept, null);
  }

  return {
    view: () => view,

    start: () =>
      inTurn(async () => {
        const { profileId } = await profiles.machine();
        const profile = profileId === null ? null : await profiles.read(profileId);
        if (profileId === null || profile === null || isOther(profile.serverUrl))
          return await showSignedOut(null, null);
        if (!(await profiles.hasSession(profileId))) return await showSignedOut(profile.notice, profile.email);
        const state = await keeperOf(profileId).open();
        switch (state.state) {
          case 'open':
            return await resumeFromDisk(profileId, state.key);
          case 'locked':
            return show({
              phase: 'locked',
              email: profile.email,
              name: profile.name,
              serverUrl: profile.serverUrl,
              signedIn: false,
            });
          case 'lost':
            log.error('key-lost');
            return show({ phase: 'blocked', reason: 'unreadable-user-data' });
          case 'none':
            return await showSignedOut(profile.notice, profile.email);
        }
      }),

    signIn: (args) =>
      inTurn<ActionResults['session.signIn']>(async () => {
        // The window may ask twice; who is in stays in.
        if (view.phase === 'ready') return { ok: true };
        const remembered = deps.givenServerUrl ?? (await profiles.machine()).serverUrl ?? deps.defaultServerUrl;
        const serverUrl = originOf(args.serverUrl ?? remembered);
        if (serverUrl === null) return { ok: false, reason: 'invalid' };
        const answer = await auth.login(serverUrl, args.email, args.password);
        if (!answer.ok) {
          log.warn('sign-in-refused', { reason: answer.reason });
          return answer;
        }
        const profileId = profiles.idOf(serverUrl, answer.value.session);
        const email = args.email.trim().toLowerCase();
        await findKey({ profileId, serverUrl, email, password: args.password, fresh: answer.value });
        return { ok: true };
      }).catch((error: unknown): ActionResults['session.signIn'] => {
        if (!isDiskFull(error)) throw error;
        show({ phase: 'blocked', reason: 'disk' });
        return { ok: true };
      }),

    protect: ({ way, password }) =>
      inTurn(async () => {
        const found = waiting;
        if (found === null) return { ok: true };
        if (way === 'password' && password !== null && password !== found.password) {
          return { ok: false, reason: 'wrong-password' };
        }
        const reset = view.phase === 'locked';
        if (reset) {
          log.warn('files-set-aside', { why: 'former-password-unknown' });
          await profiles.setAside(found.profileId, deps.clock.now());
        }
        const choice = way === 'password' ? { way, password: found.password } : { way };
        await admitWaiting(found, await keeperOf(found.profileId).create(choice), reset);
        return { ok: true };
      }),

    unlock: (password) =>
      inTurn(async () => {
        if (view.phase !== 'locked') return { ok: true };
        const profileId = waiting?.profileId ?? (await profiles.machine()).profileId;
        const key = profileId === null ? null : await keeperOf(profileId).unlock(password);
        if (profileId === null || key === null) return { ok: false, reason: 'wrong-password' };
        if (waiting === null) {
          await resumeFromDisk(profileId, key);
        } else {
          await keeperOf(profileId).rewrap(key, waiting.password);
          await admitWaiting(waiting, key);
        }
        return { ok: true };
      }),

    ended: (reason) =>
      inTurn(async () => {
        if (current === null || view.phase !== 'ready') return;
        const { profileId, email, serverUrl } = current;
        await deps.close();
        await profiles.forgetSession(profileId);
        const name = view.person.name;
        await profiles.write(profileId, { serverUrl, email, name, notice: reason });
        await showSignedOut(reason, email);
      }),

    signedOut: () =>
      inTurn(async () => {
        if (current === null) return;
        const { profileId, email } = current;
        current = null;
        await deps.close();
        await profiles.forgetSession(profileId);
        await showSignedOut(null, email);
      }),
  };
}

/** Only http and https, and only the origin: paths are the protocol's. */
function originOf(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  return url.origin;
}
