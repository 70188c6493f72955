/** What answers to a subject are called, in the languages of mail programs, once or several times over. */
const ANSWER = /^(?:\s*(?:re|res|resp|aw|sv|antw|rv|odp|ynt)\s*(?:\[\d+\])?\s*:)+\s*/i;

const LONGEST = 500;

/** «Re:» once, whatever the subject had; null: there was no subject. */
export function replySubject(subject: string | null): string {
  const plain = (subject ?? '').replace(ANSWER, '').trim();
  return `Re: ${plain}`.trim().slice(0, LONGEST);
}

/** The earlier words as mail programs quote them, below a line that says whose they are. */
export function quoteWords(introduction: string, words: string): string {
  const lines = words.trimEnd().split('\n');
  return `${introduction}\n\n${lines.map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`.trimEnd())).join('\n')}`;
}
