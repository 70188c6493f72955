/** The qualification's first field. The panel may be loaded only when it is first opened. */
export const QUALIFICATION_FIELD = 'qualification-reason';

const PATIENCE_MS = 2_000;

/** Puts the focus where a conversation is qualified and finished, as soon as it is on the screen. */
export function focusQualification(): void {
  const giveUpAt = performance.now() + PATIENCE_MS;
  const look = () => {
    const field = document.getElementById(QUALIFICATION_FIELD);
    if (field !== null) {
      field.scrollIntoView({ block: 'nearest' });
      field.focus();
    } else if (performance.now() < giveUpAt) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
