/** Who wrote to which account, and when: what the window is counted from, and whose profile may be asked. */
export interface SocialPerson {
  id: string;
  name: string;
  /** Instagram only. */
  username?: string | undefined;
}

export interface SocialPeople {
  wrote(accountId: string, person: SocialPerson, at: number): void;
  known(id: string): SocialPerson | null;
  /** Milliseconds since the person last wrote to the account; null: never. */
  silentFor(accountId: string, id: string, now: number): number | null;
}

export function createSocialPeople(strangers: 'open' | 'closed'): SocialPeople {
  const known = new Map<string, SocialPerson>();
  const last = new Map<string, number>();
  return {
    wrote(accountId, person, at) {
      known.set(person.id, person);
      last.set(`${accountId} ${person.id}`, at);
    },
    known: (id) => known.get(id) ?? null,
    silentFor(accountId, id, now) {
      const at = last.get(`${accountId} ${id}`);
      if (at === undefined) return strangers === 'open' ? 0 : null;
      return now - at;
    },
  };
}
