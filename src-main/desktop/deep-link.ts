/** `turno://conversation/ID` → the id; null for everything else, for anybody can make the system open such a link. */
export function conversationOfLink(link: string): string | null {
  const found = /^turno:\/\/conversation\/([A-Za-z0-9_-]{1,64})\/?$/.exec(link);
  return found?.[1] ?? null;
}
