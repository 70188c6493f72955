import { sessionSchema } from '../../../src-shared/protocol/http.ts';
import { PROTOCOL_VERSION } from '../../../src-shared/protocol/version.ts';
import { emailOf, PASSWORD } from './operation.ts';

const AT_ONCE = 4;

/** The first so many people sign in by the ordinary way, each from an address of their own. Gives their access tokens. */
export async function signIn(url: string, people: number): Promise<string[]> {
  const tokens: string[] = [];
  const left = Array.from({ length: people }, (_, person) => person);
  const signInSome = async () => {
    for (let person = left.shift(); person !== undefined; person = left.shift()) {
      const answer = await fetch(`${url}/auth/login`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': `10.0.${Math.floor(person / 250)}.${(person % 250) + 1}`,
        },
        body: JSON.stringify({ email: emailOf(person), password: PASSWORD, protocol: PROTOCOL_VERSION }),
      });
      if (!answer.ok) throw new Error(`a sign-in was answered ${answer.status}`);
      tokens[person] = sessionSchema.parse(await answer.json()).accessToken;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, signInSome));
  return tokens;
}
